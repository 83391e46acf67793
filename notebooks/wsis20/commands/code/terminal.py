"""The terminal page: one unit after the other, with the codebook, and nothing of the other pass."""

from __future__ import annotations

import datetime
import textwrap
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from wsis20 import textfile
from wsis20.characters import printable
from wsis20.coding import NO_THEME
from wsis20.commands.code import codebook as codebooks
from wsis20.commands.code import decisions, sheet
from wsis20.commands.code.inspection import (
    head_mistakes,
    inspect,
    link_mistakes,
    near,
    open_fields,
    text_mistakes,
    theme_mistakes,
)
from wsis20.commands.code.layer import ANSWERED_BY, CALL, LINKS, Link
from wsis20.commands.code.sheet import UNFINISHED, Sheet, due, is_none, listed
from wsis20.project import Refusal, is_day
from wsis20.tracing import NONE

WIDTH = 100
FOUND = 15  # that a search shows
SEEN = "the codebook, the rules, the paraphrases and the passages, and nothing of the other pass"
HELP = "?THEME what a theme is; ? all themes; b back; s save and stop; Enter keeps what is there"
HELP_OF_LINKS = (
    "/WORD looks for words, / shows all; IDENTIFIER {values} and a note names one; -IDENTIFIER takes one out; "
    "none and why, when there is none; done when all are named"
)


class Back(Exception):  # noqa: N818 - it is no error
    """The coder wants to see the step before again."""


class Stop(Exception):  # noqa: N818 - it is no error
    """The coder wants to stop."""


