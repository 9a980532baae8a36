# SPDX-License-Identifier: EUPL-1.2
"""Hiding small counts, and enough beside them that no sum gives them back.

A zero is printed, since it tells of no request, unless it is needed to cover others: a hidden count may be zero. Of a
hidden small count nobody can tell more than that it is from 1 to 4.

A table with margins is a circulation: each row's total flows in from the last column and out through the row's cells,
each column's cells flow into its total, and all totals into the number of all. What a reader knows of a hidden cell is
therefore how far flow can be pushed through it while the cells in print stay as they are: an exact answer, by
augmenting paths, for whole numbers. Tables of the same requests share their columns' totals and nothing else; since
columns are hidden whole, any totals that add up are possible in each of them, and two tables tell no more than one.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush

from .tables import TOTAL, Cell, Table

THRESHOLD = 5
"""A count below this, and above zero, is not printed."""

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
    """Return the columns to hide whole, so that no small total can be told from the number of all.

    `moved` are cells to hide as if they were small. Raises Unprotected where that cannot be had.
    """
    if table[TOTAL, TOTAL] < THRESHOLD or (TOTAL, TOTAL) in moved:
        raise Unprotected
    totals = {column: table[TOTAL, column] for column in table.columns}
    hidden = {column for column, count in totals.items() if 0 < count < THRESHOLD or (TOTAL, column) in moved}
    rest = sorted(
        (one for one in table.columns if one not in hidden and totals[one]), key=lambda one: (totals[one], one)
    )
    while hidden and (len(hidden) < 2 or sum(totals[one] for one in hidden) < THRESHOLD):
        if not rest:
            raise Unprotected
        hidden.add(rest.pop(0))
    return frozenset(hidden)


def hide(table: Table, *, columns: frozenset[str], moved: frozenset[Cell] = frozenset()) -> Hidden:
    """Return what must not be printed of a table, so that no small count can be told from the rest of it.

    `columns` are hidden whole, with their totals; the totals of all others are printed, as in every table of the same
    requests. `moved` are cells to hide as if they were small. Raises Unprotected where that cannot be had.
    """
    totals = frozenset((TOTAL, column) for column in (*table.columns, TOTAL))
    small = frozenset(
        cell for cell, count in table.counts.items() if (0 < count < THRESHOLD or cell in moved) and cell not in totals
    )
    whole = frozenset((row, column) for row in (*table.rows, TOTAL) for column in columns)
    hidden = set(small | whole)
    for cell in sorted(small | {(TOTAL, column) for column in columns if table[TOTAL, column] < THRESHOLD}):
        # What is hidden later only widens what was found wide enough.
        while _is_known(table, hidden, cell):
            hidden |= _cover(table, hidden, kept=totals, near=cell)
    return Hidden(small, frozenset(hidden) - small)


def _is_known(table: Table, hidden: set[Cell], cell: Cell) -> bool:
    """Whether a reader could tell more of a hidden count than that it is small; of a larger one, than about."""
    low, high = bounds(table, hidden, cell)
    if table[cell] < THRESHOLD:
        return low > 1 or (high is not None and high < THRESHOLD - 1)
    return high is not None and high - low < THRESHOLD


def _cover(table: Table, hidden: set[Cell], *, kept: frozenset[Cell], near: Cell) -> set[Cell]:
    """Return what to hide next: the cheapest circle through a count that is known too well.

    Along a circle, what one count takes another gives. Where that circle is hidden already, one more cell is. Totals
    come last, and a zero is as good as a small number.
    """
    free = [cell for cell in table.counts if cell not in kept and cell not in hidden]
    costs = {cell: 0 for cell in hidden if cell != near}
    costs |= {cell: max(table[cell], THRESHOLD) + (table[TOTAL, TOTAL] if TOTAL in cell else 0) for cell in free}
    new = set(_circle(costs, *_edge(near))) - hidden
    if new:
        return new
    row, column = near
    lines = [cell for cell in free if row == cell[0] or column == cell[1]] or free
    if not lines:
        raise Unprotected
    # A zero would give room downwards only to others, and this circle has that already.
    return {min(lines, key=lambda cell: (not table[cell], costs[cell], cell))}


def _circle(costs: Mapping[Cell, int], start: _Node, end: _Node) -> list[Cell]:
    """Return the cheapest way of cells from one node to another, walked either way; empty where there is none."""
    ways: dict[_Node, list[tuple[_Node, Cell]]] = {}
    for cell in costs:
        tail, head = _edge(cell)
        ways.setdefault(tail, []).append((head, cell))
        ways.setdefault(head, []).append((tail, cell))
    queue: list[tuple[int, _Node, tuple[Cell, ...]]] = [(0, start, ())]
    seen = set()
    while queue:
        cost, here, walked = heappop(queue)
        if here == end:
            return list(walked)
        if here not in seen:
            seen.add(here)
            for there, cell in ways.get(here, []):
                heappush(queue, (cost + costs[cell], there, (*walked, cell)))
    return []


def bounds(table: Table, hidden: Iterable[Cell], cell: Cell) -> tuple[int, int | None]:
    """Return the least and the greatest that a hidden count can be, for a reader of all that is printed.

    No greatest (None) where nothing printed limits it.
    """
    others = {other: table[other] for other in hidden if other != cell}
    start, end = _edge(cell)
    more = _pushed(others, start=end, end=start, at_most=None)
    less = _pushed(others, start=start, end=end, at_most=table[cell])
    return table[cell] - (table[cell] if less is None else less), None if more is None else table[cell] + more


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


def _pushed(free: Mapping[Cell, int], *, start: _Node, end: _Node, at_most: int | None) -> int | None:
    """Return how much can flow from start to end through counts that are free to change; None where without limit.

    Forward a free count can grow without limit; backward it can shrink to zero.
    """
    room: dict[_Node, dict[_Node, int]] = {}
    endless: set[tuple[_Node, _Node]] = set()
    for cell, count in free.items():
        tail, head = _edge(cell)
        room.setdefault(tail, {}).setdefault(head, 0)
        back = room.setdefault(head, {})
        back[tail] = back.get(tail, 0) + count
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
