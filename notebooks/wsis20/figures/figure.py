"""What every kind of figure returns."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from wsis20 import naming


@dataclass(frozen=True)
class Figure:
    """A drawn figure: its caption, alt text, the frame that it shows, and its SVG.

    ``narrow`` is a second drawing of the same for a phone, empty where the one serves both. ``title`` says what is to
    be seen, in a sentence.
    """

    name: str
    caption: str
    alt: str
    data: pd.DataFrame
    svg: str
    narrow: str = ""
    title: str = ""

    def __post_init__(self) -> None:
        """Refuse a name that no file can have."""
        naming.refuse_odd(self.name)

    def _repr_mimebundle_(self, include=None, exclude=None) -> tuple[dict[str, str], dict]:
        """Offer the figure to Jupyter; the plain text is the data, so that comparing outputs compares values."""
        data = {naming.PICTURE: self.svg, "text/plain": self.to_csv().rstrip("\n")}
        if self.narrow:
            data[naming.NARROW] = self.narrow
        about = {"name": self.name, "title": self.title, "caption": self.caption, "alt": self.alt}
        return data, {"wsis20": {"figure": about}}

    def to_csv(self) -> str:
        """Return the data as CSV."""
        return self.data.to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d")
