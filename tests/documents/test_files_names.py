# SPDX-License-Identifier: EUPL-1.2
"""Names that are cleaned are well, stay what they are, and say what they were."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.documents.files import Limits, clean_name
from comity.documents.files.names import name_problem

LIMITS = Limits()
NASTY = st.text(st.one_of(st.characters(), st.sampled_from("./\\: \u202e\0\t~$conexaux.")), max_size=300)


@given(NASTY)
def test_cleaned_name_is_well_and_stays(name: str) -> None:
    cleaned = clean_name(name)

    assert name_problem(cleaned, LIMITS) is None
    assert clean_name(cleaned) == cleaned


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("Note verbale.pdf", "Note verbale.pdf"),
        ("../../etc/passwd", "_._etc_passwd"),
        ("C:\\Users\\x\\Réponse.docx", "C__Users_x_Réponse.docx"),
        ("note\u202efdp.exe", "notefdp.exe"),
        ("con.txt", "_con.txt"),
        (".htaccess", "htaccess"),
        ("a\tb\n c.pdf ", "ab c.pdf"),
        ("...", "file"),
        ("e\u0301.pdf", "é.pdf"),
        ("مذكرة.pdf", "مذكرة.pdf"),
    ],
)
def test_name_is_cleaned_as_expected(name: str, cleaned: str) -> None:
    assert clean_name(name) == cleaned


def test_long_name_keeps_its_ending() -> None:
    cleaned = clean_name("é" * 400 + ".pdf")

    assert (len(cleaned.encode()) <= LIMITS.name_length, cleaned.endswith("é.pdf")) == (True, True)
