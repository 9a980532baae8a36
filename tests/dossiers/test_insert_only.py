# SPDX-License-Identifier: EUPL-1.2
"""The timeline is the record: the database itself refuses to change or delete it."""

import pytest
from django.db import DatabaseError, connection, transaction

from comity.dossiers.models import Entry
from comity.parties.models import Party
from tests.factories.dossiers import an_entry, own_file

# On SQLite, and as the owner of the table, a trigger refuses; the role of the application may not even ask.
REFUSED = "insert only|permission denied"


@pytest.mark.parametrize("statement", ["UPDATE dossiers_entry SET function = 'x'", "DELETE FROM dossiers_entry"])
def test_entry_is_neither_changed_nor_deleted(otp: Party, statement: str) -> None:
    entry = an_entry(own_file(otp))
    with pytest.raises(DatabaseError, match=REFUSED), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert Entry.objects.unguarded("a test looks").get(pk=entry.pk).function == "Desk"


def test_entry_is_not_saved_again(otp: Party) -> None:
    entry = an_entry(own_file(otp))
    entry.function = "x"
    with pytest.raises(DatabaseError, match=REFUSED), transaction.atomic():
        entry.save(update_fields=["function"])