class Page:
    """A page for one pass: asks by ``ask`` and shows by ``show``, and writes the sheet after every answer."""

    def __init__(
        self, package: Path, folder: Path, name: str, ask: Callable[[str], str] = input, show: Callable = print
    ) -> None:
        """Read the sheet of the pass, and never the other; raise `Refusal` where it has mistakes."""
        self.folder = folder
        self.sheet: Sheet = sheet.read(folder, name)
        self.book = codebooks.read(package, self.sheet.codes)
        self.ask, self.show_text = ask, show
        layer = self.sheet.codes
        kinds = {str(one.get(layer.key)): str(one.get("kind", "")) for one in self.sheet.entries}
        self.calls = decisions.read(folder).calls(layer, {name.lower(): kinds})
        if found := inspect(self.sheet, self.book, None, self.calls).mistakes:
            told = "; ".join(map(str, found[:3]))
            more = f" (and {len(found) - 3} more)" if len(found) > 3 else ""
            raise Refusal(f"{told}{more}; put this right first: python -m wsis20 code {folder} --check {name}")
        self.units = self.sheet.units()

    def show(self, *texts: str) -> None:
        """Show texts, each wrapped, in signs that a terminal has."""
        for text in texts:
            for line in textwrap.wrap(printable(text), WIDTH, subsequent_indent="  ") or [""]:
                self.show_text(line)

    def save(self) -> None:
        """Write the sheet in place of what was there."""
        textfile.replace({self.folder / sheet.file_name(self.sheet.name): sheet.written(self.sheet, self.book)})

    def is_done(self, number: int) -> bool:
        """Return whether nothing of a unit is blank."""
        unit = self.units[number]
        fields = due(unit, self.units, self.sheet.codes, self.book)
        return not list(open_fields(self.sheet.entries[number], fields, unit[self.sheet.codes.key], self.calls))

    def done(self) -> int:
        """Return how many units are coded."""
        return sum(map(self.is_done, range(len(self.units))))

    def run(self) -> bool:
        """Go through the units that are not coded; return whether all are now."""
        try:
            self.head()
            self.show(HELP)
            number = 0
            while number < len(self.units):
                if self.is_done(number):
                    number += 1
                    continue
                number = self.visit(number)
        except Stop:
            pass
        return self.done() == len(self.units)

    def head(self) -> None:
        """Ask who codes, what they see and when, unless the sheet says so."""
        usual = {"coder": "", "seen": SEEN, "made_on": datetime.date.today().isoformat()}
        asked = {
            "coder": "Who codes?",
            "seen": "What do you have before your eyes?",
            "made_on": "The day of this pass?",
        }
        for name, question in asked.items():
            while not self.sheet.head.get(name):
                default = usual[name]
                given = self.answer(f"{question}{f' [{default}]' if default else ''} ") or default
                head = {**self.sheet.head, name: given}
                wrong = [
                    one.said
                    for one in head_mistakes(Sheet(self.sheet.name, self.sheet.codes, head, [], self.sheet.file))
                ]
                if given and not wrong and (name != "made_on" or is_day(given)):
                    self.sheet.head = head
                    self.save()
                else:
                    self.show(*wrong or ["This is needed."])

    def answer(self, question: str) -> str:
        """Return what is typed, without blanks around it and more than one between; raise `Stop` for s."""
        given = " ".join(self.ask(printable(question)).split())
        if given == "s":
            raise Stop
        return given

    def visit(self, number: int) -> int:
        """Ask for the codes of a unit; return the number of the unit that comes next."""
        self.show_unit(number)
        at = 0
        while at < len(steps := self.steps(number)):
            try:
                steps[at]()
                self.save()
                at += 1
            except Back:
                if at == 0 and number > 0:
                    return self.visit(number - 1)
                at = max(at - 1, 0)
        self.sheet.entries[number].pop(UNFINISHED, None)
        self.save()
        return number + 1

    def steps(self, number: int) -> list[Callable[[], None]]:
        """Return the questions about a unit, which depend on what was answered so far."""
        entry, unit = self.sheet.entries[number], self.units[number]
        found: list[Callable[[], None]] = [lambda: self.themes(entry)]
        if NO_THEME in listed(entry.get("themes")):
            found.append(lambda: self.reason(entry))
        found.append(lambda: self.kind(entry))
        for link in LINKS:
            others = self.book.others(link, unit, self.units, self.sheet.codes)
            owed = link is not ANSWERED_BY or entry.get("kind") == CALL or unit[self.sheet.codes.key] in self.calls
            if others and owed:
                found.append(lambda link=link, others=others: self.links(entry, link, others))  # type: ignore[misc]
        return found

    def show_unit(self, number: int) -> None:
        """Show a unit: number, identifier, what it says, and its passage."""
        unit = self.units[number]
        self.show(
            "", f"{number + 1} of {len(self.units)}: {unit[self.sheet.codes.key]} {unit.get('layer', '')}".rstrip()
        )
        self.show(f"  {unit.get('paraphrase', '')}")
        if unit.get("passage"):
            self.show(f"  As printed: {unit['passage']}")

    def asked(self, question: str, now: str) -> str:
        """Return an answer about a unit; what is a question or a wish itself is met first."""
        while True:
            given = self.answer(f"{question}{f' [{now}]' if now else ''}> ")
            if given == "b":
                raise Back
            if not given.startswith("?"):
                return given
            self.explain(given[1:].strip())

    def explain(self, name: str) -> None:
        """Show what a theme, kind, degree or relation is, or the list of all themes."""
        values = {**self.book.kinds, **self.book.degrees, **self.book.relations}
        if name in self.book.themes:
            theme = self.book.themes[name]
            self.show(f"{theme['label']} ({name}): {theme['definition']}")
            self.show(f"When to use: {theme['include']}", f"When not: {theme['exclude']}")
        elif name in values:
            self.show(f"{name}: {values[name]}")
        elif name:
            self.show(f"There is no {name!r}{near(name, [*self.book.themes, *values])}")
        else:
            wide = max(map(len, self.book.themes))
            self.show(*(f"{key:{wide}}  {theme['label']}" for key, theme in self.book.themes.items()), HELP)

    def themes(self, entry: dict[str, Any]) -> None:
        """Ask for the themes of a unit; the beginning of an identifier is enough where it is that of one alone."""
        now = ", ".join(listed(entry.get("themes")))
        while given := self.asked("themes (? shows them)", now) or (not now and "?"):
            if given == "?":
                self.explain("")
                continue
            found = [completed(name, self.book.themes) for name in listed(given)]
            wrong = [said for _, said in theme_mistakes({"themes": found}, self.book)]
            if not wrong:
                entry["themes"] = found
                if NO_THEME not in found:
                    entry.pop("reason", None)
                return
            self.show(*wrong)

    def reason(self, entry: dict[str, Any]) -> None:
        """Ask why no theme fits."""
        now = entry.get("reason", "")
        while True:
            given = self.asked("why no theme fits", now) or now
            wrong = [*text_mistakes(given)] if given else ["A reason is needed."]
            if not wrong:
                entry["reason"] = given
                return
            self.show(*wrong)

    def kind(self, entry: dict[str, Any]) -> None:
        """Ask for the kind of a unit."""
        now = entry.get("kind", "")
        if not now:
            self.show(f"kinds, of which the first that fits: {', '.join(self.book.kinds)}; ?KIND says what it is")
        while True:
            given = completed(self.asked("kind", now) or now, self.book.kinds)
            if given in self.book.kinds:
                entry["kind"] = given
                if given != CALL:
                    entry.pop(ANSWERED_BY.field, None)
                return
            self.show(f"{given!r} is no kind{near(given, self.book.kinds)}")

    def links(self, entry: dict[str, Any], link: Link, others: Mapping[str, str]) -> None:
        """Ask what a unit is linked with, until the coder says that all are named; each is written at once."""
        what = link.other.replace("_", " ")
        values = self.book.values(link)
        before = entry.get(link.field)
        self.show(f"{link.field}: which {what}s? {HELP_OF_LINKS.format(values='|'.join(values))}")
        while True:
            named = [] if is_none(entry.get(link.field)) else list(entry.get(link.field) or [])
            known = {self.book.short(one[link.other]): one for one in named}
            told = (
                NONE
                if is_none(entry.get(link.field))
                else ", ".join(f"{key} {one[link.value]}" for key, one in known.items())
            )
            given = self.asked(link.field, told)
            word, _, rest = given.partition(" ")
            if given == "done" or (not given and before and UNFINISHED not in entry):
                if link.field in entry:
                    entry.pop(UNFINISHED, None)
                    return
                self.show(f"Nothing is named; say {NONE} and why, when no {what} is to be.")
            elif word == NONE:
                if self.set_none(entry, link, rest, named):
                    return
            elif word.startswith("/"):
                self.look_for(given[1:].strip(), others)
            elif word.startswith("-"):
                self.keep(entry, link, [one for key, one in known.items() if key != word[1:]])
            else:
                self.name(entry, link, others, [word, *rest.split(" ", 1)], known)

    def set_none(self, entry: dict[str, Any], link: Link, why: str, named: list) -> bool:
        """Say that there is none, unless some are named; return whether it is said."""
        if named:
            self.show("Some are named; take them out first, each with a hyphen before it.")
            return False
        wrong = [*text_mistakes(why)] if why else [f"Say why, after the word: {NONE} They speak of something else."]
        if wrong:
            self.show(*wrong)
            return False
        entry[link.field] = [{link.other: NONE, "note": why}]
        entry.pop(UNFINISHED, None)
        return True

    def keep(self, entry: dict[str, Any], link: Link, named: list[dict[str, str]]) -> None:
        """Write what is named so far, and that it is not all."""
        entry[UNFINISHED] = link.field
        if named:
            entry[link.field] = named
        else:
            entry.pop(link.field, None)
            entry.pop(UNFINISHED)
        self.save()

    def name(
        self, entry: dict[str, Any], link: Link, others: Mapping[str, str], words: list[str], known: Mapping[str, dict]
    ) -> None:
        """Name one thing with value and note, in place of what was said of it before; or show what it says."""
        key = self.book.short(words[0])
        if len(words) == 1 or not words[1]:
            self.show(f"{key}: {others[key]}" if key in others else f"{key!r}: not found{near(key, others)}")
            return
        value = completed(words[1], self.book.values(link))
        told = {link.other: key, link.value: value, "note": words[2] if len(words) > 2 else ""}
        if wrong := [said for _, said in link_mistakes([told], link, others, self.book)]:
            self.show(*wrong)
            return
        self.keep(entry, link, [*(one for name, one in known.items() if name != key), told])

    def look_for(self, words: str, others: Mapping[str, str]) -> None:
        """Show what has all of some words in what it says, or everything in short where no word is given."""
        parts = words.casefold().split()
        found = [(key, says) for key, says in others.items() if all(part in says.casefold() for part in parts)]
        if not parts:
            self.show(*(f"{key}: {textwrap.shorten(says, 80, placeholder=' …')}" for key, says in found))
            return
        self.show(*(f"{key}: {says}" for key, says in found[:FOUND]))
        more = len(found) - FOUND
        self.show(f"{len(found)} found{f', {more} of them not shown; give another word' if more > 0 else ''}.")


def completed(name: str, known: Iterable[str]) -> str:
    """Return the one of some names that begins with this, the name as it is where there is none or more.

    >>> completed("conn", ["connectivity", "cooperation"]), completed("co", ["connectivity", "cooperation"])
    ('connectivity', 'co')
    """
    found = [one for one in known if one.startswith(name)]
    return found[0] if len(found) == 1 and name else name
