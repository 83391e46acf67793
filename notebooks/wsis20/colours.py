"""Colours and marks of all figures, light and dark; and nothing else, so that who needs them loads no library."""

from __future__ import annotations

# Ink and regions in the light theme, and what replaces them in the dark one. Every colour has at least 4.5:1 against
# its page; regions differ in their mark and in colours that stay apart under simulated colour vision deficiencies.
INK, MUTED, RULE, BAND, PAPER = "#1f2328", "#57606a", "#d0d7de", "#eef1f4", "#ffffff"
SHADE = "#c5d3e3"  # what marks are held against
REGION_COLOURS = ("#504f5e", "#b25d00", "#145ea8", "#1d8365", "#a52d74", "#695115")
REGION_MARKS = ("o", "s", "^", "D", "v", "P")
DARK = {
    INK: "#e6e8eb",
    MUTED: "#a3abb5",
    RULE: "#3b434c",
    BAND: "#262c33",
    PAPER: "#14181d",
    SHADE: "#35475a",
    "#504f5e": "#b7b8c2",
    "#b25d00": "#ed9f64",
    "#145ea8": "#6faeef",
    "#1d8365": "#5cd5ab",
    "#a52d74": "#e66eb2",
    "#695115": "#eaca52",
}
