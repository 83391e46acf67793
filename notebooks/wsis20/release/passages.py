"""The places of messages and provisions in their sources, as Web Annotations (https://www.w3.org/TR/annotation-model/).

The texts are not part of the data. A text that has no public address is named by its hash. A position is here
where its text is held: without one it has neither offsets nor a phrase.
"""

from __future__ import annotations

from collections.abc import Iterator

from wsis20.release.source import Source
from wsis20.release.terms import as_json, hash_address


def collection(source: Source) -> bytes:
    """Return all annotations, one for each passage, each provision, and each position whose text is held."""
    items = list(places(source))
    page = {"type": "AnnotationPage", "startIndex": 0, "items": items}
    return as_json(
        {
            "@context": "http://www.w3.org/ns/anno.jsonld",
            "id": "#passages",
            "type": "AnnotationCollection",
            "label": f"Passages of {source.descriptor['title']}, version {source.version}",
            "total": len(items),
            "first": page,
        }
    )


def places(source: Source) -> Iterator[dict]:
    """Yield an annotation for each place: what stands there in our words, and where it is."""
    raw = source.package.raw
    said = raw["messages"].set_index("message_id")["paraphrase"]
    texts = raw["documents"].set_index("document_id")
    for row in raw["passages"].itertuples():
        yield annotation(row.passage_id, said[row.message_id], row, texts.loc[row.document_id])
    for row in raw["provisions"].itertuples():
        yield annotation(row.provision_id, row.paraphrase, row, texts.loc[row.document_id])
    for row in raw["positions"].query("start_offset != ''").itertuples():
        yield annotation(row.position_id, row.paraphrase, row, texts.loc[row.document_id])


def annotation(key: str, words: str, place, document) -> dict:
    """Return an annotation."""
    return {
        "id": f"#{key}",
        "type": "Annotation",
        "motivation": "describing",
        "body": {"type": "TextualBody", "value": words, "format": "text/plain", "language": "en"},
        "target": {
            "source": hash_address(document.sha256),
            "selector": [
                {
                    "type": "TextPositionSelector",
                    "start": int(place.start_offset),
                    "end": int(place.end_offset),
                },
                {"type": "TextQuoteSelector", "exact": place.phrase},
            ],
        },
    }
