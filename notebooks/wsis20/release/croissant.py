"""The description of the tables as Croissant 1.0 (https://docs.mlcommons.org/croissant/docs/croissant-spec.html)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wsis20.database import missing_in
from wsis20.documentation import licence_apart
from wsis20.release.source import UNPACKED, Source
from wsis20.release.terms import as_json, digest, publisher, work

CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
TYPES = {"integer": "sc:Integer", "number": "sc:Float", "date": "sc:Date"}
"""All else is text, and so is a column with a word for a missing value, which does not load as its type."""


def description(source: Source) -> bytes:
    """Return the description."""
    about = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": source.descriptor["name"],
        "description": source.descriptor["description"],
        "license": [source.licence["path"], *map(work, source.exceptions)],
        "creator": publisher(source),
        "publisher": publisher(source),
        "datePublished": source.day,
        "version": source.version,
        "keywords": source.descriptor["keywords"],
        "citeAs": source.reference,
        "distribution": [file(resource) for resource in source.descriptor["resources"]],
        "recordSet": [records(source, resource["name"]) for resource in source.descriptor["resources"]],
    }
    return as_json(about)


def file(resource: Mapping) -> dict[str, Any]:
    """Return the description of a file."""
    return {
        "@type": "cr:FileObject",
        "@id": f"{resource['name']}.csv",
        "name": f"{resource['name']}.csv",
        "description": resource["description"],
        "contentUrl": f"{UNPACKED}/{resource['path']}",
        "contentSize": f"{resource['bytes']} B",
        "encodingFormat": "text/csv",
        "sha256": digest(dict(resource)),
    } | ({"license": work(apart)} if (apart := licence_apart(resource)) else {})


def records(source: Source, name: str) -> dict[str, Any]:
    """Return the description of the rows of a table; a reference of a table to itself is left out."""
    schema = source.package.schemas[name]
    leads = {
        key["fields"][0]: f"{key['reference']['resource']}/{key['reference']['fields'][0]}"
        for key in schema.get("foreignKeys", [])
        if key["reference"].get("resource", name) not in ("", name)
    }
    fields = []
    for field in schema["fields"]:
        worded = source.package.raw[name][field["name"]].isin(missing_in(field, schema) - {""}).any()
        own: dict[str, Any] = {
            "@type": "cr:Field",
            "@id": f"{name}/{field['name']}",
            "name": field["name"],
            "description": field["description"],
            "dataType": "sc:Text" if worded else TYPES.get(field["type"], "sc:Text"),
            "source": {"fileObject": {"@id": f"{name}.csv"}, "extract": {"column": field["name"]}},
        }
        if field["name"] in leads:
            own["references"] = {"field": {"@id": leads[field["name"]]}}
        fields.append(own)
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": schema["description"],
        "key": [{"@id": f"{name}/{part}"} for part in schema["primaryKey"]],
        "field": fields,
    }
