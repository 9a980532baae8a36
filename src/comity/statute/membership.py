# SPDX-License-Identifier: EUPL-1.2
"""The rows of States, as dated intervals of membership (articles 126 and 127)."""

from datetime import date

from comity.statute.files import Files
from comity.statute.model import StateRow, Text


def rows(files: Files, name: str) -> tuple[StateRow, ...]:
    """The States of a CSV file; a date that is no date and a code used twice are problems."""
    found: dict[str, StateRow] = {}
    for row in files.rows(name):
        code = row.get("iso3") or "?"
        if code in found:
            files.problems.append(f"{name}: {code}: the code is used twice")

        def day(column: str, row: dict[str, str] = row, code: str = code) -> date | None:
            value = row.get(column) or ""
            try:
                return date.fromisoformat(value) if value else None
            except ValueError:
                files.problems.append(f"{name}: {code}: “{column}” is not a date: {value}")
                return None

        found[code] = StateRow(
            iso3=code,
            iso2=row.get("iso2") or "",
            name=Text(row.get("name_en") or "", row.get("name_fr") or ""),
            region=row.get("un_regional_group") or "",
            ratified_on=day("ratified_on"),
            instrument=row.get("instrument") or "",
            in_force_on=day("in_force_on"),
            withdrawn_on=day("withdrawn_effective_on"),
            status=row.get("status") or "",
            apic_on=day("apic_party_on"),
            channel=row.get("art87_channel") or "",
            languages=row.get("art87_languages") or "",
            declaration_source=row.get("art87_source") or "",
            source=row.get("row_source") or "",
        )
    return tuple(found.values())
