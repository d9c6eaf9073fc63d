"""A confusion matrix as a picture: SVG without any library."""

from collections.abc import Sequence
from html import escape
from typing import Final

_CELL: Final = 46
_LETTER: Final = 7.2  # width of a letter of the labels, about
_FONT: Final = "font-family='DejaVu Sans, Arial, sans-serif' font-size='12'"


def confusion_svg(labels: Sequence[str], matrix: Sequence[Sequence[int]], title: str) -> str:
    """A confusion matrix, rows the true labels, columns the given ones; the darker a cell, the more of its row."""
    margin = round(max(len(label) for label in labels) * _LETTER) + 16
    side = _CELL * len(labels)
    width, height = margin + side + 16, margin + side + 40
    parts = [
        f"<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='{height}' {_FONT}>",
        f"<title>{escape(title)}</title><rect width='100%' height='100%' fill='white'/>",
        f"<text x='8' y='20' font-weight='bold'>{escape(title)}</text>",
    ]
    top = margin + 24
    for number, label in enumerate(labels):
        middle = number * _CELL + _CELL / 2
        parts.append(f"<text x='{margin - 6}' y='{top + middle + 4}' text-anchor='end'>{escape(label)}</text>")
        x, y = margin + middle + 4, top - 6
        parts.append(f"<text x='{x}' y='{y}' transform='rotate(-90 {x} {y})'>{escape(label)}</text>")
    for row, counts in enumerate(matrix):
        whole = max(sum(counts), 1)
        for column, count in enumerate(counts):
            parts += _cell(margin + column * _CELL, top + row * _CELL, count, count / whole)
    return "\n".join([*parts, "</svg>", ""])


def _cell(x: int, y: int, count: int, share: float) -> list[str]:
    shade = [round(255 - share * (255 - full)) for full in (31, 78, 121)]
    fill = f"rgb({shade[0]},{shade[1]},{shade[2]})"
    cell = [f"<rect x='{x}' y='{y}' width='{_CELL}' height='{_CELL}' fill='{fill}' stroke='#ddd'/>"]
    if count:
        ink = "white" if share > 0.5 else "black"
        middle, base = x + _CELL / 2, y + _CELL / 2 + 4
        cell.append(f"<text x='{middle}' y='{base}' text-anchor='middle' fill='{ink}'>{count}</text>")
    return cell
