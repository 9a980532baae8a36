# SPDX-License-Identifier: EUPL-1.2
"""Names of files: cleaned where it is harmless, refused with the reason where it would deceive."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.documents.names import name_problem, safe_name


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("note.pdf", "note.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\note.pdf", "note.pdf"),
        ("a\\b/c.pdf", "c.pdf"),
        (".htaccess", "htaccess"),
        ("note.pdf. . ", "note.pdf"),
        ('what: "this"?.pdf', "what_ _this__.pdf"),
        ("CON", "_CON"),
        ("nul.tar.gz", "_nul.tar.gz"),
        ("com1.txt", "_com1.txt"),
        ("///", "document"),
        ("...", "document"),
        ("مذكرة.pdf", "مذكرة.pdf"),
        ("x" * 300 + ".pdf", "x" * 146 + ".pdf"),
        ("y." + "z" * 300, "y." + "z" * 148),
    ],
)
def test_name_is_cleaned(typed: str, kept: str) -> None:
    assert safe_name(typed, longest=150) == kept


@pytest.mark.parametrize(
    ("typed", "sign"),
    [
        ("invoice\u202efdp.exe", "U+202E"),
        ("a\u2066b.pdf", "U+2066"),
        ("a\x00b.pdf", "U+0000"),
        ("a\r\nSet-Cookie: x.pdf", "U+0000"),
        ("a\u200bb.pdf", "U+200B"),
        ("a\ufeffb.pdf", "U+FEFF"),
    ],
)
def test_name_that_deceives_is_refused_with_its_sign(typed: str, sign: str) -> None:
    problem = name_problem(typed)

    assert problem is not None
    assert (sign in problem.en, sign in problem.fr) == (True, True)


@given(st.text(max_size=400), st.integers(20, 200))
def test_kept_name_is_fit_for_every_system(typed: str, longest: int) -> None:
    kept = safe_name(typed, longest=longest)

    assert 0 < len(kept) <= longest
    assert not set(kept) & set('/\\<>:"|?*')
    assert kept not in {".", ".."}
    assert not kept.startswith((".", " "))
    assert not kept.endswith((".", " "))
