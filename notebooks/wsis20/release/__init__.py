"""What a release offers: the data package in the forms of those who reuse data, each made from the package alone.

`OFFERS` lists them. `make` writes all of them or none, the same bytes on every machine; the page of the data offers
what it wrote.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from wsis20.project import BUILD
from wsis20.release import (
    archive,
    codebook,
    crate,
    croissant,
    csvw,
    parquet,
    passages,
    qualitative,
    quality,
    records,
    workbook,
)
from wsis20.release.source import UNPACKED, Source, of_package

__all__ = ["FOLDER", "OFFERS", "SUMS", "UNPACKED", "Offer", "current", "make"]

FOLDER = BUILD / "release"
SUMS = "SHA256SUMS"


@dataclass(frozen=True)
class Offer:
    """A file of a release: its name, whom it serves in a sentence, and the function that makes its content.

    ``{version}`` in the name stands for the version.
    """

    file: str
    serves: str
    content: Callable[[Source], bytes]

    def name(self, version: str) -> str:
        """Return the name of the file in a version."""
        return self.file.format(version=version)


OFFERS = (
    Offer(
        "wsis20-datapackage-{version}.zip",
        "Everything: CSV files with their schemas, codebook, licence, citation and changelog.",
        archive.package,
    ),
    Offer(
        "wsis20-{version}-quality.zip",
        "Methods research: what each pass coded in one long table, passes, decisions and second readings, as a data "
        "package of its own.",
        quality.package,
    ),
    Offer(
        "wsis20-{version}.sqlite",
        "SQL: one database with types, keys and views of the final coding. What is missing is NULL.",
        lambda source: source.database,
    ),
    Offer(
        "wsis20-{version}.xlsx",
        "Spreadsheets: a sheet for each table, cells as in the CSV files, one wide table, and a sheet that explains.",
        workbook.workbook,
    ),
    Offer(
        "wsis20-{version}-parquet.zip",
        "pandas, polars, DuckDB, Spark and R: a typed Parquet file for each table. What is missing is null.",
        parquet.files,
    ),
    Offer("csv-metadata.json", "CSV on the Web: types, keys and terms of the CSV files.", csvw.description),
    Offer("croissant.json", "Machine learning: the Croissant description of the tables.", croissant.description),
    Offer(
        "ro-crate-metadata.json",
        "Research archives: the RO-Crate of every file of the data package.",
        crate.description,
    ),
    Offer("datacite.json", "Repositories: what DataCite asks, for whoever deposits the data.", records.datacite),
    Offer("codemeta.json", "Software catalogues: the CodeMeta record.", records.codemeta),
    Offer("codebook.qdc", "NVivo, ATLAS.ti, MAXQDA and QualCoder: the codebook as REFI-QDA.", codebook.refi),
    Offer(
        "wsis20-{version}.qdpx",
        "NVivo, ATLAS.ti, MAXQDA and QualCoder: a REFI-QDA project of our paraphrases, coded. It holds no source text.",
        qualitative.project,
    ),
    Offer("codebook.jsonld", "Linked data: the codebook as a SKOS scheme.", codebook.skos),
    Offer(
        "passages.jsonld",
        "Annotation tools: the place of every message and provision in its source, as Web Annotations.",
        passages.collection,
    ),
)


def make(folder: Path = FOLDER) -> list[Path]:
    """Write a release to a folder, in place of what was there, and return its files in their order.

    Beside the offers stand the package unpacked and the hashes of all files. All or nothing: what was there before
    stays until the last file is made. Raises `Refusal` where the package or the citation file cannot be read.
    """
    source = Source.read()
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix="release.", dir=folder.parent))
    try:
        files = {offer.name(source.version): offer.content(source) for offer in OFFERS}
        files |= {f"{UNPACKED}/{name}": content for name, content in source.files.items()}
        files[SUMS] = sums(files)
        for name, content in files.items():
            path = draft / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        draft.chmod(0o755)
        shutil.rmtree(folder, ignore_errors=True)
        draft.replace(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return [folder / name for name in files]


def current(folder: Path = FOLDER) -> Path:
    """Return a folder with a release of what is here now, which is made where there is none or another."""
    stamp, state = folder.with_suffix(".sha256"), digest()
    try:
        lines = (folder / SUMS).read_text("utf-8").splitlines()
        known = stamp.read_text("utf-8") == state and all((folder / line[66:]).is_file() for line in lines)
    except OSError:
        known = False
    if not known:
        make(folder)
        stamp.write_text(state, encoding="utf-8")
    return folder


def digest() -> str:
    """Return the SHA-256 of all that a release is made from: the package, what goes with it, and the code."""
    beside = [
        Path(__file__).parents[1] / f"{name}.py"
        for name in ("codes", "coding", "database", "documentation", "tracing", "words", "year")
    ]
    code = [*beside, *Path(__file__).parent.glob("*.py")]
    total = hashlib.sha256()
    for name, path in sorted({**of_package(), **{path.name: path for path in code}}.items()):
        total.update(f"{name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()


def sums(files: dict[str, bytes]) -> bytes:
    """Return the hashes of files, as ``sha256sum --check`` reads them."""
    lines = (f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items()))
    return "".join(lines).encode()
