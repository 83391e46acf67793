"""The package of a release as an RO-Crate 1.1 (https://www.researchobject.org/ro-crate/specification/1.1/)."""

from __future__ import annotations

import hashlib
from pathlib import PurePath

from wsis20.documentation import licence_apart
from wsis20.release.source import UNPACKED, Source
from wsis20.release.terms import as_json, digest, work

PROFILE = "https://w3id.org/ro/crate/1.1"
CONTEXT = [f"{PROFILE}/context", {"sha256": "https://schema.org/sha256"}]
"""The terms of the profile, and the one that it lacks."""


NAMES = {"datapackage.json": "Descriptor of the data package", "README.md": "What every field means"}
FORMATS = {".json": "application/json", ".md": "text/markdown", ".csv": "text/csv"}


def description(source: Source) -> bytes:
    """Return the description."""
    apart = dict.fromkeys(filter(None, map(licence_apart, source.descriptor["resources"])))
    others = {title: f"#licence-{number}" for number, title in enumerate(apart, 1)}
    files = [
        {
            "@id": f"{UNPACKED}/{resource['path']}",
            "@type": "File",
            "name": resource["title"],
            "description": resource["description"],
            "encodingFormat": "text/csv",
            "contentSize": str(resource["bytes"]),
            "sha256": digest(resource),
        }
        | ({"license": {"@id": others[own]}} if (own := licence_apart(resource)) else {})
        for resource in source.descriptor["resources"]
    ]
    tables = {resource["path"] for resource in source.descriptor["resources"]}
    beside = [file(name, content) for name, content in source.files.items() if name not in tables]
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": source.descriptor["title"],
        "description": source.descriptor["description"],
        "datePublished": source.day,
        "version": source.version,
        "license": [{"@id": own} for own in (source.licence["path"], *others.values())],
        "author": {"@id": "#contributors"},
        "publisher": {"@id": "#contributors"},
        "keywords": source.descriptor["keywords"],
        "isBasedOn": [{"@id": f"#source-{number}"} for number, _ in enumerate(source.descriptor["sources"], 1)],
        "hasPart": [{"@id": part["@id"]} for part in (*beside, *files)],
    }
    graph = [
        {
            "@id": "ro-crate-metadata.json",
            "@type": "CreativeWork",
            "conformsTo": {"@id": PROFILE},
            "about": {"@id": "./"},
        },
        root,
        {"@id": "#contributors", "@type": "Organization", "name": source.author},
        {"@id": source.licence["path"], **work(source.licence["title"])},
        *({"@id": own, **work(told)} for own, told in zip(others.values(), source.exceptions, strict=True)),
        *(
            {"@id": f"#source-{number}", "@type": "CreativeWork", "name": one["title"]}
            | ({"url": one["path"]} if "path" in one else {})
            for number, one in enumerate(source.descriptor["sources"], 1)
        ),
        *beside,
        *files,
    ]
    return as_json({"@context": CONTEXT, "@graph": graph})


def file(name: str, content: bytes) -> dict[str, str]:
    """Return the description of a file of the package that is no table."""
    return {
        "@id": f"{UNPACKED}/{name}",
        "@type": "File",
        "name": NAMES.get(name, name),
        "encodingFormat": FORMATS.get(PurePath(name).suffix, "text/plain"),
        "contentSize": str(len(content)),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
