# SPDX-License-Identifier: EUPL-1.2
"""The second wall: PostgreSQL itself shows a viewer only the rows that the first wall (`visible_to`) would.

Both follow from one declaration, the models' `dossier_path` and `is_in_envelope`. See docs/decisions/0010-wall.md.
"""

from .faults import check, check_rights, check_role
from .laying import lay
from .policies import walled_tables

__all__ = ["check", "check_rights", "check_role", "lay", "walled_tables"]
