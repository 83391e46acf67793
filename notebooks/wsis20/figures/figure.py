"""What every kind of figure returns."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from wsis20 import naming


@dataclass(frozen=True)
class Figure:
    """A drawn figure: SVG, caption, alt text, and the frame that it shows."""

    name: str
    caption: str
    alt: str
    data: pd.DataFrame
    svg: str

    def __post_init__(self) -> None:
        """Refuse a name that no file can have."""
        naming.refuse_odd(self.name)

    def _repr_mimebundle_(self, include=None, exclude=None) -> tuple[dict[str, str], dict]:
        """Offer the figure to Jupyter; the plain text is the data, so that comparing outputs compares values."""
        data = {"image/svg+xml": self.svg, "text/plain": self.to_csv().rstrip("\n")}
        return data, {"wsis20": {"figure": {"name": self.name, "caption": self.caption, "alt": self.alt}}}

    def to_csv(self) -> str:
        """Return the data as CSV."""
        return self.data.to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d")
