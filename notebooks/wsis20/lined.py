"""YAML of people, with the line of every value: all scalars are texts, and no key stands twice."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from wsis20 import textfile
from wsis20.characters import one_line
from wsis20.project import Refusal

Place = tuple[str | int, ...]
NULLS = ("null", "~")
"""How a program writes a blank value; in quotation marks each is a text."""


@dataclass
class Lined:
    """What a file holds, ``value``, made of dicts, lists and texts, and by place in it the line where it begins."""

    value: Any
    lines: dict[Place, int] = field(default_factory=dict)

    def line(self, place: Place) -> int:
        """Return the line of a value; of one that is not there, the line of what it would stand in."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


def read(path: Path) -> Lined:
    """Return what a YAML file holds; raise `Refusal` that names file and line where that cannot be."""
    return parsed(path.name, textfile.read(path))


def parsed(name: str, text: str) -> Lined:
    """Return what a text in YAML holds; raise `Refusal` that names the file and a line where that cannot be."""
    try:
        refuse_aliases(text)
        node = yaml.compose(text, Loader=yaml.BaseLoader)
        found = Lined(None)
        found.value = built(node, (), found.lines) if node is not None else None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = f", line {mark.line + 1}" if mark else ""
        raise Refusal(one_line(f"{name}{line}: this is no YAML: {error.problem or error.context}")) from None
    except (yaml.YAMLError, RecursionError) as error:
        raise Refusal(one_line(f"{name}: this is no YAML: {error}")) from None
    return found


def refuse_aliases(text: str) -> None:
    """Raise `ConstructorError` for the first alias: a few of them can stand for more than any memory holds."""
    for event in yaml.parse(text, Loader=yaml.BaseLoader) if "*" in text else ():
        if isinstance(event, yaml.AliasEvent):
            said = f"the alias *{event.anchor}; expected the words themselves"
            raise yaml.constructor.ConstructorError(None, None, said, event.start_mark)


def built(node: yaml.Node, place: Place, lines: dict[Place, int]) -> Any:
    """Return the value of a node, and note the lines of it and of all in it."""
    lines.setdefault(place, node.start_mark.line + 1)
    if isinstance(node, yaml.ScalarNode):
        blank = node.style is None and node.value in NULLS
        return "" if blank else " ".join(node.value.split())
    if isinstance(node, yaml.SequenceNode):
        return [built(one, (*place, number), lines) for number, one in enumerate(node.value)]
    made: dict[str, Any] = {}
    for key, value in node.value:
        name = str(key.value)
        if name in made:
            raise yaml.constructor.ConstructorError(None, None, f"the key {name!r} stands twice", key.start_mark)
        lines[(*place, name)] = key.start_mark.line + 1
        made[name] = built(value, (*place, name), lines)
    return made


@dataclass(frozen=True)
class Mistake:
    """Something that a person has to put right in a file: its line, its place in it, and what is wrong there."""

    file: str
    line: int
    place: Place
    said: str

    def __str__(self) -> str:
        """Say it on one line."""
        where = path(self.place)
        return f"{self.file}, line {self.line}{f', {where}' if where else ''}: {self.said}"


def path(place: Place) -> str:
    """Return a place in a file in the usual form.

    >>> path(("people", 1, "role"))
    'people[1].role'
    """
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in place).lstrip(".")


def scalar(text: str) -> str:
    """Return a text as YAML that `read` reads as the same text: as it is, or between quotation marks.

    >>> scalar("a text"), scalar("no: text"), scalar("")
    ('a text', '"no: text"', '')
    """
    if text == "":
        return ""
    try:
        node = yaml.compose(f"- key: {text}", Loader=yaml.BaseLoader)
        plain = built(node, (), {}) == [{"key": text}] and not text.startswith(("'", '"', "[", "{"))
    except (yaml.YAMLError, RecursionError):
        plain = False
    return text if plain else json.dumps(text, ensure_ascii=False)
