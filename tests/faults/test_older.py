# SPDX-License-Identifier: EUPL-1.2
"""An older backup is restored on a new machine, where nothing remembers the newer log: others do, and they tell."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.config.running import needs_assets
from tests.faults.load import People
from tests.faults.programs import Programs
from tests.faults.rounds import court
from tests.faults.witness import Witness, watching

pytestmark = [needs_assets, pytest.mark.xdist_group("comity run")]
_RECEIPT = re.compile(r'href="(/receipts/[0-9a-f-]{36}/)"')


def worked(programs: Programs, subject: str) -> tuple[People, str]:
    """Take a request the whole way, and close the log."""
    people = People(programs.port)
    people.sign_in()
    place = people.one_request(subject)
    programs.close_log()
    return people, place


def log_by_doctor(programs: Programs) -> dict[str, Any]:
    told = json.loads(programs.comity("doctor", "--demo", "--json").stdout)
    [found] = [one for one in told["findings"] if one["about"] == "log"]
    return dict(found)


def checked(programs: Programs, home: Path, against: str) -> tuple[int, str | None]:
    """Check the receipt that a client kept, against the log as it is shown now; return the exit code and the fault."""
    done = programs.comity(
        "receipt", "verify", str(home / "receipt"), "--policy", str(home / "policy"), "--against", against, "--json"
    )
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout)["fault"]


def empty_place(programs: Programs, database: str) -> dict[str, str]:
    """Return the settings of an empty database on the same server, and let the old one be backed up."""
    if database == "sqlite":
        return {}
    with psycopg.connect(programs.superuser_url, autocommit=True) as connection:
        connection.execute("CREATE ROLE comity_backup LOGIN BYPASSRLS IN ROLE pg_read_all_data")
        connection.execute("CREATE DATABASE again OWNER comity")
    home = programs.superuser_url.partition("?")[2]
    programs.settings["COMITY_DATABASE_BACKUP_URL"] = f"postgresql://comity_backup@/comity?{home}"
    return {
        "COMITY_DATABASE_URL": f"postgresql://comity_app@/again?{home}",
        "COMITY_DATABASE_OWNER_URL": f"postgresql://comity@/again?{home}",
    }


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_older_backup_is_noticed_by_witness_client_and_doctor(tmp_path: Path, database: str) -> None:
    with watching() as peers, court(tmp_path / "old", database) as (old, _kills):
        (old.data / "ledger").mkdir(exist_ok=True)
        (old.data / "ledger" / "peers").write_text(peers, encoding="utf-8")
        elsewhere = empty_place(old, database)
        worked(old, "Older 1")
        key, backup = tmp_path / "key", tmp_path / "backup.age"
        recipient = json.loads(old.comity("backup", "--make-key", str(key), "--json").stdout)["recipient"]
        assert old.comity("backup", str(backup), "--to", recipient).returncode == 0

        # What was done after the backup: a client holds its receipt, the witness has seen it.
        people, place = worked(old, "Older 2")
        officer = people.persons["officer"]
        receipt = _RECEIPT.findall(officer.get(place))[-1]
        (tmp_path / "receipt").write_text(officer.get(f"{receipt}file/"), encoding="utf-8")
        (tmp_path / "policy").write_text(officer.get("/ledger/policy"), encoding="utf-8")
        before = (checked(old, tmp_path, f"http://127.0.0.1:{old.port}/ledger"), log_by_doctor(old)["well"])
        seen = Witness.size
        old.stop()
        shutil.rmtree(old.data)  # the machine is lost, and with it the signer's own memory

        new = Programs(tmp_path / "new" / "court", elsewhere)
        new.data.parent.mkdir()
        restored = new.comity("restore", str(backup), "--identity", str(key))
        assert restored.returncode == 0, restored.stderr
        new.make()  # lays the wall, as comity run --migrate does
        new.start_all()
        try:
            begun = People(new.port)
            begun.sign_in()
            begun.begin("Other")
            new.close_log()
            by_witness, by_doctor = Witness.said[-1], log_by_doctor(new)
            address = f"http://127.0.0.1:{new.port}/ledger"
            by_client = [checked(new, tmp_path, one) for one in (address, str(new.data / "ledger"))]

            # It goes on from there, beyond what the witness saw.
            for number in range(8):
                worked(new, f"Other {number}")
                if json.loads(new.comity("ledger", "checkpoint", "--json").stdout)["size"] > seen:
                    break
            by_witness_later, by_doctor_later = Witness.said[-1], log_by_doctor(new)
            by_client_later = checked(new, tmp_path, address)
        finally:
            new.stop()

    assert before == ((0, None), True)
    assert (by_witness, by_client) == (409, [(1, "put-back"), (1, "put-back")])
    assert (by_doctor["well"], "an older state was restored" in by_doctor["what"]) == (False, True)
    assert f"has seen {seen} leaves" in by_doctor["what"]
    assert (by_witness_later, by_client_later) == (422, (1, "fork"))
    assert (by_doctor_later["well"], "it is another" in by_doctor_later["what"]) == (False, True)
