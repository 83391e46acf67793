"""The press: Typst run on the book's source, with the book's fonts and the book's date.

Typst, matplotlib and pikepdf are loaded where the PDF is set: whoever builds web pages needs none of them.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from sphinx.errors import ConfigError, SphinxError
from sphinx.util import logging

logger = logging.getLogger(__name__)

# Typst brings the book's own faces; DejaVu Sans, which matplotlib brings, has the symbols that they lack. Never take
# the whole folder of matplotlib: its "last resort" font has a box for every character, so that none would be missing.
SYMBOL_FONTS = "DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSans-Oblique.ttf", "DejaVuSans-BoldOblique.ttf"

DIAGNOSTIC = re.compile(
    r"^(?:error|warning): (?P<what>.+)\n\s*┌─ (?P<file>.+):(?P<line>\d+):(?P<column>\d+)$", re.MULTILINE
)
LITTLE = 0.15  # of a page: what ends a chapter is a few lines for which a page is turned
STEPS = (0, 1, 2, 3, -1, -2, -3, 0)  # by which lines of a chapter stand closer, or further apart: tried in this order
STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')


def timestamp(configured: str) -> int:
    """Return the second that the PDF says it was made, so that the same source gives the same bytes on any day.

    It is SOURCE_DATE_EPOCH if that is set, else midnight UTC of the `configured` date (`typst_date`).

    Raises ConfigError if neither is given, or if what is given is not a date.
    """
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(epoch)
    if not configured:
        raise ConfigError("the PDF has no date: set typst_date (YYYY-MM-DD) in _config.yml, or SOURCE_DATE_EPOCH")
    try:
        start = date.fromisoformat(configured)
    except ValueError:
        raise ConfigError(f"typst_date is to be a date as YYYY-MM-DD, not {configured!r}") from None
    return int(datetime(start.year, start.month, start.day, tzinfo=UTC).timestamp())


def day(created: int) -> str:
    """Write the date of a timestamp, in UTC, as Typst source."""
    moment = datetime.fromtimestamp(created, UTC)
    return f"datetime(year: {moment.year}, month: {moment.month}, day: {moment.day})"


def run(source: Path, main: str, output: Path, created: int, annex: Mapping[str, int] | None = None) -> dict[str, int]:
    """Set the file `main` in the folder `source` as the tagged PDF `output`; return on which pages its places are.

    Those are the labels that `places` of the template was given. ``annex`` is what setting the annex returned.

    Lines of a chapter are set a little closer where its last ones would have a page of their own, or a little further
    apart where that does not help, so that the page has more of them.

    Raises SphinxError if Typst refuses the source, with the page and the text in the message. A character that no font
    of the book has is refused too: PDF/UA requires it.
    """
    import typst

    from . import rowheads

    _lay_out_fonts(source / "fonts")
    compiler = typst.Compiler(source / main, root=source, font_paths=[source / "fonts"], ignore_system_fonts=True)
    tried: dict[str, int] = {}
    try:
        while True:
            closer = json.dumps({name: STEPS[number] for name, number in tried.items()})
            pdf, warnings = compiler.compile_with_warnings(
                sys_inputs={"closer": closer, "annex": json.dumps(dict(annex or {}))},
                pdf_standards=["ua-1"],
                timestamp=created,
            )
            ends = json.loads(compiler.query("<chapter-end>", field="value"))
            spilt = [name for name, end in ends if end < LITTLE and tried.get(name, 0) < len(STEPS) - 1]
            if not spilt:
                places = json.loads(compiler.query("<places>", field="value"))
                break
            tried |= {name: tried.get(name, 0) + 1 for name in spilt}
    except typst.TypstError as error:
        raise SphinxError("the PDF cannot be set:\n" + _legible(error.diagnostic or str(error), source)) from None
    for warning in warnings:
        logger.warning("pdf: %s", _legible(warning.diagnostic or str(warning), source))
    assert isinstance(pdf, bytes)  # one file: the format is PDF
    output.write_bytes(pdf)
    rowheads.tag(output)
    return dict(pair for own in places for pair in own)


def _lay_out_fonts(folder: Path) -> None:
    import matplotlib

    folder.mkdir(parents=True, exist_ok=True)
    for name in SYMBOL_FONTS:
        shutil.copy(Path(matplotlib.get_data_path(), "fonts", "ttf", name), folder)


def _legible(diagnostic: str, source: Path) -> str:
    """Say what Typst says with the page and the text that it is about, rather than with a line of generated source."""
    found = [_sentence(match, source) for match in DIAGNOSTIC.finditer(diagnostic)]
    return "\n".join(dict.fromkeys(found)) or diagnostic.strip()


def _sentence(match: re.Match[str], source: Path) -> str:
    what, place = match["what"], match["file"].replace("\\", "/")
    page = place.rpartition("pages/")[2].removesuffix(".typ")
    file = source / "pages" / f"{page}.typ"
    if not file.exists():
        return f"{what} ({place}, line {match['line']})"
    line = file.read_text("utf-8").splitlines()[int(match["line"]) - 1]
    text = STRING.search(line, int(match["column"]))
    return f"{page}: {what}" + (f" in “{text[1]}”" if text else "")
