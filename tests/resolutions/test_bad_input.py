# SPDX-License-Identifier: EUPL-1.2
"""What is no resolution, or no text, is refused in words; what is odd is read or doubted; nothing takes long."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.resolutions import parse, text
from comity.resolutions.decoding import LARGEST
from comity.resolutions.model import Resolution, Unusable

from .forms import FORMS
from .rendering import made, rendered

WELL = """The Assembly of Harbour States,

Recalling the Charter of the ports and “the report” of the Keepers,

1. Welcomes the report of the Keepers;

2. Requests the Bureau to report on lamps at its fifth session.
"""
FRENCH = """L'Assemblée des États portuaires,

Rappelant la Charte des ports et « les lanternes » de l'année passée,

1. Se félicite des mesures prises à l'égard des phares ;

2. Prie le Bureau de présenter un rapport à sa cinquième session.
"""
ARABIC = FORMS["arabic-with-dashes"].text


def shape(found: Resolution) -> tuple[int, list[str], list[str]]:
    return len(found.preamble), [one.number for one in found.operative], [one.action for one in found.mandates]


def read_or_refused(data: bytes) -> Resolution | None:
    """What is found; None where it was refused in words. Anything else fails."""
    try:
        return parse(text.read(data))
    except Unusable:
        return None


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"%PDF-1.7 ...", "format"),
        (b"PK\x03\x04....", "format"),
        (b"\xd0\xcf\x11\xe0....", "format"),
        (bytes(range(256)) * 40, "encoding"),
        (b"abc\x00def\x00\x00ghi" * 50, "encoding"),
        (WELL.encode("utf-16-le")[:-1] + b"\xd8", "encoding"),
        (b"a" * (LARGEST + 1), "size"),
        (b"Dear colleague,\n\nthe lamp is broken.\n", "structure"),
        (b"1. Mix the flour.\n2. Add the eggs.\n3. Bake for an hour.\n", "structure"),
        (b"Shopping\n\n- bread\n- oil\n", "structure"),
        (b"The Assembly of Harbour States,\n\nRecalling the Charter,\n", "structure"),
        (b'{"a": [1, 2, 3]}', "structure"),
        ("Статья 1. Договор\n\nСтатья 2. Стороны\n".encode(), "structure"),
        (b"x" * 200_000, "structure"),
    ],
    ids=range(17),
)  # fmt: skip
def test_unusable_says_what_was_missing_in_both_languages(data: bytes, code: str) -> None:
    with pytest.raises(Unusable) as refused:
        parse(text.read(data))

    assert refused.value.code == code
    assert all((refused.value.message.en, refused.value.message.fr, refused.value.remedy.en, refused.value.remedy.fr))


def test_what_is_no_resolution_is_told_what_a_resolution_has() -> None:
    with pytest.raises(Unusable, match="numbered or verb-led paragraphs found; is this a resolution") as refused:
        parse(text.read(b"Dear colleague,\n\nthe lamp is broken.\n"))

    assert "enacting phrase" in refused.value.message.en


@pytest.mark.parametrize(
    ("said", "encoding", "named"),
    [
        (WELL, "utf-8", ""), (WELL, "utf-8-sig", ""), (WELL, "utf-16", ""), (WELL, "utf-32", ""),
        (WELL, "utf-16-le", "UTF-16-LE"), (WELL, "utf-16-be", "UTF-16-BE"), (WELL, "cp1252", "windows-1252"),
        (FRENCH, "cp1252", "windows-1252"), (FRENCH, "latin-1", "windows-1252"), (FRENCH, "utf-16", ""), (ARABIC, "cp1256", "windows-1256"),
        (ARABIC, "utf-16-le", "UTF-16-LE"),
    ],
)  # fmt: skip
def test_encoding_is_found_out_and_doubted(said: str, encoding: str, named: str) -> None:
    data = said.replace("٣", "3").encode(encoding, "replace")
    found = parse(text.read(data))

    assert shape(found) == shape(parse(text.source_of(said.replace("٣", "3"))))
    assert [doubt.code for doubt in found.doubts] == (["encoding"] if named else [])
    assert all(named in doubt.message.en for doubt in found.doubts)


def test_a_text_cut_in_the_middle_of_a_letter_is_read() -> None:
    assert shape(parse(text.read(FRENCH.encode() + b"\n\xc3")))[1] == ["1", "2"]


def test_controls_and_marks_without_width_change_nothing() -> None:
    odd = "".join(f"{letter}\u200b" if letter == "e" else letter for letter in WELL)
    odd = odd.replace("Keepers", "Kee\u00adpers\x07").replace(" the ", "\u00a0the\u2009").replace("\n", "\r\n")

    assert shape(parse(text.read(odd.encode()))) == shape(parse(text.source_of(WELL)))


def test_overrides_of_direction_are_taken_out_and_said() -> None:
    found = parse(text.read(WELL.replace("Bureau", "\u202euaeruB\u202c").encode()))

    assert ([doubt.code for doubt in found.doubts], found.mandates[0].addressee) == (["override"], "the uaeruB")


@pytest.mark.parametrize("ending", ["\r", "\r\n", "\x0b", "\u2028", "\x85"])
def test_any_end_of_line_is_one(ending: str) -> None:
    assert shape(parse(text.read(WELL.replace("\n", ending).encode()))) == shape(parse(text.source_of(WELL)))


def test_two_languages_are_doubted_paragraph_by_paragraph() -> None:
    mixed = WELL.replace("2. Requests the Bureau to report on lamps at its fifth session.", FRENCH.split("\n\n")[3])
    found = parse(text.source_of(mixed))

    assert [(doubt.code, doubt.place) for doubt in found.doubts if doubt.code == "language"] == [("language", "2")]
    assert found.operative[1].confidence < 1


def test_language_may_be_given() -> None:
    assert parse(text.source_of(FRENCH), language="fr").language == "fr"


LONG = {
    "assemblies": "The Assembly, Recalling it, " * 10_000,
    "flat-notes": "; 1 See that. 2 See this." * 10_000,
    "spaces": " " * 400_000,
    "open-brackets": "(" * 200_000,
    "stars": "*a " * 100_000,
    "underscores": "_a" * 100_000,
    "tabs": "\t" * 300_000,
    "digits": "1" * 300_000,
    "numbers": "1. " * 100_000,
    "labels": "(a) " * 80_000,
    "commas": "a, " * 100_000,
    "verbs": "and requests " * 25_000,
    "articles": "The Assembly " * 25_000,
    "slashes": "A/" * 150_000,
    "superscripts": "¹" * 100_000,
    "carets": "[^1]" * 60_000,
    "underscore-rule": "_" * 300_000,
    "quotes": "“" * 150_000,
    "dates": "1 May 2001 " * 25_000,
    "ordinals": "twenty-" * 40_000 + "first session",
    "semicolons": "; 2. Requests the " * 15_000,
    "reports": "Report of the A " * 20_000,
    "arabic": "وتطلب إلى " * 30_000,
    "markup": "<sup>" * 60_000,
    "pipes": "|a" * 100_000,
    "hyphens": "-" * 300_000,
}


@pytest.mark.parametrize("name", LONG)
@pytest.mark.parametrize("place", ["alone", "in a paragraph", "as a note"])
def test_adversarial_lines_take_no_long_time(name: str, place: str) -> None:
    line = LONG[name]
    said = {
        "alone": line,
        "in a paragraph": WELL.replace("lamps at", f"lamps {line} at"),
        "as a note": f"{WELL}\n¹ {line}\n",
    }[place]
    begun = time.process_time()
    read_or_refused(said.encode())

    assert time.process_time() - begun < 4


@pytest.mark.parametrize("times", [2_000])
def test_time_grows_with_the_text_and_no_faster(times: int) -> None:
    def took(count: int) -> float:
        body = "\n\n".join(
            f"{n}. Requests the Bureau to report on lamps, and urges ports to light them;" for n in range(1, count)
        )
        said = f"The Assembly of Harbour States,\n\nNoting the tides,\n\n{body}\n"
        best = 9e9
        for _ in range(2):
            begun = time.process_time()
            parse(text.source_of(said))
            best = min(best, time.process_time() - begun)
        return best

    took(10)
    assert took(times * 2) < 5 * took(times)


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=600))
def test_any_text_is_read_or_refused(said: str) -> None:
    found = read_or_refused(said.encode("utf-8", "surrogatepass"))

    assert found is None or found.operative


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=600))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    found = read_or_refused(data)

    assert found is None or found.operative


@settings(deadline=None, max_examples=60)
@given(seed=st.integers(0, 10**6), cuts=st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 60)), max_size=6))
def test_a_damaged_text_is_read_or_refused(seed: int, cuts: list[tuple[int, int]]) -> None:
    said = rendered(
        made(
            seed,
            ("en", "fr", "es", "ar")[seed % 4],
            ("pdf", "starred", "docx")[seed % 3],
            preamble=3,
            operative=6,
            annexed=True,
        )
    )
    for at, length in cuts:
        place = at % max(1, len(said))
        said = said[:place] + said[place + length :]
    found = read_or_refused(said.encode())
    if found is None:
        return
    keys = [one.key for one in found.operative]
    assert len(keys) == len(set(keys))
    assert all(0.05 <= one.confidence <= 1 for one in found.operative)


@pytest.mark.parametrize("day", ["31 February 2018", "45 January 2018", "30 February 2016"])
def test_a_day_that_does_not_exist_is_kept_as_stated_and_doubted(day: str) -> None:
    said = f"""The Assembly of Harbours,

Recalling its wish that ships arrive,

1. Requests the Court to report by {day};

2. Decides to meet again.

Adopted on {day}
"""
    found = parse(text.read(said.encode()))

    assert (found.adopted, found.mandates[0].due.stated, found.mandates[0].due.date) == ("", f"by {day}", "")
    doubt = next(one for one in found.doubts if one.code == "date")
    assert (doubt.place, found.operative[0].confidence) == ("1", 0.7)


def test_the_last_day_of_february_is_a_day() -> None:
    said = "The Assembly of Harbours,\n\nRecalling lamps,\n\n1. Requests the Court to report by 29 February 2016;\n"
    found = parse(text.read(said.encode()))
    assert [one.due.date for one in found.mandates] == ["2016-02-29"]
    assert not [one for one in found.doubts if one.code == "date"]
