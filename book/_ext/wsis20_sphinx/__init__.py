"""What the book needs of Sphinx: one extension, one module a concern."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

from sphinx.application import Sphinx

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "notebooks"))  # the wsis20 of this checkout, before any other that is installed

CONCERNS = (
    "guard",
    "strangers",
    "rereading",
    "records",
    "outputs",
    "registers",
    "profiles",
    "counts",
    "substitutions",
    "citation",
    "metadata",
    "card",
    "vocabulary",
    "dictionary",
    "downloads",
    "cells",
    "twins",
    "previews",
    "themes",
    "scripts",
    "policy",
    "accessibility",
    "addresses",
    "offline",
    "buildinfo",
    "pdf",
)


def setup(app: Sphinx) -> dict[str, bool | str]:
    """Let every concern connect itself to the build."""
    for concern in CONCERNS:
        import_module(f"{__name__}.{concern}").setup(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
