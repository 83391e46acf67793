"""What became of a message: the key messages that took a statement up, and the provisions that speak to a call."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import pandas as pd
from docutils import nodes
from wsis20 import coding, tracing, words
from wsis20.tables import Cell, Link, Part, joined

from wsis20_sphinx.inline import paragraph
from wsis20_sphinx.records import messages_in_context, package, provision_link, themes_of

DOES = {"answers": "answers", "partly": "answers in part", "mentions": "only mentions"}
"""What a provision does for a call, by degree."""
SPOKEN_TO = {"answers": "answered by", "partly": "in part by", "mentions": "only mentioned in"}
MET_IN_A_LINE = {**SPOKEN_TO, "partly": "answered in part by"}
IN_A_LINE = {"direct": "makes the point of", "thematic": "on the subject of"}
REACHED = {"direct": "in the summary", "thematic": "its subject in the summary"}
UNREACHED = "not in the summary"
UNMATCHED = "Matches no key message."
IN_SUMMARY, IN_OUTCOME = "In the summary?", "In the resolution?"
"""What is asked of a message: of a statement, and of a call."""
NO_STATEMENT, NO_CALL = "not asked: no statement", "not asked: no call"
CLAUSE = "by a clause of the rules"  # which chapter 4 and the rules of coding have
OF_RULE = "africa"  # the region whose calls the rule on developing countries at large costs an answer
NO_SUMMARY = "no summary of the meeting here"
SOME = 4  # paragraphs that the mark of a call names
FEW = 2  # provisions that answer in part, of which the reasons are told


@cache
def traces(key: str, other: str) -> dict[str, dict[str, list[str]]]:
    """Return the agreed traces of each message in the field ``key``: those in the field ``other``, by relation."""
    found: dict[str, dict[str, list[str]]] = {}
    for row in tracing.traced(package()).sort_values(other).to_dict("records"):
        found.setdefault(row[key], {}).setdefault(row["relation"], []).append(row[other])
    return found


def regional_calls() -> pd.Series:
    """Return the name of its region for each call among the regions' key messages, by its identifier."""
    messages = messages_in_context()
    own = (messages["layer"] == "key message") & (messages["region_id"] != "global") & (messages["kind"] == "call")
    return messages[own].set_index("message_id")["region_name"]


@cache
def of_regions() -> dict[str, list[str]]:
    """Return the region of each call among the regions' key messages, by how far the resolution meets it.

    What no call has is left out; the order is that of `tracing.CLOSEST`.
    """
    calls = regional_calls().sort_values()
    match = closest()[calls.index]
    found = {name: calls[(match == name).to_numpy()].astype(str).tolist() for name in tracing.CLOSEST}
    return {name: own for name, own in found.items() if own}


@cache
def by_one_pass() -> int:
    """Return how many calls of the regions one pass of coding takes as answered, and the other does not."""
    calls = pd.Series(regional_calls().index)
    answered = [
        tracing.closest(calls, tracing.responses(package(), name)).eq("answers").to_numpy() for name in coding.PASSES
    ]
    return int((sum(answered) == 1).sum())


@cache
def summed_up() -> frozenset[str]:
    """Return the meetings that have key messages."""
    messages = package()["messages"]
    summed = messages.loc[messages["layer"] == "key message", "consultation_id"]
    return frozenset(summed.map(tracing.meetings(package())))


def is_summed_up(consultation: str) -> bool:
    """Return whether there are key messages against which the statements of a consultation were held."""
    return tracing.meetings(package())[consultation] in summed_up()


def key_messages(statement: str) -> dict[str, list[str]]:
    """Return the key messages that took a statement up, by relation."""
    return traces("statement_id", "key_message_id").get(statement, {})


@cache
def by_clause() -> dict[str, str]:
    """Return the key message whose point each statement makes by a clause of the rules alone."""
    found = tracing.by_clause(package())
    return dict(zip(found["statement_id"], found["key_message_id"], strict=True))


