# SPDX-License-Identifier: EUPL-1.2
"""Hiding small counts, and enough beside them that no sum gives them back.

A table with margins is a circulation: each row's total flows in from the last column and out through the row's cells,
each column's cells flow into its total, and all totals into the number of all. What a reader knows of a hidden cell is
therefore how far flow can be pushed through it while the cells in print stay as they are: an exact answer, by
augmenting paths, for whole numbers.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .tables import TOTAL, Cell, Table

THRESHOLD = 5
"""A count below this is not printed."""

_Node = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Hidden:
    """What of a table is not printed. `small` are the counts below the threshold, `beside` those hidden for them."""

    small: frozenset[Cell]
    beside: frozenset[Cell]

    @property
    def cells(self) -> frozenset[Cell]:
        """Every cell that is not printed."""
        return self.small | self.beside


class Unprotected(Exception):
    """Whatever is hidden of this table, a small count could still be told."""


def hide_columns(table: Table, *, moved: frozenset[Cell] = frozenset()) -> frozenset[str]:
    """Return the columns whose totals must not be printed, so that no small total can be told from the number of all.

    Of each hidden total a reader knows that it lies between zero and the sum of them, which is `THRESHOLD` at least.
    `moved` are cells to hide as if they were small. Raises Unprotected where all there is comes to less, or has moved.
    """
    if table[TOTAL, TOTAL] < THRESHOLD or (TOTAL, TOTAL) in moved:
        raise Unprotected
    totals = {column: table[TOTAL, column] for column in table.columns}
    hidden = {column for column, count in totals.items() if count < THRESHOLD or (TOTAL, column) in moved}
    rest = sorted((column for column in table.columns if column not in hidden), key=lambda one: (totals[one], one))
    while hidden and (len(hidden) < 2 or sum(totals[one] for one in hidden) < THRESHOLD):
        if not rest:
            raise Unprotected
        hidden.add(rest.pop(0))
    return frozenset(hidden)


def hide(table: Table, *, columns: frozenset[str], moved: frozenset[Cell] = frozenset()) -> Hidden:
    """Return what must not be printed of a table, so that no small count can be told from the rest of it.

    Of each hidden small count a reader can tell no more than that it lies somewhere in a range of `THRESHOLD` or wider.
    `columns` are hidden whole, with their totals; the totals of all others are printed, as in every table of the same
    requests. `moved` are cells to hide as if they were small. Raises Unprotected where that cannot be had.
    """
    totals = frozenset((TOTAL, column) for column in (*table.columns, TOTAL))
    small = frozenset(
        cell
        for cell, count in table.counts.items()
        if (count < THRESHOLD or cell in moved) and cell not in table.never | totals
    )
    whole = frozenset((row, column) for row in (*table.rows, TOTAL) for column in columns)
    hidden = set(small | whole)
    for cell in sorted(small):
        # What is hidden later only widens what was found wide enough.
        while _is_known(table, hidden, cell):
            hidden.add(_next(table, hidden | totals, near=cell))
    return Hidden(small, frozenset(hidden) - small)


def _is_known(table: Table, hidden: set[Cell], cell: Cell) -> bool:
    low, high = bounds(table, hidden, cell)
    return high is not None and high - low < THRESHOLD


def _next(table: Table, kept: set[Cell], *, near: Cell) -> Cell:
    """Return what to hide next: in the row or the column of what is known the least, a total last; or else anywhere."""
    free = [cell for cell in table.counts if cell not in kept and cell not in table.never]
    row, column = near
    lines = [cell for cell in free if row == cell[0] or column == cell[1]] or free
    if not lines:
        raise Unprotected
    return min(lines, key=lambda cell: (TOTAL in cell, table[cell], cell))


def bounds(table: Table, hidden: Iterable[Cell], cell: Cell) -> tuple[int, int | None]:
    """Return the least and the greatest that a hidden count can be, for a reader of all that is printed.

    No greatest (None) where nothing printed limits it.
    """
    others = [other for other in hidden if other != cell]
    start, end = _edge(cell)
    count = table[cell]
    more = _pushed(table, others, start=end, end=start, at_most=None)
    less = _pushed(table, others, start=start, end=end, at_most=count)
    return count - (count if less is None else less), None if more is None else count + more


def _edge(cell: Cell) -> tuple[_Node, _Node]:
    """Return from where to where a count flows."""
    row, column = cell
    if row == TOTAL and column == TOTAL:
        return ("row", TOTAL), ("column", TOTAL)
    if column == TOTAL:
        return ("column", TOTAL), ("row", row)
    if row == TOTAL:
        return ("column", column), ("row", TOTAL)
    return ("row", row), ("column", column)


def _pushed(table: Table, free: list[Cell], *, start: _Node, end: _Node, at_most: int | None) -> int | None:
    """Return how much can flow from start to end through counts that are free to change; None where without limit.

    Forward a free count can grow without limit; backward it can shrink to zero.
    """
    room: dict[_Node, dict[_Node, int]] = {}
    endless: set[tuple[_Node, _Node]] = set()
    for cell in free:
        tail, head = _edge(cell)
        room.setdefault(tail, {}).setdefault(head, 0)
        room.setdefault(head, {})[tail] = room.get(head, {}).get(tail, 0) + table[cell]
        endless.add((tail, head))
    flow = 0
    while at_most is None or flow < at_most:
        path = _path(room, endless, start, end)
        if path is None:
            return flow
        limits = [room[one][two] for one, two in path if (one, two) not in endless]
        if at_most is not None:
            limits.append(at_most - flow)
        if not limits:
            return None
        step = min(limits)
        for one, two in path:
            if (one, two) not in endless:
                room[one][two] -= step
            room[two].setdefault(one, 0)
            if (two, one) not in endless:
                room[two][one] += step
        flow += step
    return flow


def _path(
    room: dict[_Node, dict[_Node, int]], endless: set[tuple[_Node, _Node]], start: _Node, end: _Node
) -> list[tuple[_Node, _Node]] | None:
    """Return a shortest way with room from start to end, as its steps."""
    came: dict[_Node, _Node] = {start: start}
    queue = deque([start])
    while queue:
        here = queue.popleft()
        for there, left in room.get(here, {}).items():
            if there not in came and (left > 0 or (here, there) in endless):
                came[there] = here
                queue.append(there)
    if end not in came or start == end:
        return None
    steps = []
    while end != start:
        steps.append((came[end], end))
        end = came[end]
    return steps[::-1]


def few_moved(now: Mapping[str, Cell], then: Mapping[str, Cell]) -> frozenset[Cell]:
    """Return the cells and margins whose counts differ between two tables by few requests that came or that left.

    Each maps a request to its cell. Of such a cell the two counts would tell how few they were.
    """
    few = set()
    came, left = _lines(now, then), _lines(then, now)
    for cell in came.keys() | left.keys():
        if 0 < came.get(cell, 0) < THRESHOLD or 0 < left.get(cell, 0) < THRESHOLD:
            few.add(cell)
    return frozenset(few)


def _lines(here: Mapping[str, Cell], there: Mapping[str, Cell]) -> dict[Cell, int]:
    """Return for each cell and margin how many requests stand in it here and not there."""
    numbers: dict[Cell, int] = {}
    for request, cell_here in here.items():
        other = there.get(request)
        for cell in _margins(cell_here):
            if other is None or cell not in _margins(other):
                numbers[cell] = numbers.get(cell, 0) + 1
    return numbers


def _margins(cell: Cell) -> tuple[Cell, ...]:
    row, column = cell
    return cell, (row, TOTAL), (TOTAL, column), (TOTAL, TOTAL)
