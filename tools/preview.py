"""Show the book while it is written: pages are built anew when a file is saved, and the browser shows them by itself.

``make preview``, web pages only. What would keep the book from being published (data that break a rule, a notebook that
is stale, a sentence that no longer holds) stands in a bar above the page, and does not keep it from being shown.
"""

from __future__ import annotations

import os
import sys

from jupyter_book.config import get_final_config
from wsis20.project import BUILD, ROOT

FOLDER = BUILD / "preview"
PORT = 8420
WATCHED = ("book", "notebooks", "datapackage", "_config.yml", "_toc.yml", "CITATION.cff", "README.md", "CHANGELOG.md")


def configuration() -> str:
    """Return the settings that Jupyter Book makes of ``_config.yml``, as Sphinx reads them."""
    settings, _ = get_final_config(
        user_yaml=ROOT / "_config.yml", sourcedir=ROOT, cli_config={"latex_individualpages": False}
    )
    settings["external_toc_path"] = str(ROOT / "_toc.yml")
    settings["wsis20_preview"] = True
    for name in ("bibtex_bibfiles", "html_static_path", "templates_path"):  # which count from the settings
        settings[name] = [str(ROOT / path) for path in settings[name]]
    settings["html_favicon"] = str(ROOT / settings["html_favicon"])
    lines = [f"{name} = {value!r}" for name, value in sorted(settings.items())]
    return "\n".join(["import sys", f"sys.path.insert(0, {str(ROOT / 'book' / '_ext')!r})", *lines, ""])


def command(port: int) -> list[str]:
    """Return the command that serves the book and looks at what is saved."""
    unwatched = [str(path) for path in sorted(ROOT.iterdir()) if path.name not in WATCHED]
    ignored = [word for path in unwatched for word in ("--ignore", path)]
    options = ["--port", str(port), "--delay", "0", "--re-ignore", r"__pycache__|\.ipynb_checkpoints|\.part$", *ignored]
    return [sys.executable, "-m", "sphinx_autobuild", *options, "-c", str(FOLDER), str(ROOT), str(FOLDER / "html")]


def main() -> None:
    """Write the settings, and become the command."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "conf.py").write_text(configuration(), encoding="utf-8")
    port = int(sys.argv[1]) if sys.argv[1:] else PORT
    os.execv(sys.executable, command(port))


if __name__ == "__main__":
    main()
