# SPDX-License-Identifier: EUPL-1.2
"""Charts as SVG, drawn by Vega without a browser and without a network: the same chart gives the same bytes.

Told apart without colour: bars by pattern and by the number written at each, lines by dash and by the shape of their
points. A number that is hidden is said where its bar would begin. Embed the SVG as `<img alt="...">`, by address or as
`data:` (which the Content-Security-Policy allows); never inline, and never without the table it was drawn from.
"""

import base64
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final

import altair as alt
import vl_convert

ROWS = 60
SERIES = 9
LABEL = 200
"""Signs of a label; what is longer is cut with an ellipsis, since its table has it whole."""
FONTS: Final = {
    "ar": "DejaVu Sans, Noto Sans Arabic, Arial, sans-serif",
    "zh": "Noto Sans CJK SC, Noto Sans SC, Microsoft YaHei, PingFang SC, sans-serif",
}
"""By language: the first has the script and Latin letters as well, since not every program mixes fonts."""
_FONT: Final = "Liberation Sans, Arial, DejaVu Sans, sans-serif"
WIDTH: Final = 430
_LINE: Final = 30
_LABEL: Final = re.compile(
    r'<text ([^>]*)transform="translate\(([^,]+),([^)]+)\)"([^>]*)>((?:<tspan[^>]*>[^<]*</tspan>)+)</text>'
)
_TSPAN: Final = re.compile(r'<tspan(?: x="0" dy="([^"]+)")?>([^<]*)</tspan>')
_NEEDLESS: Final = re.compile(r' (?:aria-[a-z]+|role|class|pointer-events)="[^"]*"')
_INK: Final = "#1d2b3a"
_PALE: Final = "#c9d1d9"
_DASHES: Final = ((1, 0), (6, 3), (2, 2), (8, 3, 2, 3), (1, 3), (10, 4), (4, 2, 1, 2, 1, 2), (12, 2), (16, 3, 3, 3))
_SHAPES: Final = (
    "circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "triangle-right", "triangle-left",
    "wedge",
)  # fmt: skip
_WHITE: Final = '<rect width="8" height="8" fill="#ffffff"/>'
_STROKE: Final = f'stroke="{_INK}" stroke-width="1.6"'
# A plain colour is no pattern: some programs leave seams between the tiles of one.
_FILLS: Final = (
    _INK,
    _PALE,
    f'{_WHITE}<path d="M-2 2L2 -2M0 8L8 0M6 10L10 6" {_STROKE}/>',
    f'{_WHITE}<circle cx="4" cy="4" r="1.7" fill="{_INK}"/>',
    "#7b8794",
    f'{_WHITE}<path d="M0 4H8" {_STROKE}/>',
    f'{_WHITE}<path d="M-2 6L2 10M0 0L8 8M6 -2L10 2" {_STROKE}/>',
    f'{_WHITE}<path d="M4 0V8M0 4H8" {_STROKE}/>',
    "#ffffff",
)


class Kind(StrEnum):
    BAR = "bar"
    STACKED = "stacked"
    LINE = "line"


class Undrawn(ValueError):
    """It cannot be drawn; says why."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn: a number for each row and series, with how it is written.

    A number that is None and written is hidden, and one that is None and not written is missing.
    """

    kind: Kind
    rows: tuple[str, ...]
    series: tuple[str, ...]
    numbers: tuple[tuple[Decimal | None, ...], ...]
    written: tuple[tuple[str, ...], ...]
    language: str = "en"
    thousands: str = ","
    decimal: str = "."

    @property
    def rtl(self) -> bool:
        return self.language == "ar"

    def check(self) -> None:
        """Raise Undrawn unless it can be drawn."""
        if not 1 <= len(self.rows) <= ROWS or not 1 <= len(self.series) <= SERIES:
            raise Undrawn(f"1 to {ROWS} rows and 1 to {SERIES} series are drawn")
        shape = (len(self.rows), {len(self.series)})
        if any((len(table), {*map(len, table)}) != shape for table in (self.numbers, self.written)):
            raise Undrawn("one number is needed for each row and series")


def svg(drawing: Drawing) -> bytes:
    """Return the chart as SVG; raises Undrawn."""
    drawing.check()
    chart = _lines(drawing) if drawing.kind is Kind.LINE else _bars(drawing)
    numbers = {"decimal": drawing.decimal, "thousands": drawing.thousands, "grouping": [3], "currency": ["", ""]}
    drawn = vl_convert.vegalite_to_svg(chart.to_dict(validate=False), allowed_base_urls=[], format_locale=numbers)
    return _with_patterns(_apart(_NEEDLESS.sub("", drawn)), len(drawing.series)).encode()


