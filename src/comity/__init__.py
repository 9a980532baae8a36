# SPDX-License-Identifier: EUPL-1.2
"""Cooperation between an international criminal court and those it asks for help (Rome Statute, Parts 9 and 10)."""

__version__ = "0.1.0"
