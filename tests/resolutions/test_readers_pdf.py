# SPDX-License-Identifier: EUPL-1.2
import io
from pathlib import Path

import pikepdf
from PIL import Image

from comity.resolutions.model import Line, Role, Source, Style
from comity.resolutions.readers import lines_of

from . import made

PAGE = """
#set page(width: 420pt, height: 560pt, margin: 60pt,
  header: context if counter(page).get().first() > 1 [LC-ASP/3/Res.4],
  footer: context [30-11223 #h(1fr) #counter(page).get().first()/3])
#set text(font: "DejaVu Sans Mono", size: 10pt)
#set par(leading: 4pt, spacing: 14pt)
"""
LONG = "Noting the part that lamps and their keepers have in the safety of all who sail along these coasts,"


def read(source: str, folder: Path) -> Source:
    found = lines_of(made.set_page(source, folder))
    assert found is not None
    return found


def paragraphs(source: Source) -> list[str]:
    """Lines put together where no gap is between them."""
    out = [""]
    for line in source.lines:
        if line.role != Role.BODY:
            continue
        if line.text:
            out[-1] = f"{out[-1]} {line.text}".strip()
        elif out[-1]:
            out.append("")
    return [one for one in out if one]


def styled(line: Line, style: Style) -> list[str]:
    return [line.text[span.start : span.end] for span in line.spans if span.style == style]


def test_lines_have_page_size_indent_and_gaps_between_paragraphs(tmp_path: Path) -> None:
    found = read(f"{PAGE}#emph[The Assembly],\n\n{LONG}\n\n1. Welcomes the lamps;", tmp_path)
    assert (found.format, found.flowing) == ("pdf", False)
    assert paragraphs(found)[:3] == ["The Assembly,", LONG, "1. Welcomes the lamps;"]
    first = found.lines[0]
    assert (first.page, first.size, first.indent) == (1, 10.0, 60.0)


def test_marker_is_raised_and_its_note_is_smaller(tmp_path: Path) -> None:
    found = read(f"{PAGE}Welcoming the report#footnote[LC/3/12.] of the Keeper,", tmp_path)
    line = next(line for line in found.lines if line.text.startswith("Welcoming"))
    note = next(line for line in found.lines if "LC/3/12." in line.text)
    assert line.text == "Welcoming the report1 of the Keeper,"
    assert styled(line, Style.SUPERSCRIPT) == styled(note, Style.SUPERSCRIPT) == ["1"]
    assert note.size < line.size


def test_italic_is_known_by_the_font(tmp_path: Path) -> None:
    source = PAGE.replace('font: "DejaVu Sans Mono"', 'font: "Libertinus Serif"')
    line = next(
        line for line in read(f"{source}1. #emph[Also requests] the Keeper", tmp_path).lines if "Also" in line.text
    )
    assert styled(line, Style.ITALIC) == ["Also requests"]


def test_headers_and_footers_are_marked_and_notes_are_not(tmp_path: Path) -> None:
    page = f"{LONG}#footnote[See LC/9.]\n#pagebreak()\n"
    found = read(f"{PAGE}{page * 2}The end.", tmp_path)
    assert {line.text for line in found.lines if line.role == Role.HEADER} == {"LC-ASP/3/Res.4"}
    assert {line.text for line in found.lines if line.role == Role.FOOTER} == {
        f"30-11223\t{page}/3" for page in (1, 2, 3)
    }
    assert [line.role for line in found.lines if "See LC/9." in line.text] == [Role.BODY, Role.BODY]


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    half = "Noting the part that the lamps have in the safety of all. " * 14
    found = read(
        PAGE.replace("width: 420pt", "width: 760pt").replace("margin: 60pt", "margin: 60pt, columns: 2")
        + f"Left begins. {half} Left ends.\n#colbreak()\nRight begins. {half} Right ends.",
        tmp_path,
    )
    assert [one for one in paragraphs(found) if "begins" in one] == [
        f"Left begins. {half}Left ends.",
        f"Right begins. {half}Right ends.",
    ]