@cache
def responses() -> dict[str, pd.DataFrame]:
    """Return the agreed responses to each call that has any, among messages and positions, by its identifier."""
    positions = tracing.responses(package(), table="position_responses").groupby("position_id")
    return dict(iter(tracing.responses(package()).groupby("message_id"))) | dict(iter(positions))


@cache
def calls_by_provision() -> dict[str, pd.DataFrame]:
    """Return the agreed responses of each provision that speaks to any call."""
    return dict(iter(tracing.responses(package()).groupby("provision_id")))


@cache
def calls_met(provision: str) -> dict[str, list[Part]]:
    """Return links to the calls on record that a provision speaks to, by degree, the best first."""
    own = calls_by_provision().get(provision)
    if own is None:
        return {}
    found = {degree: own.loc[own["degree"] == degree, "message_id"] for degree in tracing.DEGREES[:-1]}
    return {degree: by_meeting(keys) for degree, keys in found.items() if len(keys)}


def by_meeting(messages: Iterable[str]) -> list[Part]:
    """Return links to messages in the order in which a reader meets them, statements of a meeting together."""
    groups: dict[tuple[str, str], list[str]] = {}
    for key in sorted(messages, key=messages_in_context().index.get_loc):
        groups.setdefault((rows()[key].consultation_id, rows()[key].layer), []).append(key)
    return joined(map(named, groups.values()))


@cache
def rows() -> dict[str, Any]:
    """Return each row of `messages_in_context` by its identifier."""
    return {row.message_id: row for row in messages_in_context().itertuples()}


@cache
def closest() -> pd.Series:
    """Return the closest match of each message and position in the resolution, by its identifier."""
    layers = (("messages", "message_id", "responses"), ("positions", "position_id", "position_responses"))
    return pd.concat(
        tracing.closest(package()[units][key], tracing.responses(package(), table=table))
        for units, key, table in layers
    )


def in_short(message) -> dict[str, list[str]]:
    """Return what became of a message in a few words each, by what is asked: nothing where it is not asked.

    ``message`` is a row of `records.messages_in_context`.
    """
    told = {}
    if message.layer == "statement":
        reached = key_messages(message.message_id)
        otherwise = UNREACHED if is_summed_up(message.consultation_id) else NO_SUMMARY
        told[IN_SUMMARY] = [next((said for relation, said in REACHED.items() if relation in reached), otherwise)]
        told[IN_SUMMARY] += [f"{REACHED['direct']} {CLAUSE}"] if message.message_id in by_clause() else []
    if message.kind == "call":
        told[IN_OUTCOME] = [tracing.CLOSEST[closest()[message.message_id]]]
    return told


def in_a_line(kind: str, key: str) -> str:
    """Return what became of a message or a position in a line without links, as the mark of it in a figure says.

    It is empty for what was neither said at a meeting nor a call, and for any other kind of record.
    """
    told = []
    if kind == "message" and rows()[key].layer == "statement" and is_summed_up(rows()[key].consultation_id):
        reached = key_messages(key)
        told += [f"{verb} {key_message_numbers(reached[name])}" for name, verb in IN_A_LINE.items() if name in reached]
        told += [f"counts {CLAUSE}"] if key in by_clause() else []
        told = told or ["matches no key message"]
    if kind in ("message", "position") and is_call(kind, key):
        told.append(outcome_in_a_line(key))
    if kind == "message" and (apart := for_developing(rows()[key])):
        told.append(f"{words.count(len(apart), 'paragraph')} for developing countries at large not counted")
    return words.capital(f"{'; '.join(told)}.") if told else ""


def is_call(kind: str, key: str) -> bool:
    """Return whether a message or a position is a call."""
    return bool(calls(kind).get(key, False))


