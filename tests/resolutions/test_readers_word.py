# SPDX-License-Identifier: EUPL-1.2
import io

import docx
import pytest

from comity.resolutions.model import Role, Source, Span, Style
from comity.resolutions.readers import lines_of
from comity.resolutions.readers.numbering import written

from . import made

DEFINITION = (
    '<w:abstractNum w:abstractNumId="7">'
    + made.level(0, "decimal", "%1.")
    + made.level(1, "lowerLetter", "(%2)")
    + made.level(2, "lowerRoman", "(%3)")
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
)
AGAIN = (
    '<w:num w:numId="2"><w:abstractNumId w:val="7"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
)


def read(body: str, **parts: str | bytes) -> Source:
    found = lines_of(made.word(body, **parts))
    assert found is not None
    return found


def texts(source: Source, *roles: Role) -> list[str]:
    return [line.text for line in source.lines if line.role in (roles or Role)]


def test_paragraphs_are_whole_and_keep_their_typed_numbers_and_tabs() -> None:
    found = read(made.paragraph("\t1.\tWelcomes the lamps;") + made.paragraph("") + made.paragraph("\t2.\tNotes them."))
    assert (found.format, found.flowing) == ("docx", True)
    assert texts(found) == ["\t1.\tWelcomes the lamps;", "\t2.\tNotes them."]


def test_italic_verb_is_a_span() -> None:
    line = read(made.paragraph(made.run("1.\t") + made.italic("Requests") + made.run(" the Keeper"))).lines[0]
    assert line.text == "1.\tRequests the Keeper"
    assert line.spans == (Span(3, 11, Style.ITALIC),)


def test_italic_split_by_the_word_processor_is_one_span() -> None:
    body = made.paragraph(made.italic("Also ") + made.italic("requests") + made.run(" the Keeper"))
    assert read(body).lines[0].spans == (Span(0, 13, Style.ITALIC),)


def test_italic_comes_from_styles_and_can_be_switched_off() -> None:
    styles = made.root(
        "styles",
        '<w:style w:type="paragraph" w:styleId="B"><w:rPr><w:i/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/></w:style>',
    )
    body = made.paragraph(made.run("The Assembly") + made.run(",", '<w:i w:val="0"/>'), '<w:pStyle w:val="A"/>')
    assert read(body, styles=styles).lines[0].spans == (Span(0, 12, Style.ITALIC),)


def test_automatic_numbers_are_printed_at_every_level() -> None:
    body = (
        made.numbered("Requests the Keeper:")
        + made.numbered("To trim the lamps:", level=1)
        + made.numbered("At dusk;", level=2)
        + made.numbered("At dawn;", level=2)
        + made.numbered("To keep a book;", level=1)
        + made.numbered("Decides to come back.")
        + made.numbered("To begin with letters again", level=1)
    )
    assert texts(read(body, numbering=made.root("numbering", DEFINITION))) == [
        "1.\tRequests the Keeper:",
        "(a)\tTo trim the lamps:",
        "(i)\tAt dusk;",
        "(ii)\tAt dawn;",
        "(b)\tTo keep a book;",
        "2.\tDecides to come back.",
        "(a)\tTo begin with letters again",
    ]


def test_list_that_starts_over_starts_over_once() -> None:
    body = "".join(
        made.numbered(text, number=number) for number, text in ((1, "a"), (1, "b"), (2, "c"), (2, "d"), (1, "e"))
    )
    assert texts(read(body, numbering=made.root("numbering", DEFINITION + AGAIN))) == [
        "1.\ta", "2.\tb", "1.\tc", "2.\td", "3.\te",
    ]  # fmt: skip


def test_number_stands_before_text_and_spans_move_with_it() -> None:
    line = read(
        made.numbered(made.run("\t") + made.italic("Urges") + made.run(" all")),
        numbering=made.root("numbering", DEFINITION),
    ).lines[0]
    assert (line.text, line.spans) == ("1.\tUrges all", (Span(3, 8, Style.ITALIC),))


def test_list_without_a_definition_prints_nothing() -> None:
    assert texts(read(made.numbered("Notes", number=9), numbering=made.root("numbering", DEFINITION))) == ["Notes"]


