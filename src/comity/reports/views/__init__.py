# SPDX-License-Identifier: EUPL-1.2
"""The pages of figures: what was frozen is open to everybody, what is proposed to the Registry."""

from .pages import agree, csv_file, figures, file, propose, receipt, requests_behind, snapshot, withdraw

__all__ = [
    "agree",
    "csv_file",
    "figures",
    "file",
    "propose",
    "receipt",
    "requests_behind",
    "snapshot",
    "withdraw",
]
