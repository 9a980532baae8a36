# SPDX-License-Identifier: EUPL-1.2
"""Django's SQLite backend with one change; see base.py."""