@pytest.mark.parametrize(
    ("number", "form", "shown"),
    [
        (27, "lowerLetter", "aa"),
        (29, "upperLetter", "CC"),
        (14, "lowerRoman", "xiv"),
        (4, "upperRoman", "IV"),
        (3, "arabicAbjad", "ج"),
        (2, "arabicAlpha", "ب"),
        (7, "decimalZero", "07"),
        (5, "none", ""),
        (2, "chicago", "†"),
        (8, "ordinalText", "8"),
    ],
)
def test_forms_of_numbers(number: int, form: str, shown: str) -> None:
    assert written(number, form) == shown


def test_footnote_follows_its_paragraph_with_its_marker() -> None:
    found = read(
        made.paragraph(made.run("Welcoming the report") + made.reference(1) + made.run(" of the Keeper,"))
        + made.paragraph(made.run("Noting the lamps,") + made.reference(2)),
        footnotes=made.footnotes(
            "\tLC/3/12.", made.run(" See ") + made.italic("Treaty Series") + made.run(", vol. 9.")
        ),
    )
    assert [(line.role, line.text) for line in found.lines] == [
        (Role.BODY, "Welcoming the report1 of the Keeper,"),
        (Role.NOTE, "1 LC/3/12."),
        (Role.BODY, "Noting the lamps,2"),
        (Role.NOTE, "2 See Treaty Series, vol. 9."),
    ]
    assert found.lines[0].spans == (Span(20, 21, Style.SUPERSCRIPT),)
    assert found.lines[3].spans == (Span(0, 1, Style.SUPERSCRIPT), Span(6, 19, Style.ITALIC))


def test_footnote_with_a_mark_of_its_own_keeps_it() -> None:
    own = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="1"/><w:t>*</w:t></w:r>'
    found = read(
        made.paragraph(made.run("Cooperation") + own) + made.paragraph(made.run("The Assembly,") + made.reference(2)),
        footnotes=made.footnotes("* Reissued.", "First."),
    )
    assert texts(found) == ["Cooperation*", "* Reissued.", "The Assembly,1", "1 First."]


def test_endnotes_are_notes_with_their_own_numbers() -> None:
    marker = '<w:r><w:endnoteReference w:id="1"/></w:r>'
    notes = made.footnotes("At the end.").replace("footnote", "endnote")
    assert texts(read(made.paragraph(made.run("The lamps,") + marker), endnotes=notes)) == [
        "The lamps,i",
        "i At the end.",
    ]


def test_notes_begin_where_the_document_says_and_anew_in_each_section() -> None:
    settings = made.root(
        "settings", '<w:footnotePr><w:numStart w:val="4"/><w:numRestart w:val="eachSect"/></w:footnotePr>'
    )
    body = (
        made.paragraph(made.run("First,") + made.reference(1), "<w:sectPr/>")
        + made.paragraph(made.run("Second,") + made.reference(2))
    )  # fmt: skip
    found = read(body, settings=settings, footnotes=made.footnotes("One.", "Two."))
    assert texts(found, Role.NOTE) == ["4 One.", "4 Two."]


def test_strict_form_of_the_format_is_read() -> None:
    entries = made.package(
        made.root("document", f"<w:body>{made.paragraph(made.italic('Urges') + made.run(' all'))}</w:body>")
    )
    strict = {
        name: content.replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        )
        for name, content in entries.items()
        if isinstance(content, str)
    }
    found = lines_of(made.zipped({**strict}))
    assert found is not None
    assert [(line.text, line.spans) for line in found.lines] == [("Urges all", (Span(0, 5, Style.ITALIC),))]


def test_deleted_and_hidden_text_and_field_codes_are_not_read() -> None:
    body = made.paragraph(
        "<w:del><w:r><w:delText>Deplores</w:delText></w:r></w:del><w:ins>" + made.run("Welcomes") + "</w:ins>"
        + made.run(" secretly", "<w:vanish/>")
        + '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF x</w:instrText></w:r>'
        + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + made.run(" note 3")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>' + made.run(".")
    )  # fmt: skip
    assert texts(read(body)) == ["Welcomes note 3."]


def test_marks_that_show_nothing_are_taken_out_and_spans_stay_right() -> None:
    body = made.paragraph(made.run("7\u00a0May\u200b:\u202e ") + made.italic("Urges") + made.run("\u00a0all"))
    line = read(body).lines[0]
    assert (line.text, line.spans) == ("7 May: Urges all", (Span(7, 12, Style.ITALIC),))


