"""YAML of people, with the line of every value: all scalars are texts, and no key stands twice."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from wsis20 import textfile
from wsis20.characters import one_line
from wsis20.project import Refusal

Place = tuple[str | int, ...]


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
    text = textfile.read(path)
    try:
        node = yaml.compose(text, Loader=yaml.BaseLoader)
        found = Lined(None)
        found.value = built(node, (), found.lines) if node is not None else None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = f", line {mark.line + 1}" if mark else ""
        raise Refusal(one_line(f"{path.name}{line}: this is no YAML: {error.problem or error.context}")) from None
    except (yaml.YAMLError, RecursionError) as error:
        raise Refusal(one_line(f"{path.name}: this is no YAML: {error}")) from None
    return found


def built(node: yaml.Node, place: Place, lines: dict[Place, int]) -> Any:
    """Return the value of a node, and note the lines of it and of all in it."""
    lines.setdefault(place, node.start_mark.line + 1)
    if isinstance(node, yaml.ScalarNode):
        return " ".join(node.value.split())
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
