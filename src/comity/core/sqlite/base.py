# SPDX-License-Identifier: EUPL-1.2
"""Django's SQLite backend, without the CHECK on JSON columns.

With `trusted_schema=OFF`, which keeps a tampered database file from running functions of its own, the SQLite of
Debian 12 refuses json_valid() inside a CHECK. What stands in those columns is always written by Django's encoder.
"""

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    """SQLite as Django speaks it; JSON columns are plain text to the schema."""

    data_type_check_constraints = {
        name: check for name, check in base.DatabaseWrapper.data_type_check_constraints.items() if name != "JSONField"
    }
