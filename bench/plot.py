"""Curves over sizes, and bars of ratios, as SVG: plain shapes that any browser draws."""

from collections.abc import Mapping, Sequence
from html import escape
from math import ceil, floor, log10

__all__ = ["bars", "curves"]

_COLOURS = ("#0b5fa5", "#c2410c", "#15803d", "#7e22ce", "#57534e", "#b91c1c")
_WIDTH, _HEIGHT, _LEFT, _TOP, _RIGHT, _BOTTOM = 760, 420, 70, 40, 190, 50
Points = Sequence[tuple[float, float]]


def _page(title: str, body: list[str], height: int = _HEIGHT) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" font-family="sans-serif" '
        f'font-size="12" role="img"><title>{escape(title)}</title><rect width="100%" height="100%" fill="#fff"/>'
        f'<text x="{_LEFT}" y="22" font-size="15">{escape(title)}</text>' + "".join(body) + "</svg>\n"
    )


def _decades(values: Sequence[float]) -> tuple[int, int]:
    low, high = floor(log10(min(values))), ceil(log10(max(values)))
    return low, max(high, low + 1)


def _text(x: float, y: float, words: str, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def _line(x1: float, y1: float, x2: float, y2: float, colour: str = "#ddd") -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"/>'


def curves(title: str, unit: str, series: Mapping[str, Points]) -> str:
    """A line for each series of (triples, value) over logarithmic axes: flat cost is a flat line."""
    points = [point for line in series.values() for point in line]
    (x_low, x_high), (y_low, y_high) = _decades([x for x, _ in points]), _decades([y for _, y in points])
    right, bottom = _WIDTH - _RIGHT, _HEIGHT - _BOTTOM

    def at(x: float, y: float) -> tuple[float, float]:
        return (
            _LEFT + (log10(x) - x_low) / (x_high - x_low) * (right - _LEFT),
            bottom - (log10(y) - y_low) / (y_high - y_low) * (bottom - _TOP),
        )

    body = []
    for power in range(x_low, x_high + 1):
        x = at(10.0**power, 10.0**y_low)[0]
        body += [
            _line(x, _TOP, x, bottom),
            _text(x, bottom + 18, f"{10**power:,}" if power >= 0 else "", "middle"),
        ]
    for power in range(y_low, y_high + 1):
        y = at(10.0**x_low, 10.0**power)[1]
        body += [_line(_LEFT, y, right, y), _text(_LEFT - 6, y + 4, f"{10.0**power:g}", "end")]
    body += [_text((_LEFT + right) / 2, _HEIGHT - 10, "triples", "middle"), _text(8, _TOP - 4, unit)]
    for nth, (name, line) in enumerate(series.items()):
        colour = _COLOURS[nth % len(_COLOURS)]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in (at(*point) for point in line))
        body.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        body += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in (at(*p) for p in line)]
        y = _TOP + 18 * nth
        body += [_line(right + 12, y, right + 30, y, colour), _text(right + 36, y + 4, name)]
    return _page(title, body)


def bars(title: str, ratios: Mapping[str, float]) -> str:
    """A bar for each ratio over a logarithmic axis; right of the line is ours, left of it theirs."""
    reach = max(1.0, *(abs(log10(value)) for value in ratios.values()))
    middle, row = 400, 22
    body = [_line(middle, _TOP - 6, middle, _TOP + row * len(ratios), "#57534e")]
    for nth, (name, value) in enumerate(ratios.items()):
        y, length = _TOP + row * nth, log10(value) / reach * 220
        colour = _COLOURS[0] if value >= 1 else _COLOURS[1]
        body.append(f'<rect x="{middle + min(0.0, length):.1f}" y="{y}" width="{abs(length):.1f}" height="14" '
                    f'fill="{colour}"/>')  # fmt: skip
        end = middle + length + (6 if value >= 1 else -6)
        body += [_text(8, y + 11, name), _text(end, y + 11, f"{value:.3g} ×", "start" if value >= 1 else "end")]
    return _page(title, body, _TOP + row * len(ratios) + 20)