@cache
def calls(kind: str) -> dict[str, bool]:
    """Return whether each message or position is a call, by its identifier."""
    frame = package()[f"{kind}s"]
    return dict(zip(frame[f"{kind}_id"], frame["kind"].astype(str) == "call", strict=True))


def key_message_numbers(keys: Sequence[str]) -> str:
    """Return key messages of one region by their numbers: *key messages 1 and 2*."""
    numbers = [str(rows()[key].number) for key in keys]
    return f"key message{'s' if len(numbers) > 1 else ''} {words.listing(numbers)}"


def outcome_in_a_line(call: str) -> str:
    """Return which provisions speak to a call in the best degree, some of many, or that nothing was found.

    Of a call that is answered on some points alone that is said too.
    """
    match = closest()[call]
    if match == tracing.NONE:
        return "nothing found in the resolution"
    degree = tracing.DEGREES[0] if match == tracing.POINTS else match
    own = responses()[call]
    places = package()["provisions"].sort_values("start_offset")
    met = places[places["provision_id"].isin(own.loc[own["degree"] == degree, "provision_id"])]
    numbers = [str(row.paragraph) for row in met[met["paragraph"].notna()].itertuples()]
    recitals = [words.place_in_resolution(row) for row in met[met["paragraph"].isna()].itertuples()]
    if len(numbers) > SOME:
        numbers = [*numbers[: SOME - 1], f"{words.number(len(numbers) - SOME + 1)} more"]
    paragraphs = [f"paragraph{'s' if len(numbers) > 1 else ''} {words.listing(numbers)}"] if numbers else []
    how_far = tracing.ON_SOME_POINTS[call][0] if match == tracing.POINTS else ""
    return ", ".join(filter(None, [f"{MET_IN_A_LINE[degree]} {words.listing([*recitals, *paragraphs])}", how_far]))


def in_full(message, unmatched: str = UNMATCHED) -> list[Part]:
    """Return what became of a message in sentences with links; nothing of one that was neither said nor a call.

    ``unmatched`` is what is said of a statement that matches no key message; it may be empty.
    """
    told: list[list[Part]] = []
    if message.layer == "statement":
        reached = key_messages(message.message_id)
        otherwise = unmatched if is_summed_up(message.consultation_id) else ""
        taken_up = related(reached, {"direct": "makes the point of", "thematic": "on the subject of"})
        told += [taken_up or [otherwise]] if taken_up or otherwise else []
    elif said := traces("key_message_id", "statement_id").get(message.message_id):
        told.append(related(said, {"direct": "its point is made in", "thematic": "on its subject:"}))
    told += [[clause(key)] for key, point in by_clause().items() if message.message_id in (key, point)]
    if message.kind == "call":
        told.append([*in_outcome(message.message_id), *not_counted(message)])
    return joined(told, " ")


def clause(statement: str) -> str:
    """Say that a statement makes the point of a key message by a clause of the rules, and why it would not without."""
    row = rows()[statement]
    return f"Statement {row.number} counts {CLAUSE}: it is a {row.kind}, and the key message a call."


def not_counted(call) -> list[Part]:
    """Return which paragraphs would act on a call of Africa, and do not count since they do not name it.

    ``call`` is a row of `records.messages_in_context`.
    """
    apart = for_developing(call)
    if not apart:
        return []
    places = package()["provisions"].sort_values("start_offset")
    return [
        " By our rule these do not count, since they are for developing countries at large: ",
        *numbered(places[places["provision_id"].isin(apart)]),
        ".",
    ]


def for_developing(call) -> set[str]:
    """Return the provisions for developing countries at large on what a call of Africa asks for, and none of another.

    ``call`` is a row of `records.messages_in_context`.
    """
    if call.region_id != OF_RULE or call.kind != "call":
        return set()
    if not {*tracing.NEEDED} & {*themes_of("codings", "message_id")[call.message_id]}:
        return set()
    return set(tracing.for_developing(package(), tracing.NEEDED)["provision_id"])


