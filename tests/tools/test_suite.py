# SPDX-License-Identifier: EUPL-1.2
"""`make test` never says that all is well when a part was left out without being told to."""

from collections import Counter

import pytest

import machine
import suite

NEED = machine.Need("PostgreSQL 15", lambda: None, ("postgresql-15",))


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch) -> list[set[str]]:
    """Pretend to run; note what was lacking each time."""
    ran: list[set[str]] = []

    def run_all(results: suite.Results, lacking: set[str]) -> None:
        ran.append(lacking)
        results.counts.update({"passed": 7, "skipped": 1})
        results.parts.append("SQLite 7")

    monkeypatch.setattr(suite, "run_all", run_all)
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.delenv("PARTIAL", raising=False)
    return ran


def test_machine_that_lacks_nothing_runs_all(
    parts: list[set[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(machine, "missing", list)

    assert (suite.main(), parts) == (0, [set()])
    assert capsys.readouterr().out.splitlines()[-1] == "=== 7 passed, 1 skipped in 0 s (SQLite 7) ==="


@pytest.mark.parametrize("given", [{}, {"PARTIAL": "0"}, {"PARTIAL": "1", "CI": "true"}])
def test_lacking_machine_is_named_and_nothing_is_run(
    parts: list[set[str]],
    given: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(machine, "missing", lambda: [NEED])
    for name, value in given.items():
        monkeypatch.setenv(name, value)

    assert (suite.main(), parts) == (1, [])
    assert "Missing: PostgreSQL 15. Install it: apt-get install postgresql-15\n" in capsys.readouterr().err


def test_partial_run_says_what_it_left_out(
    parts: list[set[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(machine, "missing", lambda: [NEED])
    monkeypatch.setenv("PARTIAL", "1")

    assert (suite.main(), parts) == (0, [{"PostgreSQL 15"}])
    assert "Left out, because the machine lacks it: PostgreSQL 15\n" in capsys.readouterr().out


def test_broken_part_makes_the_whole_fail(capsys: pytest.CaptureFixture[str]) -> None:
    results = suite.Results(counts=Counter(failed=2, passed=5), parts=["SQLite 5"], broken=["SQLite"])

    assert suite.close(results, set(), 61.4) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "=== 2 failed, 5 passed in 61 s (SQLite 5) ==="