@lru_cache(maxsize=256)  # drawing takes a tenth of a second, and pages show the same charts again
def address(drawing: Drawing) -> str:
    """Return the chart as an address that holds it, for `<img src>`; raises Undrawn."""
    return in_address(svg(drawing))


def in_address(picture: bytes) -> str:
    """Return an SVG as an address that holds it."""
    return f"data:image/svg+xml;base64,{base64.b64encode(picture).decode()}"


def png(picture: bytes, *, scale: float = 2.0) -> bytes:
    """Return an SVG of `svg` as PNG, for programs that cannot draw SVG."""
    return vl_convert.svg_to_png(picture.decode(), scale=scale)


def _apart(drawn: str) -> str:
    """Make each line of a label a text of its own: not every program lays lines from right to left below each other."""

    def lines(found: re.Match[str]) -> str:
        before, x, y, after, inside = found.groups()
        texts, at = [], float(y)
        for down, words in _TSPAN.findall(inside):
            at += float(down or 0)
            texts.append(f'<text {before}transform="translate({x},{at:g})"{after}>{words}</text>')
        return "".join(texts)

    return _LABEL.sub(lines, drawn)


def _with_patterns(drawn: str, count: int) -> str:
    patterns = "".join(
        f'<pattern id="p{number}" width="8" height="8" patternUnits="userSpaceOnUse">{fill}</pattern>'
        for number, fill in enumerate(_FILLS[:count])
        if fill.startswith("<")
    )
    return re.sub(r"<svg [^>]*>", lambda found: f"{found[0]}<defs>{patterns}</defs>", drawn, count=1)


def _data(drawing: Drawing) -> alt.Data:
    """Labels are parameters, and numbers data: nothing that was typed is a part of an expression."""
    most = max((float(sum(one or 0 for one in row)) for row in drawing.numbers), default=0) or 1
    values = []
    for row, numbers in enumerate(drawing.numbers):
        end = 0.0
        for series, number in enumerate(numbers):
            size, written = float(number or 0), drawing.written[row][series]
            is_wide = size / most * WIDTH > 7 * len(written)
            values.append(
                {
                    "row": row, "series": series, "written": written,
                    "number": None if number is None else size, "at": size,
                    "middle": end + size / 2, "within": written if number is not None and is_wide else "",
                    "end": float(sum(one or 0 for one in numbers)),
                    "beyond": written if number is None else "",
                }
            )  # fmt: skip
            end += size
    return alt.InlineData(values=values)


def _wide(sign: str) -> int:
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def _broken(label: str) -> list[str]:
    """Break a label into lines of about the same width, at blanks, or anywhere in scripts without blanks."""
    text = " ".join(label.split())
    text = text if len(text) <= LABEL else f"{text[: LABEL - 1]}…"
    lines, width = [""], 0
    for piece in re.findall(r"[\u3000-\u9fff\uff00-\uffef]|[^\s\u3000-\u9fff\uff00-\uffef]{1,30}\s?", text):
        wide = sum(map(_wide, piece.rstrip()))
        if width and width + wide > _LINE:
            lines, width = [*lines, ""], 0
        lines[-1] += piece
        width += sum(map(_wide, piece))
    return [line.rstrip() for line in lines]


def _labels(drawing: Drawing, names: Sequence[str]) -> list[list[str]]:
    mark = "\u200f" if drawing.rtl else ""
    return [[f"{mark}{line}{mark}" for line in _broken(name)] for name in names]


def _dressed(chart: Any, drawing: Drawing) -> Any:
    rows, series = _labels(drawing, drawing.rows), _labels(drawing, [name[:60] for name in drawing.series])
    return (
        chart.add_params(
            alt.param(name="rowLabels", value=rows),
            alt.param(name="seriesLabels", value=[" ".join(lines) for lines in series]),
        )
        .configure(font=FONTS.get(drawing.language, _FONT), background="#ffffff", padding=6)
        .configure_view(stroke=None)
        .configure_axis(
            labelFontSize=10, labelColor=_INK, domainColor=_INK, tickColor=_INK, gridColor="#e3e7eb", title=None
        )
        .configure_legend(
            labelFontSize=10, labelColor=_INK, title=None, labelLimit=WIDTH, symbolStrokeColor=_INK,
            symbolSize=120, symbolOpacity=1, orient="top", direction="horizontal"
        )
    )  # fmt: skip