def test_cells_far_apart_are_separated_by_tabs(tmp_path: Path) -> None:
    found = read(
        f"{PAGE}#table(columns: (90pt, 90pt, 90pt), stroke: none, [Year], [Lamps], [Boats], [2030], [12], [4])",
        tmp_path,
    )
    assert [line.text for line in found.lines if "\t" in line.text][:2] == ["Year\tLamps\tBoats", "2030\t12\t4"]


def test_table_that_fills_a_page_keeps_its_rows(tmp_path: Path) -> None:
    cells = "".join(f"[Harbour dues of the year {year}], [{year} 000 000 dollars]," for year in range(2010, 2030))
    found = read(f"{PAGE}#set text(size: 8pt)\n#table(columns: (170pt, 130pt), stroke: none, {cells})", tmp_path)
    assert [line.text for line in found.lines if "2029" in line.text] == [
        "Harbour dues of the year 2029\t2029 000 000 dollars"
    ]


def test_page_on_its_side_is_read_upright(tmp_path: Path) -> None:
    found = read(f"{PAGE}#rotate(90deg, reflow: true)[Decides to keep the lamps lit]\n", tmp_path)
    assert "Decides to keep the lamps lit" in [line.text for line in found.lines]


def test_arabic_is_in_the_order_in_which_it_is_read(tmp_path: Path) -> None:
    source = PAGE.replace("size: 10pt", 'size: 10pt, lang: "ar", dir: rtl') + (
        "إن جمعية الدول الأطراف،\n\n"
        "إذ تشير إلى قرارها 76/217 المؤرخ 20 كانون الأول،#footnote[القرار LC-ASP/3/Res.4.]\n\n"
        "1- ترحب بتقرير أمين المنارة (انظر الفقرة 3 (ب))؛\n\n"
        "2- تقرر عقد دورتها من 18 إلى 21 حزيران، وترحب بما قدمته الدول الأطراف من دعم للمنارات على هذا الساحل.\n"
    )
    found = read(source, tmp_path)
    assert paragraphs(found)[:4] == [
        "إن جمعية الدول الأطراف،",
        "إذ تشير إلى قرارها 76/217 المؤرخ 20 كانون الأول،1",
        "1- ترحب بتقرير أمين المنارة (انظر الفقرة 3 (ب))؛",
        "2- تقرر عقد دورتها من 18 إلى 21 حزيران، وترحب بما قدمته الدول الأطراف من دعم للمنارات على هذا الساحل.",
    ]
    note = next(line for line in found.lines if "LC-ASP" in line.text)
    assert note.text == "1 القرار LC-ASP/3/Res.4."
    assert styled(note, Style.SUPERSCRIPT) == ["1"]


def test_marker_before_a_symbol_is_not_drawn_into_it(tmp_path: Path) -> None:
    source = PAGE.replace("size: 10pt", 'size: 10pt, lang: "ar", dir: rtl')
    found = read(source + "إن جمعية الدول الأطراف،#footnote[LC/4/7، الفقرات 4 إلى 9.]", tmp_path)
    note = next(line for line in found.lines if "LC/4/7" in line.text)
    assert (note.text, styled(note, Style.SUPERSCRIPT)) == ("1 LC/4/7، الفقرات 4 إلى 9.", ["1"])


def test_page_without_text_among_others_is_said(tmp_path: Path) -> None:
    out = io.BytesIO()
    Image.new("L", (420, 560), 255).save(out, "PDF")
    with pikepdf.open(io.BytesIO(made.set_page(PAGE + LONG, tmp_path))) as pdf, pikepdf.open(out) as picture:
        pdf.pages.extend(picture.pages)
        both = io.BytesIO()
        pdf.save(both)
    found = lines_of(both.getvalue())
    assert found is not None
    assert [(doubt.code, doubt.message.en) for doubt in found.doubts] == [
        ("page", "Page 2 is a picture; its text was not read.")
    ]
