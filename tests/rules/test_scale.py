"""Scale: the package that measurements enlarge is valid, so that they measure what they say."""

from __future__ import annotations

import enlarge
from wsis20.commands import check


def test_an_enlarged_package_is_valid(tmp_path):
    folder = tmp_path / "datapackage"
    assert enlarge.enlarge(folder, 150) >= 150
    assert [str(fault) for fault in check.faults(folder)] == []
