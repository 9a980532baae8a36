# SPDX-License-Identifier: EUPL-1.2
"""What a command tells a person when it cannot go on for a foreseen reason."""


class Problem(Exception):
    """What is wrong, and what to do about it; printed in one line, never with a traceback."""

    def __init__(self, what: str, mend: str, *, code: int = 1) -> None:
        super().__init__(f"{what} {mend}".strip())
        self.what, self.mend, self.code = what, mend, code
