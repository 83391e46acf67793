"""Addresses of the web: absolute, over https, with a host and nothing that hides where they lead."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

WANTED = "an absolute https address with a host, without a user, a port or a blank"
CHARACTERS = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")  # those of RFC 3986; others are percent-encoded
HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")


def is_address(text: str, schemes: tuple[str, ...] = ("https",)) -> bool:
    """Return whether a text is an address that may be linked to.

    >>> is_address("https://www.itu.int/"), is_address("https://un.org@evil.example/"), is_address("javascript:x()")
    (True, False, False)
    """
    if not CHARACTERS.fullmatch(text) or re.search(r"%(?![0-9A-Fa-f]{2})", text):
        return False
    try:
        parts = urlsplit(text)
        return parts.scheme in schemes and parts.netloc == parts.hostname and HOST.fullmatch(parts.netloc) is not None
    except ValueError:
        return False
