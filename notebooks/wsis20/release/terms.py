"""Names that several descriptions share: types of fields, licences, addresses of terms."""

from __future__ import annotations

import base64
import json
import uuid

from wsis20.release.source import Source

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "wsis20-what-the-regions-said")
"""Identifiers that formats want as UUIDs are made from ours, and are the same in every release."""


def guid(name: str) -> str:
    """Return the UUID of a name."""
    return str(uuid.uuid5(NAMESPACE, name))


def hash_address(sha256: str) -> str:
    """Return the address of a text that has no other, by its hash (RFC 6920).

    >>> hash_address("f" * 64)
    'ni:///sha-256;__________________________________________8'
    """
    return "ni:///sha-256;" + base64.urlsafe_b64encode(bytes.fromhex(sha256)).decode().rstrip("=")


def as_json(content: object) -> bytes:
    """Return a value as JSON, with a final newline."""
    return (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode()


def digest(resource: dict) -> str:
    """Return the SHA-256 of the file of a resource."""
    return resource["hash"].removeprefix("sha256:")


def work(name: str) -> dict:
    """Return what has no address but a name, such as a licence that is not determined, in the terms of schema.org."""
    return {"@type": "CreativeWork", "name": name}


def publisher(source: Source) -> dict:
    """Return who publishes the data, in the terms of schema.org."""
    return {"@type": "Organization", "name": source.author}
