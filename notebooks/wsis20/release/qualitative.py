"""The paraphrases with their codes as a REFI-QDA project (https://www.qdasoftware.org/), for qualitative software.

The sources of such a project are texts. Those that were coded are not part of the data, so that our paraphrases stand
for them, one a line. A code has the identifier that it has in the codebook, so that both can be read into one project.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree

import pandas as pd

from wsis20.release.archive import stored
from wsis20.release.codebook import add_codes
from wsis20.release.source import Source
from wsis20.release.terms import guid

PROJECT = "urn:QDA-XML:project:1.0"
PASS = "agreed"
TEXT, DATE = "Text", "Date"
OF_SOURCES = {
    "Layer": TEXT,
    "Region": TEXT,
    "Consultation": TEXT,
    "First day": DATE,
    "Holder": TEXT,
    "Kind of holder": TEXT,
}
OF_SPEAKERS = {"Role": TEXT, "Stakeholder group": TEXT, "Position": TEXT, "Country": TEXT}
VARIABLES = OF_SOURCES | OF_SPEAKERS
TOLD = (
    "The sources are paraphrases in our own words, one a line, and no texts of others. "
    "Codes are those of the final coding, each on a whole line. {} Version {}, {}."
)


@dataclass(frozen=True)
class Text:
    """A source: its name, what its variables say, its lines by the identifiers of the records, and who coded them."""

    name: str
    variables: Mapping[str, str]
    lines: Mapping[str, str]
    coded: str

    @property
    def content(self) -> str:
        """The text, a line for each record."""
        return "".join(f"{line}\n" for line in self.lines.values())

    @property
    def file(self) -> str:
        """The name of its file, as the format has it."""
        return f"{guid(f'source {self.name}')}.txt"

    def places(self) -> Iterator[tuple[str, int, int]]:
        """Yield each record with the places of its first letter and of what follows its last, in characters."""
        start = 0
        for key, line in self.lines.items():
            yield key, start, start + len(line)
            start += len(line) + 1


def project(source: Source) -> bytes:
    """Return the archive of the project: its description and a file for each source."""
    texts = list(sources(source))
    files = {f"sources/{text.file}": text.content.encode() for text in texts}
    return stored({"project.qde": described(source, texts), **files})


def sources(source: Source) -> Iterator[Text]:
    """Yield a source for each layer of a consultation, one each for recitals and paragraphs, and those of positions."""
    raw = source.package.raw
    consultations, regions = (raw[name].set_index(f"{name[:-1]}_id") for name in ("consultations", "regions"))
    for (layer, held), own in raw["messages"].groupby(["layer", "consultation_id"], sort=False):
        where = consultations.loc[held]
        variables = {
            "Layer": layer,
            "Region": regions.loc[where["region_id"], "name"],
            "Consultation": where["title"],
            "First day": where["start_date"],
        }
        yield Text(f"{where['title']}: {layer}s", variables, lines(own, "message_id"), "codings")
    provisions = raw["provisions"]
    layers = provisions["paragraph"].where(provisions["paragraph"] == "", "paragraph").replace("", "recital")
    for (document, layer), own in provisions.groupby(["document_id", layers], sort=False):
        ordered = own.sort_values("start_offset", key=pd.to_numeric)
        yield Text(f"{document}: {layer}s", {"Layer": layer}, lines(ordered, "provision_id"), "provision_codings")
    yield from of_positions(raw)


def of_positions(raw: Mapping[str, pd.DataFrame]) -> Iterator[Text]:
    """Yield a source for each holder in each document; no region, since positions are apart from consultations."""
    holders = raw["holders"].set_index("holder_id")
    for (document, key), own in raw["positions"].groupby(["document_id", "holder_id"], sort=False):
        holder = holders.loc[key]
        variables = {"Layer": "position", "Holder": holder["name"], "Kind of holder": holder["kind"]}
        yield Text(
            f"{document}: positions of {holder['name']}", variables, lines(own, "position_id"), "position_codings"
        )


def lines(rows: pd.DataFrame, key: str) -> dict[str, str]:
    """Return the paraphrases of records by their identifiers."""
    return dict(zip(rows[key], rows["paraphrase"], strict=True))


def described(source: Source, texts: list[Text]) -> bytes:
    """Return the description of the project: who coded, codes, variables, cases and sources."""
    ElementTree.register_namespace("", PROJECT)
    title = source.descriptor["title"]
    top = ElementTree.Element(
        f"{{{PROJECT}}}Project",
        {"name": title, "origin": f"{title} {source.version}", "creationDateTime": moment(source.day)},
    )
    users = add(top, "Users")
    for table, row in passes(source).items():
        add(users, "User", guid=guid(f"user {table}"), name=f"{table}, pass {PASS}: {row['coder']}")
    add_codes(add(top, "CodeBook"), source, PROJECT)
    variables = add(top, "Variables")
    for name, kind in VARIABLES.items():
        add(variables, "Variable", guid=guid(f"variable {name}"), name=name, typeOfVariable=kind)
    cases = add(top, "Cases")
    add_speakers(cases, source)
    add_regions(cases, source, texts)
    held = add(top, "Sources")
    for text in texts:
        add_source(held, source, text)
    add(top, "Description").text = TOLD.format(source.descriptor["description"], source.version, source.day)
    ElementTree.indent(top)
    return ElementTree.tostring(top, "utf-8", xml_declaration=True) + b"\n"


def add(above: ElementTree.Element, kind: str, /, **facts: str) -> ElementTree.Element:
    """Add an element below another."""
    return ElementTree.SubElement(above, f"{{{PROJECT}}}{kind}", facts)


def moment(day: str) -> str:
    """Return the beginning of a day as the format writes a time."""
    return f"{day}T00:00:00Z"


def passes(source: Source) -> dict[str, Mapping[str, str]]:
    """Return the agreed pass of each layer that is in the project, by its table: the last, where there are batches."""
    rows = source.package.raw["passes"].query("coding_pass == @PASS").sort_values(["made_on", "batch"])
    last = rows.drop_duplicates("resource", keep="last").set_index("resource")
    return {table: last.loc[table] for table in ("codings", "provision_codings", "position_codings")}


def add_values(above: ElementTree.Element, values: Mapping[str, str]) -> None:
    """Add what variables say of a case or a source; what is missing has no value."""
    for name, value in values.items():
        if value not in ("", "not stated", "not determined"):
            own = add(above, "VariableValue")
            add(own, "VariableRef", targetGUID=guid(f"variable {name}"))
            add(own, f"{VARIABLES[name]}Value").text = value


def add_speakers(cases: ElementTree.Element, source: Source) -> None:
    """Add a case for each appearance of a person, in a consultation or a document, with the lines of what was said."""
    raw = source.package.raw
    names = raw["people"].set_index("person_id")["name"]
    titles = raw["consultations"].set_index("consultation_id")["title"]
    for row in raw["appearances"].itertuples():
        where = f", {titles[row.consultation_id]}" if row.consultation_id else ""
        name = f"{names[row.person_id]}{where}"
        case = add(cases, "Case", guid=guid(f"case {row.appearance_id}"), name=name)
        known = (row.role, row.stakeholder_group, row.post, row.country_code)
        add_values(case, dict(zip(OF_SPEAKERS, known, strict=True)))
        for key in raw["messages"].query("appearance_id == @row.appearance_id")["message_id"]:
            add(case, "SelectionRef", targetGUID=guid(f"selection {key}"))


def add_regions(cases: ElementTree.Element, source: Source, texts: list[Text]) -> None:
    """Add a case for each region that has a source, with its sources."""
    for name in source.package.raw["regions"]["name"]:
        own = [text for text in texts if text.variables.get("Region") == name]
        if own:
            case = add(cases, "Case", guid=guid(f"case region {name}"), name=name)
            for text in own:
                add(case, "SourceRef", targetGUID=guid(f"source {text.name}"))


def add_source(held: ElementTree.Element, source: Source, text: Text) -> None:
    """Add a source with a selection for each line, and its codes on it."""
    made = {
        "creatingUser": guid(f"user {text.coded}"),
        "creationDateTime": moment(passes(source)[text.coded]["made_on"]),
    }
    path = f"internal://{text.file}"
    facts = {"guid": guid(f"source {text.name}"), "name": text.name, "plainTextPath": path}
    own = add(held, "TextSource", **facts, **made)
    codes = source.package.raw[text.coded].query("coding_pass == @PASS")
    given = codes.groupby(codes.columns[0])["theme_id"].agg(list)
    for key, start, end in text.places():
        facts = {"name": key, "startPosition": str(start), "endPosition": str(end)}
        line = add(own, "PlainTextSelection", guid=guid(f"selection {key}"), **facts, **made)
        for theme in given.get(key, []):
            coding = add(line, "Coding", guid=guid(f"coding {key} {theme}"), **made)
            add(coding, "CodeRef", targetGUID=guid(theme))
    add_values(own, text.variables)
