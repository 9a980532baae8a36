# SPDX-License-Identifier: EUPL-1.2
"""Backups: everything that is kept, in one file that only the holder of an age identity can open."""
