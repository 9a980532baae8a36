# SPDX-License-Identifier: EUPL-1.2
"""What is asked, when, and what an answer must be."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from comity.facilitation import questions
from comity.facilitation.questions import Bounds, Kind, Question, Questionnaire, Section, Value, When

from .forms import HARBOURS, option, text

BOUNDS = Bounds(short=10, long=20, rows=2, cell=5)


def form(*asked: Question) -> Questionnaire:
    return Questionnaire((Section(text("One"), asked),))


def test_a_questionnaire_comes_back_from_json_as_it_was() -> None:
    assert questions.from_json(json.loads(json.dumps(questions.to_json(HARBOURS)))) == HARBOURS
    assert questions.faults_of(HARBOURS) == []


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        ((), "Nothing is asked yet. Add a question."),
        ((Question("A b", Kind.SHORT, text("?")),), "The code of a question is made of small letters, digits and “_”."),
        (
            (Question("a", Kind.SHORT, text("?")), Question("a", Kind.SHORT, text("?"))),
            "This code is taken by an earlier question. Choose another.",
        ),
        ((replace(Question("a", Kind.SHORT, text("?")), text=text("").__class__("x", "")),), "Ask in both languages."),
        ((Question("a", Kind.ONE, text("?"), options=(option("x"),)),), "Give two choices at least."),
        ((Question("a", Kind.TABLE, text("?")),), "Name the columns of the table."),
        ((Question("a", Kind.DATE, text("?"), options=(option("x"),)),), "This type of question has no choices."),
        (
            (Question("a", Kind.ONE, text("?"), options=(option("x"), option("x"))),),
            "Each choice is named once.",
        ),
        (
            (Question("a", Kind.KNOWN, text("?"), when=When("a", ("yes",))),),
            "The condition names an earlier question with choices.",
        ),
        (
            (Question("a", Kind.KNOWN, text("?")), Question("b", Kind.LONG, text("?"), when=When("a", ("maybe",)))),
            "The condition names choices of that question.",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_put_says_why(asked: tuple[Question, ...], fault: str) -> None:
    assert [one.text.en for one in questions.faults_of(form(*asked))] == [fault]


def test_a_condition_hides_what_hangs_on_it_and_all_that_hangs_on_that() -> None:
    base = {"law", "what", "way", "many", "list", "file"}
    assert questions.put(HARBOURS, {}) == base
    assert questions.put(HARBOURS, {"law": "yes"}) == base | {"name", "since"}
    assert questions.put(HARBOURS, {"way": "ship", "parts": ["sail"]}) == base | {"parts", "colour"}
    # What was chosen before the way was changed counts no more.
    assert questions.put(HARBOURS, {"way": "train", "parts": ["sail"]}) == base
    assert questions.counting(HARBOURS, {"way": "train", "parts": ["sail"], "colour": "red"}) == {"way": "train"}


def test_only_what_is_put_is_missing() -> None:
    assert [one.code for one in questions.missing(HARBOURS, {})] == ["law"]
    assert [one.code for one in questions.missing(HARBOURS, {"law": "no"})] == []
    assert [one.code for one in questions.missing(HARBOURS, {"law": "yes", "name": " "})] == ["name"]


@pytest.mark.parametrize(
    ("code", "value", "problem"),
    [
        ("name", "ten letter", ""),
        ("name", "eleven lett", "This has 11 characters; at most 10 are taken. Shorten it."),
        ("name", "a\nb", "Write it on one line."),
        ("what", "x" * 20, ""),
        ("what", "x" * 21, "This has 21 characters; at most 20 are taken. Shorten it."),
        ("law", "unknown", ""),
        ("law", "perhaps", "Choose among those that are offered."),
        ("way", ["ship"], "Choose among those that are offered."),
        ("parts", ["hull", "sail"], ""),
        ("parts", ["keel"], "Choose among those that are offered."),
        ("many", "1250.5", ""),
        ("many", "many", "“many” is no number. Write it in digits, such as 1250 or 12.5."),
        ("since", "2011-12-20", ""),
        ("since", "2011-02-30", "“2011-02-30” is no date. Write it as 2027-03-31."),
        ("since", "1899-12-31", "Give a day between 1 January 1900 and 31 December 2100."),
        ("list", [["a", "b"]], ""),
        ("list", [["a"]], "Fill in the columns of the table."),
        (
            "list", [["a", "b"]] * 3,
            "The table has 3 rows; at most 2 are taken. Leave some out.",
        ),
        ("list", [["a", "bbbbbb"]], "A cell has at most 5 characters. Shorten it."),
    ],
)  # fmt: skip
def test_an_answer_of_the_wrong_form_says_how_to_mend_it(code: str, value: Value, problem: str) -> None:
    found = questions.problems_of(HARBOURS, {code: value}, BOUNDS)
    assert {key: one.en for key, one in found.items()} == ({code: problem} if problem else {})


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("1 234,50", "1234.50"), ("+7", "7"), ("12.5", "12.5"), ("1’000", "1000"), ("NaN", "NaN"), ("about 3", "about 3")],
)
def test_numbers_have_one_form_and_what_is_none_stays_as_typed(typed: str, kept: str) -> None:
    many = HARBOURS.question("many")
    assert many
    assert questions.normal(many, typed) == kept


def test_not_a_number_is_no_number() -> None:
    assert list(questions.problems_of(HARBOURS, {"many": "NaN"}, BOUNDS)) == ["many"]


def test_choices_are_kept_in_the_order_of_the_question_and_blank_rows_go() -> None:
    parts, rows = HARBOURS.question("parts"), HARBOURS.question("list")
    assert parts
    assert rows
    assert questions.normal(parts, ["sail", "hull", "sail"]) == ["hull", "sail"]
    assert questions.normal(rows, [["", " "], ["a", ""]]) == [["a", ""]]


VALUES = some.fixed_dictionaries(
    {},
    optional={
        "law": some.sampled_from(["yes", "no", "unknown", ""]),
        "name": some.sampled_from(["", "Harbour Act"]),
        "way": some.sampled_from(["ship", "train"]),
        "parts": some.lists(some.sampled_from(["hull", "mast", "sail"]), unique=True),
        "colour": some.sampled_from(["red", " "]),
        "many": some.integers(-5, 5).map(str),
    },
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no fault
@given(some.lists(VALUES, max_size=12))
def test_counts_are_those_of_somebody_who_counts_by_hand(answers: list[dict[str, Value]]) -> None:
    found = {one.question.code: one for one in questions.tallies(HARBOURS, answers)}
    ships = [one for one in answers if one.get("way") == "ship"]
    sailing = [one for one in ships if {"sail", "mast"} & set(one.get("parts", []))]
    assert (found["parts"].asked, found["parts"].answered) == (len(ships), sum(bool(one.get("parts")) for one in ships))
    assert {one.code: one.number for one in found["parts"].counts} == {
        code: sum(code in one.get("parts", []) for one in ships) for code in ("hull", "mast", "sail")
    }
    assert (found["colour"].asked, found["colour"].answered) == (
        len(sailing), sum(one.get("colour") == "red" for one in sailing),
    )  # fmt: skip
    assert {one.code: one.number for one in found["law"].counts} == {
        code: sum(one.get("law") == code for one in answers) for code in ("yes", "no", "unknown")
    }
    numbers = [int(str(one["many"])) for one in answers if "many" in one]
    assert (found["many"].answered, found["many"].total) == (len(numbers), Decimal(sum(numbers)))
    assert found["many"].silent == len(answers) - len(numbers)


def test_an_answer_is_told_in_the_words_of_the_question() -> None:
    parts, rows = HARBOURS.question("parts"), HARBOURS.question("list")
    assert parts
    assert rows
    assert questions.plain(parts, ["hull", "sail"], "fr") == "Hull (fr); Sail (fr)"
    assert questions.plain(rows, [["a", "b"], ["c", ""]], "en") == "a | b\nc | "
    assert questions.plain(parts, None, "en") == ""
