# SPDX-License-Identifier: EUPL-1.2
"""A table of recommendations: rows as somebody filled them in, refused with the numbers of what is missing."""

import pytest

from comity.resolutions import parse, text
from comity.resolutions.model import Kind, Unusable

TABLE = """number,addressed_to,text,theme,symbol,title,adopted,body
1,States; Court,"Keep the lamps lit, always.",lamps,HCA/4/Rec,On lamps,2031-12-20,Assembly of Harbour States
2,States Parties,Name a keeper of the lamps.,keepers
12,,Watch the tide.,
"""


def test_a_row_is_a_paragraph_and_a_mandate_for_each_addressee() -> None:
    found = parse(text.read(TABLE.encode()))

    assert (found.symbol, found.title, found.adopted, found.form) == (
        "HCA/4/Rec", "On lamps", "2031-12-20", "recommendation",
    )  # fmt: skip
    assert [(one.number, one.text) for one in found.operative] == [
        ("1", "Keep the lamps lit, always."),
        ("2", "Name a keeper of the lamps."),
        ("12", "Watch the tide."),
    ]
    assert [(one.paragraph, one.addressed, one.action) for one in found.mandates] == [
        ("1", "states", "Keep the lamps lit, always."),
        ("1", "court", "Keep the lamps lit, always."),
        ("2", "states parties", "Name a keeper of the lamps."),
        ("12", "", "Watch the tide."),
    ]
    assert {one.kind for one in found.mandates} == {Kind.EXHORTATION}


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("number,addressed_to,text\n", "0 rows"),
        ("number,addressed_to,text\n1,States,\n2,States,Do it.\n3,States,\n", "2 rows have no text: 1, 3."),
        ("number,addressed_to,text\n1,States,Do it.\n1,States,Do it.\n", "stand twice: 1."),
        ("number,addressed_to,text\nI,States,Do it.\n,States,Do it.\n", "no numbers of recommendations: I, ?."),
        ('number,addressed_to,text\n1,States,"Do it.\n', "broken"),
        ("number,addressed_to,text\n" + "".join(f"{n},S,x\n" for n in range(1, 1002)), "1001 rows"),
    ],
)
def test_a_table_that_says_too_little_is_refused_and_the_rows_are_named(table: str, said: str) -> None:
    with pytest.raises(Unusable) as caught:
        parse(text.read(table.encode()))
    assert said in caught.value.message.en
    assert "official text" in caught.value.remedy.en


def test_marks_in_a_table_are_no_emphasis() -> None:
    found = parse(text.read(b"number,addressed_to,text\n1,States,A *star* and_an_underscore.\n"))
    assert found.operative[0].text == "A *star* and_an_underscore."