def test_hyphens_and_links_are_text() -> None:
    body = made.paragraph(
        made.run("non") + "<w:r><w:noBreakHyphen/><w:t>recur</w:t><w:softHyphen/><w:t>rence in </w:t></w:r>"
        + "<w:hyperlink>" + made.run("LC/1") + "</w:hyperlink>"
    )  # fmt: skip
    assert texts(read(body)) == ["non\u2011recurrence in LC/1"]


def test_line_broken_by_hand_begins_a_paragraph_only_where_it_looks_like_one() -> None:
    assert texts(read(made.paragraph("1. Notes this;\n2. Notes that;") + made.paragraph("Report of the\nKeeper"))) == [
        "1. Notes this;",
        "2. Notes that;",
        "Report of the Keeper",
    ]


def test_table_in_the_text_is_rows_and_a_masthead_is_lines() -> None:
    found = read(
        made.table([["Lighthouse Convention", "LC-ASP/3/Res.4"], ["", "Distr.: General"]])
        + made.paragraph("The Assembly,")
        + made.table([["Year", "Lamps"], ["2030", "12"]])
        + made.table([["1. Notes the lamps;"]])
    )
    assert texts(found, Role.BODY) == [
        "Lighthouse Convention",
        "LC-ASP/3/Res.4",
        "Distr.: General",
        "The Assembly,",
        "1. Notes the lamps;",
    ]
    assert texts(found, Role.ROW) == ["Year\tLamps", "2030\t12"]


def test_numbers_in_a_column_of_their_own_stand_before_their_paragraphs() -> None:
    long = "the Keeper to report to the Assembly on lamps, on boats and on whatever else is lit at night;"
    found = read(
        made.paragraph("The Assembly,")
        + made.table(
            [
                ["1.", made.italic("Requests") + made.run(f" {long}")],
                ["", "(a) On boats;"],
                ["2.", "Decides to come back."],
            ]
        )
    )
    assert texts(found)[1:] == [f"1.\tRequests {long}", "(a) On boats;", "2.\tDecides to come back."]
    assert found.lines[1].spans == (Span(3, 11, Style.ITALIC),)


def test_header_of_the_first_page_comes_first_and_is_marked() -> None:
    section = '<w:sectPr><w:headerReference w:type="first" r:id="rheader"/></w:sectPr>'
    found = read(made.paragraph("The Assembly,") + section, header=made.root("hdr", made.paragraph("LC-ASP/3/Res.4")))
    assert [(line.role, line.text) for line in found.lines] == [
        (Role.HEADER, "LC-ASP/3/Res.4"),
        (Role.BODY, "The Assembly,"),
    ]


def test_text_box_is_read_once() -> None:
    box = f"<w:txbxContent>{made.paragraph('LC-ASP/3/Res.4')}</w:txbxContent>"
    both = (
        f"<mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent>"
    )
    assert texts(read(made.paragraph(made.run("Title") + f"<w:r>{both}</w:r>"))) == ["Title", "LC-ASP/3/Res.4"]


def test_size_and_indent_are_known() -> None:
    body = made.paragraph(made.run("Small", '<w:sz w:val="17"/>'), '<w:ind w:left="1260" w:hanging="260"/>')
    line = read(body).lines[0]
    assert (line.size, line.indent) == (8.5, 50.0)


def test_arabic_stays_as_it_is_read() -> None:
    assert texts(read(made.paragraph("1 - ترحب بتقرير أمين المنارة؛"))) == ["1 - ترحب بتقرير أمين المنارة؛"]


def test_file_of_another_program_is_read() -> None:
    document = docx.Document()
    document.add_heading("Cooperation", 1)
    first = document.add_paragraph(style="List Number")
    first.add_run("Requests").italic = True
    first.add_run(" the Keeper to report;")
    document.add_paragraph("Decides to come back.", style="List Number")
    document.add_paragraph("To trim the lamps", style="List Bullet")
    out = io.BytesIO()
    document.save(out)
    found = lines_of(out.getvalue())
    assert found is not None
    assert texts(found) == [
        "Cooperation",
        "1.\tRequests the Keeper to report;",
        "2.\tDecides to come back.",
        "•\tTo trim the lamps",
    ]
    assert found.lines[1].spans == (Span(3, 11, Style.ITALIC),)
