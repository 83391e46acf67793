"""Ask outside readers about a release, which cannot be installed beside the tests: each in an environment of its own.

Run ``make readers``. It needs the network, and takes mlcroissant (Croissant), csvw (CSV on the Web), cffconvert (the
citation file) and roc-validator (RO-Crate) from the index. The exit code is 1 when one of them finds a fault.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from wsis20 import project, release

CROISSANT = """
import sys, mlcroissant
held = mlcroissant.Dataset(jsonld=sys.argv[1])
print(sum(1 for _ in held.records("messages")), "messages")
"""
READERS = {
    "mlcroissant": ("mlcroissant", ["python", "-c", CROISSANT, "croissant.json"]),
    "csvw": ("csvw", ["csvwvalidate", "csv-metadata.json"]),
    "cffconvert": ("cffconvert", ["cffconvert", "--validate", "--infile", "datapackage/CITATION.cff"]),
    "roc-validator": ("roc-validator", ["rocrate-validator", "validate", "--profile-identifier", "ro-crate-1.1", "."]),
}


def main() -> int:
    """Ask every reader, and say what it said."""
    uv, failed = Path(sys.executable).with_name("uv"), []
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "release")
        release.make(place)
        for name, (package, command) in READERS.items():
            words = [str(uv), "tool", "run", "--quiet", "--from", package, *command]
            if command[0] == "python":
                words = [str(uv), "run", "--quiet", "--no-project", "--with", package, *command]
            done = subprocess.run(words, cwd=place, capture_output=True, text=True, check=False)
            said = (done.stdout + done.stderr).strip().splitlines()[-12:]
            print(f"{name}: {'right' if done.returncode == 0 else 'not right'}", *said, sep="\n    ", flush=True)
            failed += [name] * (done.returncode != 0)
    print(f"version {project.version()}: {len(READERS) - len(failed)} of {len(READERS)} readers found no fault")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
