# SPDX-License-Identifier: EUPL-1.2
"""Charts as SVG: the same bytes each time, nothing fetched, nothing told by colour alone, nothing run."""

import dataclasses
import io
import re
from decimal import Decimal

import pytest
from defusedxml import ElementTree
from PIL import Image

from comity.core import charts
from comity.core.charts import Drawing, Kind, Undrawn

D = Decimal
ROWS = ("Arrest and surrender", "A label so long that it must be broken over lines, since no page is as wide as it is")
DRAWING = Drawing(
    Kind.BAR, ROWS, ("Executed", "Refused"), ((D(1200), None), (D(30), D(0))), (("1,200", "not printed"), ("30", "0"))
)
SVG = "{http://www.w3.org/2000/svg}"


def texts(svg: bytes) -> list[str]:
    return ["".join(element.itertext()) for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def drawn(kind: Kind, language: str = "en") -> bytes:
    return charts.svg(dataclasses.replace(DRAWING, kind=kind, language=language))


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_chart_is_the_same_each_time_and_fits_the_content_security_policy(kind: Kind, language: str) -> None:
    svg = drawn(kind, language)

    assert svg == drawn(kind, language)
    assert not re.search(rb"style|script|href=\"|<image|foreignObject|\son[a-z]+=|url\((?!#)", svg)
    assert set(re.findall(rb"https?://[^\"]+", svg)) == {
        b"http://www.w3.org/2000/svg", b"http://www.w3.org/1999/xlink",
    }  # fmt: skip


@pytest.mark.parametrize("kind", Kind)
def test_every_number_is_written_and_a_hidden_one_is_said_to_be(kind: Kind) -> None:
    said = texts(drawn(kind))

    assert "not printed" in said
    assert "1,200" in said


def test_series_are_told_apart_in_grey_by_pattern_dash_and_shape() -> None:
    nine = tuple(f"s{number}" for number in range(9))
    numbers = (tuple(D(10 + number) for number in range(9)),)
    drawing = Drawing(Kind.BAR, ("a",), nine, numbers, (tuple("x" * 9),))

    fills = re.findall(rb'fill="(url\(#p\d\)|#[0-9a-f]{6})" stroke="#1d2b3a" stroke-width="0.7"', charts.svg(drawing))
    lines = charts.svg(dataclasses.replace(drawing, kind=Kind.LINE, rows=("a", "b"), numbers=numbers * 2,
                                           written=drawing.written * 2))  # fmt: skip

    assert len(fills) == len(set(fills)) == 9
    assert len(set(re.findall(rb'stroke-dasharray="([^"]+)"', lines))) >= 9
    for colour in re.findall(rb"#[0-9a-f]{6}", charts.svg(drawing) + lines):
        red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
        assert max(red, green, blue) - min(red, green, blue) < 40, colour


def test_long_label_is_broken_at_blanks_and_cut_with_an_ellipsis_in_the_end() -> None:
    drawing = dataclasses.replace(DRAWING, rows=(ROWS[1], "word " * 100))

    said = texts(charts.svg(drawing))

    assert "A label so long that it must" in said
    assert any(one.endswith("…") for one in said)


def test_nothing_that_was_typed_is_run() -> None:
    evil = ("datum.value'];alert(1)//", "<script>&amp;\"'</script>")
    drawing = dataclasses.replace(DRAWING, rows=evil, series=("${1+1}", "url(https://example.org/x)"))

    said = texts(charts.svg(drawing))

    assert evil[0] in "".join(said)
    assert evil[1] in said
    assert "${1+1}" in said


def test_arabic_stands_from_right_to_left_each_line_a_text_of_its_own() -> None:
    rows = ("القبض على السفن الجانحة وتقديمها إلى الميناء", "مساعدة أخرى")
    drawing = dataclasses.replace(DRAWING, rows=rows, language="ar")

    svg = charts.svg(drawing)

    assert b"<tspan" not in svg
    labels = re.findall(r"translate\(([\d.]+),[\d.]+\)\"[^>]*>\u200f", svg.decode())
    assert len(labels) >= 3  # right of the axis, which stands on the right


@pytest.mark.parametrize(
    "change",
    [
        {"rows": ()},
        {"rows": ("a",) * 61},
        {"series": ()},
        {"series": ("a",) * 10},
        {"numbers": ((D(1),),)},
        {"written": (("1",), ("2",))},
    ],
)
def test_what_cannot_be_drawn_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(Undrawn):
        charts.svg(dataclasses.replace(DRAWING, **change))  # type: ignore[arg-type]  # one field at a time


def test_picture_for_programs_without_svg() -> None:
    with Image.open(io.BytesIO(charts.png(drawn(Kind.BAR)))) as picture:
        assert picture.format == "PNG"
        assert picture.width > 800
