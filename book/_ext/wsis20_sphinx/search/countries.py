"""Countries with which no speaker on record is named: a search for one says so, where nothing else would."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

import pycountry
from wsis20 import words

from wsis20_sphinx.records import package

ALSO = {
    "ARE": ("UAE",),
    "BRN": ("Brunei",),
    "CIV": ("Ivory Coast",),
    "COD": ("DR Congo", "DRC"),
    "CPV": ("Cape Verde",),
    "CZE": ("Czech Republic",),
    "FSM": ("Micronesia",),
    "GBR": ("UK", "Great Britain", "Britain"),
    "RUS": ("Russia",),
    "SWZ": ("Swaziland",),
    "TLS": ("East Timor",),
    "TUR": ("Turkey",),
    "USA": ("USA",),
    "VAT": ("Vatican",),
}
"""Short names by which readers know a country and ISO 3166-1 does not."""


def unheard() -> list[list[str]]:
    """Return the names of each country that no speaker has, nor any post as printed; the first is shown."""
    people = package()["appearances"]
    heard = set(people["country_code"].dropna())
    printed = " ".join(people["post"].dropna())
    return sorted(own for code, own in known().items() if code not in heard and not named_in(printed, own))


def known() -> dict[str, list[str]]:
    """Return the names of every country by its code; the first is shown."""
    return {country.alpha_3: names(country) for country in pycountry.countries}


def named_in(text: str, own: Sequence[str]) -> bool:
    """Return whether a text has one of the names of a country, as words of their own.

    >>> named_in("Minister of Niger", ["Niger"]), named_in("Minister of Nigeria", ["Niger"])
    (True, False)
    """
    return any(re.search(rf"\b{re.escape(name)}\b", text) for name in own)


def names(country) -> list[str]:
    """Return the names of a country of pycountry: as the book writes it, as the standard does, and short ones."""
    code, standard = country.alpha_3, country.name
    short, *rest = standard.split(",")
    own = [words.country(code), standard, *([short] if rest and beginnings()[short] == 1 else ()), *ALSO.get(code, ())]
    return list(dict.fromkeys(own))


@cache
def beginnings() -> Counter[str]:
    """Return how many countries have a name with this before its comma, if any: of two Koreas neither is meant."""
    return Counter(country.name.partition(",")[0] for country in pycountry.countries)
