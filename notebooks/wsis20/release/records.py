"""Records of the whole for catalogues: DataCite and CodeMeta.

There is no DOI; the publisher is the one that all descriptions name.
"""

from __future__ import annotations

from wsis20.release.source import Source
from wsis20.release.terms import as_json, publisher, work

KIND = {"resourceTypeGeneral": "Dataset", "resourceType": "Data package"}


def datacite(source: Source) -> bytes:
    """Return what a repository asks for, by the DataCite Metadata Schema 4.5, without an identifier."""
    return as_json(
        {
            "schemaVersion": "http://datacite.org/schema/kernel-4",
            "types": KIND,
            "creators": [{"name": source.author, "nameType": "Organizational"}],
            "titles": [{"title": source.descriptor["title"]}],
            "publisher": {"name": source.author},
            "publicationYear": source.day[:4],
            "subjects": [{"subject": word} for word in source.descriptor["keywords"]],
            "dates": [{"date": source.day, "dateType": "Issued"}],
            "language": "en",
            "version": source.version,
            "rightsList": [
                {
                    "rights": source.licence["title"],
                    "rightsUri": source.licence["path"],
                    "rightsIdentifier": source.licence["name"].lower(),
                    "rightsIdentifierScheme": "SPDX",
                },
                *({"rights": told} for told in source.exceptions),
            ],
            "descriptions": [{"description": source.descriptor["description"], "descriptionType": "Abstract"}],
        }
    )


def codemeta(source: Source) -> bytes:
    """Return the CodeMeta record of the whole; its licence is that of the code, and the data have their own."""
    return as_json(
        {
            "@context": "https://w3id.org/codemeta/3.0",
            "@type": "SoftwareSourceCode",
            "name": source.descriptor["title"],
            "description": " ".join(source.citation["abstract"].split()),
            "version": source.version,
            "datePublished": source.day,
            "author": [publisher(source)],
            "license": "https://spdx.org/licenses/MIT",
            "keywords": source.citation["keywords"],
            "programmingLanguage": "Python",
            "hasPart": {
                "@type": "Dataset",
                "name": source.descriptor["name"],
                "description": source.descriptor["description"],
                "license": [source.licence["path"], *map(work, source.exceptions)],
            },
        }
    )
