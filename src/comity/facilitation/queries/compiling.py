# SPDX-License-Identifier: EUPL-1.2
"""A version and what is proposed to it, put together: side by side, in brackets, and as it would read if taken up."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ..models import Proposal

Paragraphs = Sequence[Mapping[str, str]]
_Kind = Proposal.Kind


@dataclass(slots=True)
class Line:
    """One paragraph with what is proposed to it; `number` 0 and no text stands for the place before the first one."""

    key: str
    number: int
    text: str
    replacements: list[Proposal] = field(default_factory=list)
    deletions: list[Proposal] = field(default_factory=list)
    additions: list[Proposal] = field(default_factory=list)

    @property
    def proposals(self) -> list[Proposal]:
        """All of them, in the order in which they were made."""
        return sorted((*self.replacements, *self.deletions, *self.additions), key=lambda one: one.number)

    @property
    def is_disputed(self) -> bool:
        """Whether somebody proposes to replace or to delete it."""
        return bool(self.replacements or self.deletions)


class Contradiction(Exception):
    """Two proposals that cannot both be taken up; `key` is the paragraph's."""

    def __init__(self, key: str, numbers: Sequence[int]) -> None:
        super().__init__(key)
        self.key, self.numbers = key, numbers


def compiled(paragraphs: Paragraphs, proposals: Iterable[Proposal]) -> list[Line]:
    """Return the lines of a version with the proposals given, the place before the first paragraph first."""
    lines = [Line("", 0, "")]
    lines += [Line(one["key"], number, one["text"]) for number, one in enumerate(paragraphs, 1)]
    by_key = {line.key: line for line in lines}
    for one in proposals:
        line = by_key.get(one.key)
        if line is not None:
            {_Kind.ADD: line.additions, _Kind.DELETE: line.deletions, _Kind.REPLACE: line.replacements}[
                _Kind(one.kind)
            ].append(one)
    return lines


def merged(paragraphs: Paragraphs, accepted: Iterable[Proposal], *, next_key: int) -> list[dict[str, str]]:
    """Return the paragraphs with these proposals taken up; new ones get keys from `next_key` on.

    Raises Contradiction where two of them want different things of one paragraph.
    """
    found: list[dict[str, str]] = []
    for line in compiled(paragraphs, accepted):
        claims = [*line.replacements, *line.deletions]
        if len(claims) > 1:
            raise Contradiction(line.key, [one.number for one in claims])
        if line.number and not line.deletions:
            found.append({"key": line.key, "text": line.replacements[0].words if line.replacements else line.text})
        for one in line.additions:
            found.append({"key": f"p{next_key}", "text": one.words})
            next_key += 1
    return found
