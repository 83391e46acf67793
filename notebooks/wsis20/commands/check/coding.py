"""How it was coded: rules for themes, codings and traces."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pandas as pd

from wsis20 import coding
from wsis20.coding import NO_THEME
from wsis20.commands.check.fault import Fault
from wsis20.commands.check.rule import rule, wrong
from wsis20.datapackage import DataPackage, of_pass

DECISIONS = "codebook/decisions.md"
BRACKETS = re.compile(r"\(([^()]*)\)")
NAME = re.compile(r"[a-z]+(?:-[a-z]+)*")


@rule
def every_message_in_every_pass(package: DataPackage) -> Iterator[Fault]:
    """Give every message a theme in each pass, or the code no-theme."""
    codings = package["codings"]
    for coding_pass in codings["coding_pass"].cat.categories:
        coded = codings.loc[codings["coding_pass"] == coding_pass, "message_id"]
        without = ~package["messages"]["message_id"].isin(coded)
        yield from wrong(
            package, "messages", without, "message_id", f"a theme in the pass {coding_pass}, or {NO_THEME}"
        )


@rule
def no_theme_alone(package: DataPackage) -> Iterator[Fault]:
    """Let no-theme stand alone, and that of a message with a reason."""
    for table, keys in (("codings", ["message_id", "coding_pass"]), ("provision_themes", ["provision_id"])):
        frame = package[table]
        together = (frame["theme_id"] == NO_THEME) & frame.duplicated(keys, keep=False)
        yield from wrong(package, table, together, "theme_id", f"{NO_THEME} alone, or other themes without it")
    codings = package["codings"]
    unexplained = (codings["theme_id"] == NO_THEME) & codings["note"].isna()
    yield from wrong(package, "codings", unexplained, "note", "the reason why no theme fits")


@rule
def rules_name_themes(package: DataPackage) -> Iterator[Fault]:
    """Let a rule that sends the coder elsewhere, in brackets, name themes that there are."""
    frame = package["themes"]
    for field in ("include", "exclude"):
        unknown = frame[field].fillna("").map(lambda text: set(named_themes(text)) - set(frame["theme_id"]))
        yield from wrong(package, "themes", unknown.map(bool), field, "themes that there are, in brackets")


def named_themes(text: str) -> Iterator[str]:
    """Yield what a rule of the codebook names as a theme: single words, or words joined by hyphens, in brackets.

    >>> list(named_themes("prices (affordability, skills); its use (no-theme, or what it is about)"))
    ['affordability', 'skills', 'no-theme']
    """
    for inside in BRACKETS.findall(text):
        yield from (part for part in inside.split(", ") if NAME.fullmatch(part))


@rule
def themes_have_a_group(package: DataPackage) -> Iterator[Fault]:
    """Let every theme have a group, and no-theme none."""
    frame = package["themes"]
    none, grouped = frame["theme_id"] == NO_THEME, frame["theme_group"].notna()
    yield from wrong(package, "themes", none & grouped, "theme_group", f"no group, since {NO_THEME} is not a theme")
    yield from wrong(package, "themes", ~none & ~grouped, "theme_group", f"a group, which {NO_THEME} alone has not")


@rule
def themes_are_used(package: DataPackage) -> Iterator[Fault]:
    """Let every entry of the codebook be used, its example have the theme, and its counter-example not have it."""
    agreed = of_pass(package, "codings")
    given = set(zip(agreed["theme_id"], agreed["message_id"], strict=True))
    frame = package["themes"]
    unused = ~frame["theme_id"].isin(package["codings"]["theme_id"])
    yield from wrong(package, "themes", unused, "theme_id", "a theme that some pass gives to some message")
    for field, wanted in (("example_message_id", True), ("counter_example", False)):
        pairs = zip(frame["theme_id"], frame[field], strict=True)
        differs = pd.Series([(pair in given) is not wanted for pair in pairs], index=frame.index)
        expected = f"a message that the agreed pass {'gives' if wanted else 'does not give'} the theme"
        yield from wrong(package, "themes", differs, field, expected)


@rule
def theme_references(package: DataPackage) -> Iterator[Fault]:
    """Let related themes, action lines and goals be such."""
    frame = package["themes"]
    known = {
        "related": set(frame["theme_id"]),
        "action_lines": set(coding.ACTION_LINES),
        "sdgs": {str(number) for number in range(1, 18)},
    }
    expected = {"related": "identifiers of themes", "action_lines": "C1 to C11", "sdgs": "numbers from 1 to 17"}
    for field, values in known.items():
        unknown = frame[field].map(lambda given, values=values: not set(given) <= values)
        yield from wrong(package, "themes", unknown, field, expected[field])


@rule
def traces_join_the_layers(package: DataPackage) -> Iterator[Fault]:
    """Let a trace lead from a key message to a statement of the same region."""
    messages = package["messages"].set_index("message_id")
    frame = package["traces"]
    for field, layer in (("key_message_id", "key message"), ("statement_id", "statement")):
        other = frame[field].map(messages["layer"].astype(str)) != layer
        yield from wrong(package, "traces", other, field, f"a message of the layer {layer!r}")
    regions = [frame[field].map(messages["region_id"]) for field in ("key_message_id", "statement_id")]
    yield from wrong(
        package, "traces", regions[0] != regions[1], "statement_id", "a statement of the region of the key message"
    )


@rule
def agreed_follows_the_passes(package: DataPackage) -> Iterator[Fault]:
    """Let the agreed pass decide between A and B only where they differ."""
    for table in coding.KEYS:
        wide = coding.side_by_side(package, table)
        outside = wide[(wide["agreed"] != wide["A"]) & (wide["agreed"] != wide["B"])]
        for key, row in outside.iterrows():
            wanted = f"what pass A ({row['A']}) or pass B ({row['B']}) has"
            place, field = coding.place(table, key)
            yield Fault(table, place, field, row["agreed"], wanted)


def decisions(package: DataPackage, texts: Mapping[str, str]) -> Iterator[Fault]:
    """Let every disagreement of two passes be decided in writing, once and with a reason, and nothing else.

    ``texts`` holds the text of the decisions by its path; without one, that fault is told elsewhere.
    """
    if DECISIONS not in texts:
        return
    written, wrong_lines = coding.decisions(texts[DECISIONS])
    for number, line, wanted in wrong_lines:
        yield Fault(DECISIONS, "", "", line, wanted, number)
    for table, heading in coding.HEADINGS.items():
        wide = coding.side_by_side(package, table)
        due = {key: tuple(row) for key, row in wide[wide["A"] != wide["B"]].iterrows()}
        told = written.get(heading, {})
        for key in sorted(due.keys() | told.keys()):
            if due.get(key) == told.get(key):
                continue
            stands = "A {}, B {}, agreed {}".format(*told[key]) if key in told else "nothing"
            wanted = (
                "A {}, B {}, agreed {}, as in the data".format(*due[key])
                if key in due
                else "no decision: the passes agree"
            )
            yield Fault(f"{DECISIONS}, {heading}", " / ".join(key), "decision", stands, wanted)
