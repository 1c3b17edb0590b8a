"""Pictures, drawn on the server: SVG without script, shown as `<img>` from a `data:` address.

A picture never stands alone: its sentence is the alternative text, its figures are in a table beside it.
As an image it is a document of its own, with attributes only: the content security policy of the page
has nothing to refuse. Lengths are CSS pixels. Why not a library: decision 0032.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import escape

from lti_tool.typography import french

INK, SOFT, ACCENT, REST, LINE = "#1d2b3a", "#52636f", "#0b5c7a", "#c9d8df", "#dde5ea"
FONT = "system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif"
WIDE, NARROW = 680, 340  # the column of the page, and a telephone
TOP, ROW, BAR = 34, 50, 16  # the legend, a line of the picture, the thickness of a bar
TALL = 200  # the highest column of a histogram, with room for its figure
TITLE = {WIDE: 70, NARROW: 36}  # characters of a title on one line


@dataclass(frozen=True)
class Picture:
    """One picture at two widths, as addresses for `<picture>`, and what it says in words."""

    wide: str
    narrow: str
    text: str


@dataclass(frozen=True)
class Bar:
    """A bar: how much of `whole` is reached, and both in words."""

    label: str
    reached: float
    whole: float
    figures: str


def levels(bars: Sequence[Bar], text: str, *, legend: tuple[str, str]) -> Picture:
    """Reached against targeted: one bar a line, its title above it, all on one scale."""
    return Picture(_levels(bars, WIDE, legend), _levels(bars, NARROW, legend), text)


def histogram(counts: Sequence[tuple[str, int]], text: str) -> Picture:
    """How many people in each class, side by side."""
    return Picture(_histogram(counts, WIDE), _histogram(counts, NARROW), text)


def _levels(bars: Sequence[Bar], width: int, legend: tuple[str, str]) -> str:
    highest = max(bar.whole for bar in bars)
    parts = [*_legend(legend, width)]
    for place, bar in enumerate(bars):
        y = TOP + ROW * place
        parts.append(_text(0, y + 16, _cut(bar.label, TITLE[width] - len(bar.figures))))
        parts.append(_text(width, y + 16, bar.figures, anchor="end", color=SOFT))
        # The frame tells the target, the filling what is reached: readable in black and white too.
        parts.append(_box(0.5, y + 24, bar.whole / highest * (width - 1), REST, stroke=SOFT))
        parts.append(_box(0.5, y + 24, bar.reached / highest * (width - 1), ACCENT, stroke=ACCENT))
    return _address("".join(parts), width, TOP + ROW * len(bars))


def _legend(words: tuple[str, str], width: int) -> Iterator[str]:
    for place, (word, color, line) in enumerate(zip(words, (ACCENT, REST), (ACCENT, SOFT), strict=True)):
        x = place * (width * 0.5)
        yield _box(x + 0.5, 3, 14, color, stroke=line, height=12)
        yield _text(x + 22, 14, word)


def _histogram(counts: Sequence[tuple[str, int]], width: int) -> str:
    highest = max([1, *(count for _, count in counts)])
    step = width / len(counts)
    parts = [f'<path d="M0 {TALL + 20.5}H{width}" stroke="{SOFT}"/>']
    for place, (label, count) in enumerate(counts):
        middle, tall = step * (place + 0.5), TALL * count / highest
        parts.append(_box(step * place + step * 0.12, TALL + 20 - tall, step * 0.76, ACCENT, height=tall))
        parts.append(_text(middle, TALL + 13 - tall, str(count), anchor="middle"))
        parts.append(_text(middle, TALL + 40, label, anchor="middle", color=SOFT, size=13))
    return _address("".join(parts), width, TALL + 52)


def _box(x: float, y: float, width: float, fill: str, *, stroke: str = "none", height: float = BAR) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" height="{height:.1f}" '
        f'rx="2" fill="{fill}" stroke="{stroke}"/>'
    )


def _text(x: float, y: float, words: str, *, anchor: str = "start", color: str = INK, size: int = 14) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{color}" font-size="{size}">'
        f"{escape(french(words))}</text>"
    )


def _cut(words: str, length: int) -> str:
    return words if len(words) <= length else words[: length - 1].rsplit(" ", 1)[0] + "…"


def _address(body: str, width: int, height: float) -> str:
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height:.0f}" '
        f'viewBox="0 0 {width} {height:.0f}" font-family="{FONT}">{body}</svg>'
    )
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode("ascii")
