# SPDX-License-Identifier: EUPL-1.2
"""What is read of facilitations; `standing` says who the viewer is in one, `rows_of` which rows they see."""

from .facilitations import (
    bases_of,
    facilitation,
    facilitations_page,
    facilitators_of,
    may_open,
    participants_of,
)
from .seeing import rows_of
from .standing import Standing, dossiers_of, standing

__all__ = [
    "Standing",
    "bases_of",
    "dossiers_of",
    "facilitation",
    "facilitations_page",
    "facilitators_of",
    "may_open",
    "participants_of",
    "rows_of",
    "standing",
]
