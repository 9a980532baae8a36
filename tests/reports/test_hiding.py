# SPDX-License-Identifier: EUPL-1.2
"""What can be told of a count that is not printed: against a reference that tries every table there could be."""

from collections.abc import Collection, Iterator, Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.reports.figures import THRESHOLD, TOTAL, Cell, Table, Unprotected, bounds, few_moved, hide, hide_columns

ROWS, COLUMNS = ("a", "b", "c"), ("x", "y", "z")


def table_of(counts: Sequence[int], rows: Sequence[str] = ROWS, columns: Sequence[str] = COLUMNS) -> Table:
    marks = [cell for cell, count in zip(product(rows, columns), counts, strict=True) for _ in range(count)]
    return Table.of("t", marks, rows=rows, columns=columns)


def every_table(table: Table, hidden: Collection[Cell], limit: int) -> Iterator[dict[Cell, int]]:
    """Return every set of counts up to a limit that a reader of what is printed must hold possible: slow and plain."""
    free = [cell for cell in table.inner() if cell in hidden]
    for counts in product(range(limit + 1), repeat=len(free)):
        guess = {cell: table[cell] for cell in table.inner()} | dict(zip(free, counts, strict=True))
        for row in table.rows:
            guess[row, TOTAL] = sum(guess[row, column] for column in table.columns)
        for column in (*table.columns, TOTAL):
            guess[TOTAL, column] = sum(guess[row, column] for row in table.rows)
        if all(guess[cell] == table[cell] for cell in table.counts if cell not in hidden):
            yield guess


def test_a_table_counts_its_cells_and_margins() -> None:
    table = table_of([1, 2, 0, 3, 0, 0, 0, 0, 4])
    assert (table["a", TOTAL], table[TOTAL, "x"], table[TOTAL, TOTAL]) == (3, 4, 10)


def test_a_mark_outside_the_table_is_an_error() -> None:
    with pytest.raises(ValueError, match="no cell 'd', 'x'"):
        Table.of("t", [("d", "x")], rows=ROWS, columns=COLUMNS)


@settings(max_examples=80, deadline=None)
@given(
    counts=st.lists(st.integers(0, 4), min_size=9, max_size=9),
    inner=st.sets(st.sampled_from(list(product(ROWS, COLUMNS))), min_size=1, max_size=4),
    margins=st.sets(st.sampled_from([(row, TOTAL) for row in ROWS] + [(TOTAL, column) for column in COLUMNS])),
)
def test_bounds_are_what_every_possible_table_gives(counts: list[int], inner: set[Cell], margins: set[Cell]) -> None:
    table, hidden, limit = table_of(counts), inner | margins, 9
    guesses = list(every_table(table, hidden, limit))
    for cell in inner:
        low, high = bounds(table, hidden, cell)
        reached = {guess[cell] for guess in guesses}
        assert low == min(reached)
        if high is not None and high + table[TOTAL, TOTAL] <= limit:
            assert high == max(reached)
        else:
            # Among the guesses are none in which any count passes the limit.
            assert high is None or max(reached) <= high


def in_full(table: Table, columns: frozenset[str]) -> frozenset[Cell]:
    return frozenset((row, column) for row in (*table.rows, TOTAL) for column in columns)


@settings(max_examples=200, deadline=None)
@given(
    st.integers(1, 6).flatmap(
        lambda rows: st.integers(1, 5).flatmap(
            lambda columns: st.tuples(
                st.just(rows),
                st.just(columns),
                st.lists(st.sampled_from([0, 0, 1, 2, 4, 5, 7, 30]), min_size=rows * columns, max_size=rows * columns),
            )
        )
    )
)
def test_no_small_count_is_printed_and_none_can_be_told(drawn: tuple[int, int, list[int]]) -> None:
    rows, columns, counts = drawn
    names = tuple(f"r{n}" for n in range(rows)), tuple(f"c{n}" for n in range(columns))
    table = table_of(counts, *names)
    try:
        columns_hidden = hide_columns(table)
    except Unprotected:
        assert table[TOTAL, TOTAL] < THRESHOLD
        return
    hidden = hide(table, columns=columns_hidden)
    for cell, count in table.counts.items():
        if cell not in hidden.cells:
            assert count == 0 or count >= THRESHOLD
    for cell in hidden.small | {(TOTAL, column) for column in columns_hidden if 0 < table[TOTAL, column] < THRESHOLD}:
        low, high = bounds(table, hidden.cells, cell)
        assert low <= 1
        assert high is None or high >= THRESHOLD - 1


def test_a_table_of_ordinary_numbers_is_printed_but_for_its_small_ones_and_their_cover() -> None:
    table = table_of([10, 20, 30, 2, 40, 50, 60, 70, 80])
    assert len(hide(table, columns=hide_columns(table)).cells) == 4
    assert hide(table_of([10, 20, 30, 0, 40, 50, 60, 70, 80]), columns=frozenset()).cells == set()


def test_one_small_count_in_its_row_and_column_is_not_given_back_by_the_totals() -> None:
    table = table_of([10, 20, 30, 2, 40, 50, 60, 70, 80])
    hidden = hide(table, columns=hide_columns(table))
    assert hidden.small == {("b", "x")}
    assert len([cell for cell in hidden.cells if cell[0] == "b"]) >= 2
    assert len([cell for cell in hidden.cells if cell[1] == "x"]) >= 2


def test_a_small_total_hides_its_column_and_another_whole() -> None:
    table = table_of([9, 1, 0, 9, 1, 20, 9, 1, 20])
    columns = hide_columns(table)
    assert columns == {"y", "x"}
    hidden = hide(table, columns=columns)
    assert in_full(table, columns) <= hidden.cells
    assert (TOTAL, TOTAL) not in hidden.cells


def test_fewer_than_the_threshold_in_all_print_nothing() -> None:
    with pytest.raises(Unprotected):
        hide_columns(table_of([1, 1, 1, 1, 0, 0, 0, 0, 0]))


def test_few_that_moved_between_two_tables_are_cells_to_hide() -> None:
    then = {str(n): ("a", "x") for n in range(10)}
    now = {**then, "3": ("a", "y"), **{f"new{n}": ("b", "z") for n in range(6)}}
    assert few_moved(now, then) == {("a", "x"), ("a", "y"), (TOTAL, "x"), (TOTAL, "y")}


def test_few_that_came_hide_the_number_of_all() -> None:
    then = {str(n): ("a", "x") for n in range(10)}
    moved = few_moved({**then, "new": ("a", "x")}, then)
    assert (TOTAL, TOTAL) in moved
    with pytest.raises(Unprotected):
        hide_columns(table_of([11, 9, 9, 0, 0, 0, 0, 0, 0]), moved=moved)
