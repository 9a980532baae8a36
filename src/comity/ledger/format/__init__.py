# SPDX-License-Identifier: EUPL-1.2
"""The formats of the log as pure functions: no rows, no files, no clock. docs/ledger.md describes them."""
