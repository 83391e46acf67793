"""What a release is made from: the package, its citation, and the files that go with it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from wsis20 import database, datapackage, documentation, project, words
from wsis20.datapackage import DataPackage
from wsis20.release import references

UNPACKED = "datapackage"
"""The folder of the files themselves in a release, which descriptions lead to."""
BESIDE = {
    "LICENSE-DATA": "LICENSE-DATA",
    "CITATION.cff": "CITATION.cff",
    "CHANGELOG.md": "CHANGELOG.md",
    "changes.csv": "changes.csv",
    references.NAME: "book/references.bib",
}
"""What an archive of the package holds beside the package: names there, and places in the project."""


def of_package(folder: Path = project.DATAPACKAGE) -> dict[str, Path]:
    """Return the files of a package and those that go with it, by their names in an archive."""
    own = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return dict(sorted((own | {name: project.ROOT / place for name, place in BESIDE.items()}).items()))


@dataclass(frozen=True)
class Source:
    """The tables, the descriptor, what is cited, and the bytes of every file of the package by its name."""

    package: DataPackage
    descriptor: dict
    citation: dict
    files: dict[str, bytes]

    @classmethod
    def read(cls, folder: Path = project.DATAPACKAGE) -> Source:
        """Read a package; raise `Refusal` where it or the citation file cannot be read."""
        files = {name: path.read_bytes() for name, path in of_package(folder).items()}
        files[references.NAME] = references.of_book(files[references.NAME].decode()).encode()
        package = datapackage.load(folder=folder)
        return cls(package, datapackage.read_descriptor(folder), project.citation(), files)

    @cached_property
    def database(self) -> bytes:
        """The tables as one database, which a release has as a file and the workbook asks for its wide table."""
        told = {
            "title": self.descriptor["title"],
            "version": self.version,
            "released": self.day,
            "licence": documentation.terms(self.descriptor),
            "to cite it": self.reference,
            "description": self.descriptor["description"],
        }
        return database.content(self.package, told)

    @property
    def version(self) -> str:
        """The version of the package."""
        return self.package.version

    @property
    def day(self) -> str:
        """The day of release, as YYYY-MM-DD."""
        return self.citation["date-released"].isoformat()

    @property
    def reference(self) -> str:
        """The reference to the release, as the page on citing has it."""
        return words.reference(self.citation)

    @property
    def author(self) -> str:
        """The first author."""
        return words.author(self.citation)

    @property
    def licence(self) -> dict[str, str]:
        """The licence of the package: name, title and path."""
        return self.descriptor["licenses"][0]

    @property
    def exceptions(self) -> list[str]:
        """What is not under the licence of the package, a text for each other licence."""
        return documentation.exceptions(self.descriptor)

    def licence_of(self, table: str) -> str:
        """Return the title of the licence of a table."""
        return documentation.licence_apart(self.about(table)) or self.licence["title"]

    def about(self, table: str) -> dict:
        """Return what the descriptor says of a table."""
        return next(resource for resource in self.descriptor["resources"] if resource["name"] == table)
