"""The codebook for those who code: REFI-QDA for qualitative software, SKOS for linked data."""

from __future__ import annotations

from xml.etree import ElementTree

from wsis20.release.source import Source
from wsis20.release.terms import as_json, guid

REFI = "urn:QDA-XML:codebook:1.0"
MATCHES = {
    "action_lines": "WSIS action line {}",
    "sdgs": "Sustainable Development Goal {}",
}


def refi(source: Source) -> bytes:
    """Return the codebook as REFI-QDA 1.0: themes below their groups, each with definition and rules."""
    ElementTree.register_namespace("", REFI)
    top = ElementTree.Element(f"{{{REFI}}}CodeBook", {"origin": f"{source.descriptor['title']} {source.version}"})
    add_codes(top, source, REFI)
    ElementTree.indent(top)
    return ElementTree.tostring(top, "utf-8", xml_declaration=True) + b"\n"


def add_codes(above: ElementTree.Element, source: Source, space: str) -> None:
    """Add the codes to a codebook, in the namespace of a codebook or of a project."""
    codes = ElementTree.SubElement(above, f"{{{space}}}Codes")
    groups: dict[str, ElementTree.Element] = {}
    for theme in source.package.raw["themes"].to_dict("records"):
        group = theme["theme_group"]
        if group and group not in groups:
            groups[group] = code(codes, f"group {group}", group, "", False)
        code(groups.get(group, codes), theme["theme_id"], theme["label"], told(theme))


def code(above: ElementTree.Element, key: str, name: str, words: str, codable: bool = True) -> ElementTree.Element:
    """Add a code below another, or below the list of all, in its namespace."""
    space = above.tag.rpartition("}")[0]
    facts = {"guid": guid(key), "name": name, "isCodable": str(codable).lower()}
    own = ElementTree.SubElement(above, f"{space}}}Code", facts)
    if words:
        ElementTree.SubElement(own, f"{space}}}Description").text = words
    return own


def told(theme: dict[str, str]) -> str:
    """Return the definition of a theme and when it is used, in one text."""
    parts = {"": theme["definition"], "Use for: ": theme["include"], "Do not use for: ": theme["exclude"]}
    return "\n".join(f"{head}{text}" for head, text in parts.items() if text)


def skos(source: Source) -> bytes:
    """Return the codebook as a SKOS scheme in JSON-LD, groups as broader concepts."""
    themes = source.package.raw["themes"].to_dict("records")
    groups = list(dict.fromkeys(theme["theme_group"] for theme in themes if theme["theme_group"]))
    graph: list[dict] = [
        {
            "@id": "#codebook",
            "@type": "skos:ConceptScheme",
            "dct:title": f"Codebook of {source.descriptor['title']}",
            "dct:license": {"@id": source.licence["path"]},
            "owl:versionInfo": source.version,
            "skos:hasTopConcept": [{"@id": group_address(group)} for group in groups],
        }
    ]
    graph += [
        {
            "@id": group_address(group),
            "@type": "skos:Concept",
            "skos:prefLabel": group,
            "skos:inScheme": {"@id": "#codebook"},
            "skos:topConceptOf": {"@id": "#codebook"},
        }
        for group in groups
    ]
    graph += [concept(theme) for theme in themes]
    context = {
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "dct": "http://purl.org/dc/terms/",
        "owl": "http://www.w3.org/2002/07/owl#",
        "@language": "en",
    }
    return as_json({"@context": context, "@graph": graph})


def concept(theme: dict[str, str]) -> dict:
    """Return a theme as a concept."""
    notes = [
        words.format(number)
        for field, words in MATCHES.items()
        for number in theme[field].split(";")
        if number and number != "not determined"
    ]
    found = {
        "@id": f"#{theme['theme_id']}",
        "@type": "skos:Concept",
        "skos:notation": theme["theme_id"],
        "skos:prefLabel": theme["label"],
        "skos:definition": theme["definition"],
        "skos:inScheme": {"@id": "#codebook"},
        "skos:scopeNote": [text for text in (theme["include"], theme["exclude"]) if text],
        "skos:example": theme["example"],
        "skos:editorialNote": notes,
        "skos:related": [{"@id": f"#{other}"} for other in theme["related"].split(";") if other],
    }
    if theme["theme_group"]:
        found["skos:broader"] = {"@id": group_address(theme["theme_group"])}
    return {key: value for key, value in found.items() if value}


def group_address(group: str) -> str:
    """Return the address of a group of themes within the file."""
    return "#group-" + "-".join("".join(c if c.isalnum() else " " for c in group.lower()).split())
