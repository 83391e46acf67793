"""Tests with made-up inputs, as many as it takes, however slow or busy the machine: none of them is timed."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
