"""What is said of the data behind figures and tables: a descriptor beside the CSV files, and a table of their words.

The files have neither a head of comments nor a licence inside, so that programs read them as they are. The descriptor
says for each what it shows, where, and under which licence. The words are those that readers see: `WORDS` leads from
each to the code that the data package has for it.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from sphinx.application import Sphinx
from wsis20 import coding, datapackage, documentation, project, tracing
from wsis20 import words as worded
from wsis20.tables import MIME
from wsis20.upkeep import as_csv

from wsis20_sphinx.figures import FOLDER, data_behind, drawn, tabled
from wsis20_sphinx.html.metadata import FOLDER as CITED
from wsis20_sphinx.html.metadata import exceptions
from wsis20_sphinx.records import package
from wsis20_sphinx.written import after_pages, keep

DESCRIPTOR = "datapackage.json"
WORDS = "words"
FIELDS = {
    "shown": "What a reader sees in a figure, in a table or in a CSV file of this folder.",
    "table": "The table of the data package that has a code for it.",
    "field": "The field of that table that holds the code.",
    "code": "The code.",
}
NAMED = {
    "regions": ("region_id", "name"),
    "themes": ("theme_id", "label"),
    "consultations": ("consultation_id", "title"),
    "people": ("person_id", "name"),
    "holders": ("holder_id", "name"),
    "organizations": ("organization_id", "name"),
    "indicators": ("indicator_id", "name"),
    "milestones": ("milestone_id", "label"),
    "provisions": ("provision_id", "label"),
}
"""The tables whose records are shown by a name, with the fields of code and name."""
FORMS: Mapping[str, Callable[[str], object]] = {"integer": int, "number": float}
READ = (
    "A number under Paragraph or Paragraphs is `provisions.paragraph`. A call, a provision, a statement and a key "
    f"message stand there by their identifiers; other numbers of messages are `messages.number`. `{WORDS}.csv` leads "
    "from the words that readers see to the codes of the data package."
)
OF_DATA = (
    f"Each `fig-*.csv` and `tab-*.csv` holds what one figure or table of the book shows; `{DESCRIPTOR}` says of each "
    f"what that is, where it is shown, its columns and its licence. {READ}"
)
OF_REFERENCES = (
    "Each file is the reference to a page, or in `parts` to a record, a figure or a table, for BibTeX or as RIS."
)


def words() -> str:
    """Return as CSV which code of the data package stands behind each word that is shown in place of one."""
    rows = {(row[name], table, key, row[key]) for table, (key, name) in NAMED.items() for row in records(table)}
    rows |= {(shown, "responses", "degree", degree) for degree, shown in tracing.MET.items()}
    points = [
        tracing.CLOSEST[tracing.POINTS],
        *(tracing.met_in_words(call, tracing.POINTS) for call in tracing.ON_SOME_POINTS),
    ]
    rows |= {(shown, "responses", "degree", tracing.DEGREES[0]) for shown in points}
    rows |= {(shown, "provisions", "section", section) for section, shown in tracing.SECTIONS.items()}
    return as_csv([[*FIELDS], *sorted(rows)])


def records(table: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a table as they are printed, those without a name left out."""
    _, name = NAMED[table]
    yield from (row for row in package().raw[table].to_dict("records") if row[name])


def typed(cells: list[str]) -> str:
    """Return the type of the cells of a column.

    >>> typed(["1", ""]), typed(["1.5", "2"]), typed(["True"]), typed(["1, 2"]), typed([""])
    ('integer', 'number', 'boolean', 'string', 'string')
    """
    held = [cell for cell in cells if cell]
    if not held:
        return "string"
    if set(held) <= {"True", "False"}:
        return "boolean"
    return next((name for name, form in FORMS.items() if all(is_a(form, cell) for cell in held)), "string")


