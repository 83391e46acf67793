"""The CSV files of a release as an RO-Crate 1.1 (https://www.researchobject.org/ro-crate/specification/1.1/)."""

from __future__ import annotations

from wsis20.documentation import licence_apart
from wsis20.release.source import UNPACKED, Source
from wsis20.release.terms import as_json, digest, work

PROFILE = "https://w3id.org/ro/crate/1.1"
CONTEXT = [f"{PROFILE}/context", {"sha256": "https://schema.org/sha256"}]
"""The terms of the profile, and the one that it lacks."""


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
    descriptor = {
        "@id": f"{UNPACKED}/datapackage.json",
        "@type": "File",
        "name": "Descriptor of the data package",
        "encodingFormat": "application/json",
    }
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
        "hasPart": [{"@id": part["@id"]} for part in (descriptor, *files)],
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
        descriptor,
        *files,
    ]
    return as_json({"@context": CONTEXT, "@graph": graph})
