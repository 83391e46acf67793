"""Write the same ``.buildinfo`` on every machine.

The file holds a hash of the configuration, to which the theme adds the folder in which it is installed.
"""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx


def forget_installation(app: Sphinx) -> None:
    """Take absolute folders out of what is hashed; the templates in them are loaded by now."""
    if app.builder.name == "html":
        app.config.templates_path[:] = [path for path in app.config.templates_path if not Path(path).is_absolute()]
        app.builder.build_info = app.builder.create_build_info()


def setup(app: Sphinx) -> None:
    """Go first, before other extensions add folders of their own."""
    app.connect("builder-inited", forget_installation, priority=0)
