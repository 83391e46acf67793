"""How it was coded: rules for themes, codings and traces."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wsis20 import coding, tracing
from wsis20.coding import NO_THEME
from wsis20.commands.check.fault import Fault
from wsis20.commands.check.rule import rule, wrong
from wsis20.datapackage import DataPackage

READ_AGAIN = ("acts", "responses")
UNITS = {
    "codings": ("messages", "message_id"),
    "provision_codings": ("provisions", "provision_id"),
    "position_codings": ("positions", "position_id"),
}
"""The tables of themes, with the table of their units of analysis and its key."""
BRACKETS = re.compile(r"\(([^()]*)\)")
NAME = re.compile(r"[a-z]+(?:-[a-z]+)*")


@rule
def every_unit_in_every_pass(package: DataPackage) -> Iterator[Fault]:
    """Give every message, provision and position a theme in each pass, or the code no-theme."""
    for table, (units, key) in UNITS.items():
        codings = package[table]
        for coding_pass in codings["coding_pass"].cat.categories:
            coded = codings.loc[codings["coding_pass"] == coding_pass, key]
            without = ~package[units][key].isin(coded)
            yield from wrong(package, units, without, key, f"a theme in the pass {coding_pass}, or {NO_THEME}")


@rule
def no_theme_alone(package: DataPackage) -> Iterator[Fault]:
    """Let no-theme stand alone, and with a reason."""
    for table, (_, key) in UNITS.items():
        frame = package[table]
        together = (frame["theme_id"] == NO_THEME) & frame.duplicated([key, "coding_pass"], keep=False)
        yield from wrong(package, table, together, "theme_id", f"{NO_THEME} alone, or other themes without it")
        unexplained = (frame["theme_id"] == NO_THEME) & frame["note"].isna()
        yield from wrong(package, table, unexplained, "note", "the reason why no theme fits")


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
    """Let every entry of the codebook be used, and its examples be made up: no text of the corpus stands there."""
    frame = package["themes"]
    used = {theme for table in UNITS for theme in package[table]["theme_id"]}
    yield from wrong(
        package, "themes", ~frame["theme_id"].isin(used), "theme_id", "a theme that some pass gives to some unit"
    )
    corpus = {plainly(text) for units, _ in UNITS.values() for text in package[units]["paraphrase"]}
    for field in ("example", "counter_example"):
        shown = frame[field].map(plainly).isin(corpus)
        yield from wrong(
            package, "themes", shown, field, "a sentence made up for the codebook, and no unit of the corpus"
        )


def plainly(text: object) -> str:
    """Return a text without case, signs and blanks.

    >>> plainly("Half of the villages, too.")
    'halfofthevillagestoo'
    """
    return "".join(re.findall(r"[^\W_]+", str(text).casefold()))


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
    related = dict(zip(frame["theme_id"], map(set, frame["related"]), strict=True))
    for one, others in related.items():
        for other in sorted(other for other in others & related.keys() if one not in related[other]):
            yield Fault("themes", other, "related", ";".join(sorted(related[other])), f"{one!r} too, which names it")


@rule
def traces_join_the_layers(package: DataPackage) -> Iterator[Fault]:
    """Let a trace lead from a key message to a statement of the meeting that it sums up."""
    messages = package["messages"].set_index("message_id")
    frame = package["traces"]
    for field, layer in (("key_message_id", "key message"), ("statement_id", "statement")):
        other = frame[field].map(messages["layer"].astype(str)) != layer
        yield from wrong(package, "traces", other, field, f"a message of the layer {layer!r}")
    held = messages["consultation_id"].map(tracing.meetings(package))
    own = [frame[field].map(held) for field in ("key_message_id", "statement_id")]
    yield from wrong(
        package, "traces", own[0] != own[1], "statement_id", "a statement of the meeting of the key message"
    )


@rule
def agreed_follows_the_passes(package: DataPackage) -> Iterator[Fault]:
    """Let the agreed pass decide between A and B only where they differ.

    Acts and responses were read against the text once more, after the passes; what that mended is decided in writing.
    """
    for table, fields in coding.CODES.items():
        for field in () if table in READ_AGAIN else fields:
            wide = coding.side_by_side(package, table, field)
            outside = wide[(wide["agreed"] != wide["A"]) & (wide["agreed"] != wide["B"])]
            for key, row in outside.iterrows():
                wanted = f"what pass A ({row['A']}) or pass B ({row['B']}) has"
                yield Fault(table, coding.place(table, key), field, row["agreed"], wanted)


@rule
def decisions(package: DataPackage) -> Iterator[Fault]:
    """Let every difference between the passes be decided in writing, with a reason, and nothing else."""
    raw = package.raw["decisions"]
    due = coding.disputes(package)
    told = {
        (row["resource"], row["record"], row["field"]): (row["a"], row["b"], row["agreed"])
        for row in raw.to_dict("records")
    }
    for key in sorted(due.keys() | told.keys()):
        if due.get(key) == told.get(key):
            continue
        stands = "A {}, B {}, agreed {}".format(*told[key]) if key in told else "nothing"
        wanted = (
            "A {}, B {}, agreed {}, as in the data".format(*due[key])
            if key in due
            else "no decision: the passes are the same"
        )
        yield Fault("decisions", " / ".join(key), "agreed", stands, wanted)
    short = raw["reason"].str.split().str.len() < coding.REASON_WORDS
    yield from wrong(package, "decisions", short, "reason", f"a reason of at least {coding.REASON_WORDS} words")


@rule
def passes_are_told(package: DataPackage) -> Iterator[Fault]:
    """Let every pass of what was coded in passes have a row that says how it was made."""
    there = set(zip(package.raw["passes"]["resource"], package.raw["passes"]["coding_pass"], strict=True))
    for table in coding.KEYS:
        for coding_pass in (*coding.PASSES, "agreed"):
            if (table, coding_pass) not in there:
                yield Fault("passes", f"{table} / {coding_pass}", "resource", None, "a row that tells how it was made")


@rule
def batches_are_of_units(package: DataPackage) -> Iterator[Fault]:
    """Let a batch have the name of one of its units, which have themes in passes."""
    units = {unit for table, key in UNITS.values() for unit in package[table][key]}
    other = ~package["passes"]["batch"].isin(units)
    yield from wrong(package, "passes", other, "batch", "the identifier of a unit that was coded, such as a message")
