"""Values of vocabularies that no schema lists: languages, commissions, and one spelling for one thing."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pycountry

from wsis20.commands.check.fault import Fault
from wsis20.commands.check.rule import rule, wrong
from wsis20.datapackage import DataPackage

COMMISSIONS = ("ECA", "ECE", "ECLAC", "ESCAP", "ESCWA", "UNECE")  # of the United Nations; that of Europe has two
JOINING = {"and", "of", "the"}
SHARED = (  # fields whose values say that rows belong together
    ("documents", "publisher"),
    ("documents", "edition"),
    ("observations", "area"),
    ("observations", "edition"),
    ("indicators", "publisher"),
    ("indicators", "unit"),
    ("quantities", "unit"),
    ("themes", "theme_group"),
)


@rule
def languages(package: DataPackage) -> Iterator[Fault]:
    """Let languages be those of ISO 639-1."""
    codes = {language.alpha_2 for language in pycountry.languages if hasattr(language, "alpha_2")}
    present = package["documents"]["language"].dropna()
    yield from wrong(package, "documents", ~present.isin(codes), "language", "an ISO 639-1 code")


@rule
def commissions(package: DataPackage) -> Iterator[Fault]:
    """Let the commission of a region be one of the United Nations."""
    present = package["regions"]["un_commission"].dropna()
    yield from wrong(
        package, "regions", ~present.isin(COMMISSIONS), "un_commission", f"one of {', '.join(COMMISSIONS)}"
    )


@rule
def one_spelling(package: DataPackage) -> Iterator[Fault]:
    """Let one thing be spelt in one way: the way that stands in most rows."""
    for table, field in SHARED:
        values = package[table][field].astype(object)
        spellings = values.map(folded, na_action="ignore")
        usual = values.groupby(spellings).agg(lambda own: own.mode().iloc[0])
        for spelling, wanted in usual.items():
            other = (spellings == spelling) & (values != wanted)
            yield from wrong(package, table, other.astype(bool), field, f"{wanted!r}, as it is spelt in other rows")


def folded(value: object) -> str:
    """Return a value without case, signs, blanks and the words that join others.

    >>> folded("Arab States"), folded("arab-states"), folded("Asia and the Pacific")
    ('arabstates', 'arabstates', 'asiapacific')
    """
    words = re.findall(r"[^\W_]+", str(value).casefold())
    return "".join(word for word in words if word not in JOINING)
