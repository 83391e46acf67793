"""Generated texts: they are what the data give, and nothing else."""

from __future__ import annotations

import pytest
from wsis20 import datapackage, documentation
from wsis20.__main__ import main

TEXTS = documentation.texts()


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_generated_texts_are_current(path):
    assert path.read_text(encoding="utf-8") == TEXTS[path], "run: python -m wsis20 describe"


def test_dictionary_has_every_field_and_codebook_every_theme():
    readme, codebook = (
        next(text for path, text in TEXTS.items() if path.name == name) for name in ("README.md", "codebook.md")
    )
    package = datapackage.load()
    for table, schema in package.schemas.items():
        section = readme.split(f"\n### {table}\n")[1].split("\n### ")[0]
        assert all(f"| `{field['name']}` |" in section for field in schema["fields"])
    assert all(f"(`{theme}`)" in codebook for theme in package["themes"]["theme_id"])


def test_describe_writes_what_changed_only(package_copy, capsys):
    assert main(["describe", "--package", str(package_copy.folder)]) == 0
    assert "nothing was written" in capsys.readouterr().out
    package_copy.change("themes", "gender", definition="Differences between women and men in the digital world.")
    assert main(["describe", "--package", str(package_copy.folder)]) == 0
    assert capsys.readouterr().out.splitlines() == [f"wrote {package_copy.folder / 'codebook' / 'codebook.md'}"]
