"""YAML with its lines: a file as nodes that know where they stand, held to the plain part of YAML."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from wsis20 import textfile
from wsis20.project import ROOT, Refusal

MAPPING, SEQUENCE, SCALAR = MappingNode, SequenceNode, ScalarNode
WORDS = {MappingNode: "keys with values", SequenceNode: "a list", ScalarNode: "one value"}


def read(path: Path) -> MappingNode:
    """Return the root of a file of YAML; raise `Refusal` when it is not a mapping in plain YAML."""
    name = path.relative_to(ROOT).as_posix()
    text = textfile.read(path, name=name)
    try:
        tokens = yaml.scan(text, yaml.SafeLoader) if "*" in text else ()  # it takes as long as to compose the nodes
        aliases = [token for token in tokens if isinstance(token, yaml.AliasToken)]
        node = yaml.compose(text, yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Refusal(f"{name}{f', line {mark.line + 1}' if mark else ''}: {error.problem or error.context}") from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise Refusal(f"{name}: this is no YAML: {' '.join(str(error).split())[:200]}") from None
    if aliases:
        raise Refusal(f"{place(path, aliases[0])}: an alias (*{aliases[0].value}); expected the value itself")
    if not isinstance(node, MappingNode):
        raise Refusal(f"{name}: expected {WORDS[MappingNode]} (key: value)")
    return node


def place(path: Path, node: Node) -> str:
    """Name file and line of a node: ``_toc.yml, line 7``."""
    return f"{path.relative_to(ROOT).as_posix()}, line {node.start_mark.line + 1}"


def pairs(node: MappingNode) -> Iterator[tuple[str, Node, Node]]:
    """Yield each key as text, the node of the key and that of its value."""
    for key, value in node.value:
        yield (key.value if isinstance(key, ScalarNode) else ""), key, value


def repeated(path: Path, node: Node) -> Iterator[str]:
    """Yield a fault for each key that is twice in a mapping, at any depth: readers take the last one, in silence."""
    if isinstance(node, MappingNode):
        seen: set[str] = set()
        for name, key, inside in pairs(node):
            if name in seen:
                yield f"{place(path, key)}: the key {name!r} is there twice"
            seen.add(name)
            yield from repeated(path, inside)
    elif isinstance(node, SequenceNode):
        for inside in node.value:
            yield from repeated(path, inside)