def is_a(form: Callable[[str], object], cell: str) -> bool:
    """Return whether a cell is a number as Table Schema has it, of one form."""
    if not re.fullmatch(r"-?\d+(\.\d+)?([eE][-+]?\d+)?", cell):
        return False
    try:
        form(cell)
    except ValueError:
        return False
    return True


def resource(name: str, text: str, told: Mapping) -> dict:
    """Return the description of a CSV file; ``told`` is what is said of it beside its name and its columns."""
    head, *rows = csv.reader(io.StringIO(text))
    fields = [{"name": field, "type": typed([row[place] for row in rows])} for place, field in enumerate(head)]
    about = {"name": name, "type": "table", "path": f"{name}.csv", **told}
    form = {"format": "csv", "mediatype": "text/csv", "encoding": "utf-8"}
    return about | form | {"schema": {"fields": fields}}


def of_notebook(docname: str, path: Path) -> list[dict]:
    """Return the descriptions of all files behind the figures and tables of a notebook."""
    titles, apart = titled(path), exceptions(docname)
    known = {"description": " ".join(apart), "licenses": every_licence()} if apart else {}
    cited = project.citation()["title"]
    return [
        resource(
            name,
            text,
            {"title": titles[name], "sources": [{"title": f"{cited}, {path.stem}.html#{name}"}], **known},
        )
        for name, text in data_behind(path).items()
    ]


def titled(path: Path) -> dict[str, str]:
    """Return what each figure and table of a notebook shows, by its name: its title, or the caption of a table."""
    figures = {name: out["metadata"]["wsis20"]["figure"]["title"] for name, out in drawn(path).items()}
    return figures | {name: out["data"][MIME]["caption"] for name, out in tabled(path).items()}


def every_licence() -> list[dict]:
    """Return the licence of the package, and those that tables of it have for themselves."""
    descriptor = datapackage.read_descriptor()
    found = [*descriptor["licenses"], *(one for own in descriptor["resources"] for one in own.get("licenses", []))]
    return [one for place, one in enumerate(found) if one not in found[:place]]


def descriptor(app: Sphinx, listed: str) -> dict:
    """Return the descriptor of all files of the folder; ``listed`` is the table of words."""
    own, made = datapackage.read_descriptor(), coding.by_whom(package()["passes"])
    notebooks = [(name, Path(app.env.doc2path(name))) for name in sorted(app.env.found_docs)]
    behind = [one for name, path in notebooks if path.suffix == ".ipynb" for one in of_notebook(name, path)]
    codes = resource(WORDS, listed, {"title": "Words that are shown, with the codes of the data package"})
    for field in codes["schema"]["fields"]:
        field["description"] = FIELDS[field["name"]]
    return {
        "$schema": own["$schema"],
        "name": f"{own['name']}-behind",
        "title": f"{own['title']}: the data behind figures and tables",
        "description": f"{READ} {made}.",
        **{key: own[key] for key in ("version", "created", "contributors", "licenses", "sources")},
        "resources": [codes, *behind],
    }


def about(title: str, told: str) -> str:
    """Return a text on the files of a folder: what they are, and their licence."""
    terms = " ".join(
        map(
            documentation.plain,
            [documentation.terms(datapackage.read_descriptor()), worded.reference(project.citation())],
        )
    )
    return f"# {title}\n\n{told}\n\n{terms}\n"


def write(app: Sphinx) -> None:
    """Write descriptor, words and a text beside the CSV files, and the text on the files of references."""
    folder, listed = Path(app.outdir, FOLDER), words()
    keep(folder / f"{WORDS}.csv", listed)
    keep(folder / DESCRIPTOR, json.dumps(descriptor(app, listed), indent=2, ensure_ascii=False) + "\n")
    keep(folder / "README.md", about("The data behind figures and tables", OF_DATA))
    keep(Path(app.outdir, CITED) / "README.md", about("References to the book and its parts", OF_REFERENCES))


def setup(app: Sphinx) -> None:
    """Describe the files when they are there."""
    after_pages(app, write)
