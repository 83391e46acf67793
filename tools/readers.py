"""Ask outside readers about a release, which cannot be installed beside the tests: each in an environment of its own.

Run ``make readers``. It needs the network, and takes mlcroissant (Croissant), csvw (CSV on the Web), cffconvert (the
citation file), roc-validator (RO-Crate), datacite (DataCite) and codemetapy with pyld (CodeMeta) from the index.
Contexts of JSON-LD come from packages as well: nothing else is fetched. The exit code is 1 when one finds a fault.
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
CRATE = """
import pathlib, requests, rocrate
from rocrate_validator.utils.http import HttpRequester

def held(self, url, **asked):
    answer = requests.Response()
    answer.status_code = 200 if url == "https://w3id.org/ro/crate/1.1/context" else 404
    answer.headers["Content-Type"] = "application/ld+json"
    answer._content = pathlib.Path(rocrate.__file__).with_name("data").joinpath("ro-crate.jsonld").read_bytes()
    return answer

HttpRequester.get = held
from rocrate_validator.cli import cli
cli(["-y", "validate", "--offline", "--profile-identifier", "ro-crate-1.1", "."])
"""
DATACITE = """
import json, sys
from datacite import schema45
faults = [f"{one.json_path}: {one.message}" for one in schema45.validator.iter_errors(json.load(open("datacite.json")))]
sys.exit("\\n".join(faults) or 0)
"""
CODEMETA = """
import json, pathlib, sys, codemeta
from pyld import jsonld
known = json.loads(pathlib.Path(codemeta.__file__).with_name("schema").joinpath("codemeta.jsonld").read_text())
about = json.load(open("codemeta.json"))
kept = jsonld.compact(about | known, known)
unknown = sorted(about.keys() - {"@context", "@type"} - kept.keys())
sys.exit(f"not in CodeMeta: {unknown}" if unknown or kept.get("type") != about["@type"] else 0)
"""
READERS = {
    "mlcroissant": (["mlcroissant"], ["python", "-c", CROISSANT, "croissant.json"]),
    "csvw": (["csvw"], ["csvwvalidate", "csv-metadata.json"]),
    "cffconvert": (["cffconvert"], ["cffconvert", "--validate", "--infile", "datapackage/CITATION.cff"]),
    # the last of rocrate that holds the context of RO-Crate 1.1
    "roc-validator": (["roc-validator", "rocrate==0.10.0"], ["python", "-c", CRATE]),
    "datacite": (["datacite"], ["python", "-c", DATACITE]),
    "codemeta": (["codemetapy", "pyld"], ["python", "-c", CODEMETA]),
}


def main() -> int:
    """Ask every reader, and say what it said."""
    uv, failed = Path(sys.executable).with_name("uv"), []
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "release")
        release.make(place)
        for name, (packages, command) in READERS.items():
            taken = [word for package in packages for word in ("--with", package)]
            words = [str(uv), "run", "--quiet", "--no-project", *taken, *command]
            done = subprocess.run(words, cwd=place, capture_output=True, text=True, check=False)
            said = (done.stdout + done.stderr).strip().splitlines()[-12:]
            print(f"{name}: {'right' if done.returncode == 0 else 'not right'}", *said, sep="\n    ", flush=True)
            failed += [name] * (done.returncode != 0)
    print(f"version {project.version()}: {len(READERS) - len(failed)} of {len(READERS)} readers found no fault")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