def _legend(drawing: Drawing, **more: Any) -> Any:
    if len(drawing.series) == 1:
        return None
    longest = max(sum(map(_wide, name[:60])) for name in drawing.series)
    return alt.Legend(
        columns=max(1, min(4, WIDTH // (7 * longest + 30))), labelExpr="seriesLabels[datum.value]", **more
    )


def _fill(place: int) -> str:
    return f"url(#p{place})" if _FILLS[place].startswith("<") else _FILLS[place]


def _fills(drawing: Drawing) -> alt.Scale:
    places = list(range(len(drawing.series)))
    return alt.Scale(domain=places, range=[_fill(place) for place in places])


def _row_axis(**more: Any) -> alt.Axis:
    return alt.Axis(
        labelExpr="rowLabels[datum.value]", labelLimit=0, ticks=False, labelPadding=6, labelLineHeight=12, **more
    )


def _few(drawing: Drawing, *, is_stacked: bool) -> dict[str, Any]:
    """Of a few whole things every number is a tick: nobody counts half of one."""
    shown = [[one or 0 for one in row] for row in drawing.numbers]
    most = max(map(sum, shown)) if is_stacked else max(map(max, shown))
    is_whole = all(one == int(one) for row in shown for one in row)
    return {"values": list(range(int(most) + 1))} if is_whole and 0 < most <= 5 else {}


def _bars(drawing: Drawing) -> Any:
    is_stacked = drawing.kind is Kind.STACKED
    axis = alt.Axis(format=",.3~f", tickCount=5, tickMinStep=1, **_few(drawing, is_stacked=is_stacked))
    scale = alt.Scale(reverse=drawing.rtl, nice=True, zero=True)
    side = "right" if drawing.rtl else "left"
    base = alt.Chart(_data(drawing)).encode(
        y=alt.Y("row:O", axis=_row_axis(orient=side), scale=alt.Scale(paddingInner=0.3))
    )
    bars = base.mark_bar(stroke=_INK, strokeWidth=0.7).encode(
        x=alt.X("at:Q", axis=axis, scale=scale, stack="zero" if is_stacked else None),
        fill=alt.Fill("series:O", scale=_fills(drawing), legend=_legend(drawing)),
        order=alt.Order("series:Q"),
    )
    if is_stacked:
        layers = [bars, *_within(base), _after(base, drawing, "end:Q", "beyond:N")]
    else:
        offset = alt.YOffset("series:O", scale=alt.Scale(paddingInner=0.1))
        layers = [one.encode(yOffset=offset) for one in (bars, _after(base, drawing, "at:Q", "written:N"))]
    lines = 13 * max(len(_broken(row)) for row in drawing.rows) + 6
    step = max(lines, 26 if is_stacked else 16 * len(drawing.series) + 8)
    return _dressed(alt.layer(*layers).properties(width=WIDTH, height=step * len(drawing.rows)), drawing)


def _after(base: Any, drawing: Drawing, x: str, text: str) -> Any:
    """Words beyond the end of a bar."""
    side, way = ("right", -4) if drawing.rtl else ("left", 4)
    return base.mark_text(align=side, dx=way, fontSize=9, fill=_INK, baseline="middle").encode(x=alt.X(x), text=text)


def _within(base: Any) -> tuple[Any, Any]:
    """Numbers in the midst of the parts of a stack that are wide enough for them, on a white ground."""
    text = base.encode(x=alt.X("middle:Q"), text="within:N")
    return (
        text.mark_text(fontSize=9, stroke="#ffffff", strokeWidth=4, strokeJoin="round", fill="#ffffff"),
        text.mark_text(fontSize=9, fill=_INK),
    )


def _lines(drawing: Drawing) -> Any:
    places = list(range(len(drawing.series)))
    legend = _legend(drawing, symbolFillColor="#ffffff", symbolStrokeWidth=1.5)
    dashes = alt.Scale(domain=places, range=[list(dash) for dash in _DASHES[: len(places)]])
    shapes = alt.Scale(domain=places, range=list(_SHAPES[: len(places)]))
    axis = alt.Axis(format=",.3~f", tickMinStep=1, orient="right" if drawing.rtl else "left")
    base = alt.Chart(_data(drawing)).encode(
        x=alt.X("row:O", axis=_row_axis(labelAngle=0), scale=alt.Scale(reverse=drawing.rtl)),
        stroke=alt.Stroke("series:O", scale=alt.Scale(domain=places, range=[_INK] * len(places)), legend=legend),
    )
    number = alt.Y("number:Q", axis=axis, scale=alt.Scale(zero=True))
    lines = base.mark_line(strokeWidth=1.4, invalid="break-paths-show-path-domains").encode(
        y=number, strokeDash=alt.StrokeDash("series:O", scale=dashes, legend=legend)
    )
    points = base.mark_point(fill="#ffffff", size=50, opacity=1).encode(
        y=number, shape=alt.Shape("series:O", scale=shapes, legend=legend)
    )
    said = base.mark_text(dy=-9, fontSize=9, fill=_INK, strokeWidth=0).encode(y=alt.Y("at:Q"), text="written:N")
    return _dressed(alt.layer(lines, points, said).properties(width=WIDTH, height=220), drawing)
