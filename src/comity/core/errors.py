# SPDX-License-Identifier: EUPL-1.2
"""The errors a caller of a query or an action must expect.

ComityError
├── NotFound      nothing of that key is visible to this viewer (a page that never existed looks the same)
├── Refused       visible, but the statute does not allow the act; carries the article, the reason, the remedy
├── Conflict      somebody else changed the row since it was read; carries both versions
└── Invalid       input that no rule can accept; carries one message per field
"""

from collections.abc import Mapping

from comity.statute import Refusal


class ComityError(Exception):
    """Root of all errors that a person may be shown."""


class NotFound(ComityError):
    """Nothing of that key is visible to this viewer."""


class Refused(ComityError):
    """The act is not allowed; `refusal` says by which article, why, and what to do instead."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.reason.en)
        self.refusal = refusal


class Conflict(ComityError):
    """The row changed since it was read: `mine` was not saved over `theirs`."""

    def __init__(self, *, field: str, mine: str, theirs: str, revision: int) -> None:
        super().__init__(f"{field} was changed by somebody else")
        self.field, self.mine, self.theirs, self.revision = field, mine, theirs, revision


class Invalid(ComityError):
    """Input that cannot be taken; `problems` maps a field's name (or "") to what is wrong and how to mend it."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{name}: {text}" if name else text for name, text in problems.items()))
        self.problems = dict(problems)