def shown(told: Cell, document: nodes.document) -> list[nodes.paragraph]:
    """Return what is told by `in_full` as the paragraph below a message, and none where it is nothing."""
    return [paragraph(told, document, ["fate"])] if told else []


def related(messages: Mapping[str, Sequence[str]], verbs: Mapping[str, str]) -> list[Part]:
    """Return messages by relation as a sentence, with a verb for each relation; nothing where there are none."""
    said = [[f"{verb} ", *named(messages[relation])] for relation, verb in verbs.items() if relation in messages]
    first, *others = joined(said, "; ") or [""]
    return [words.capital(str(first)), *others, "."] if first else []


def of_position(row) -> list[Part]:
    """Return which provisions speak to a call of the negotiation; of one that came too late for that, that it did.

    ``row`` is one of `records.positions_in_context`.
    """
    if row.kind != "call":
        return []
    adopted = tracing.day_of_adoption(package())
    if row.position_id not in responses() and pd.notna(row.document_date) and row.document_date >= adopted:
        return ["It was made when the resolution was adopted, or after that: nothing in it could answer."]
    return in_outcome(row.position_id)


def in_outcome(call: str) -> list[Part]:
    """Return which provisions speak to a call, and how."""
    if call not in responses():
        return ["No paragraph of the resolution was found that speaks to it."]
    match = closest()[call]
    alone = [f" It is answered {tracing.met_in_words(call, match)}."] if match == tracing.POINTS else []
    return ["In the resolution: ", *provisions(responses()[call]), ".", *alone]


def provisions(given: pd.DataFrame) -> list[Part]:
    """Return the provisions that speak to a call, by degree and place; ``given`` are its responses.

    Of one that answers, and of few that do in part, what in it does stands in parentheses, as in the note of the
    response.
    """
    told: list[Sequence[Part]] = []
    places = package()["provisions"].sort_values("start_offset")
    notes = given.set_index("provision_id")["note"]
    for degree, verb in SPOKEN_TO.items():
        keys = given.loc[given["degree"] == degree, "provision_id"]
        own = places[places["provision_id"].isin(keys)]
        if len(own) and (degree == "answers" or (degree == "partly" and len(own) <= FEW)):
            shown: list[list[Part]] = [
                [provision_link(row), f" ({notes[row.provision_id].removesuffix('.')})"] for row in own.itertuples()
            ]
            told.append([f"{verb} ", *listing(shown)])
        elif len(own):
            told.append([f"{verb} ", *numbered(own)])
    return joined(told, "; ")


def numbered(provisions: pd.DataFrame) -> list[Part]:
    """Return links to provisions, paragraphs by their numbers after one word for all: *paragraphs 3 and 4*."""
    recitals = provisions[provisions["paragraph"].isna()]
    paragraphs = provisions[provisions["paragraph"].notna()]
    shown: list[list[Part]] = [[provision_link(row)] for row in recitals.itertuples()]
    noun = "paragraph " if len(paragraphs) == 1 else "paragraphs "
    for number, row in enumerate(paragraphs.itertuples()):
        shown.append([*([noun] if number == 0 else []), Link("provision", row.provision_id, str(row.paragraph))])
    return listing(shown)


def named(messages: Sequence[str]) -> list[Part]:
    """Return links to messages, as a sentence lists them: by name, several of one meeting by number."""
    own = [rows()[key] for key in messages]
    if len(own) > 1 and all(row.layer == "statement" for row in own):
        numbers = [[Link("message", row.message_id, str(row.number))] for row in own]
        return [f"{own[0].consultation_city}, statements ", *listing(numbers)]
    return listing([[Link("message", row.message_id)] for row in own])


def listing(cells: Sequence[Sequence[Part]]) -> list[Part]:
    """Return the parts of cells as a sentence lists them."""
    *head, last = cells
    return [*joined(head), *([" and "] if head else []), *last]
