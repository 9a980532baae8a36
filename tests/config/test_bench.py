# SPDX-License-Identifier: EUPL-1.2
"""`comity bench` on a small court with real processes: every figure is there, and what was answered has happened."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from comity.config.bench import report
from comity.config.bench import run as bench_run
from comity.config.bench.clients import Clients
from comity.config.bench.table import lines
from comity.config.commands.bench import NAMES
from comity.config.measure import Caller, Exhausted, Unexpected
from postgres import Cluster
from tests.config.running import COMITY, comity, needs_assets, said, settings

REQUESTS = 1_200  # enough for a list of fifty rows of one State
TOLD = {"name", "who", "clients", "calls", "p50_ms", "p95_ms", "max_ms", "per_second"}


def measured(data: Path, *arguments: str, **more: str) -> dict[str, Any]:
    words = ["bench", *arguments, "--requests", str(REQUESTS), "--seconds", "0.3", "--json"]
    done = subprocess.run(
        [COMITY, *words],
        env=settings(data, **more),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def demand_figures(found: dict[str, Any]) -> None:
    for one in found["figures"]:
        assert set(one) == TOLD
        assert 0 < one["p50_ms"] <= one["p95_ms"] <= one["max_ms"]
        assert one["calls"] > 0
    assert found["server"]["memory_mib"]["web"] > 30
    assert found["requests"] > REQUESTS


@needs_assets
@pytest.mark.sqlite
def test_report_that_is_measured_can_be_printed_in_every_form() -> None:
    found = report.measure(0)

    assert (found["pages"] > 150, set(found["forms"])) == (True, {"pdf", "docx", "html", "xlsx"})
    assert len(report.lines(found)) == 6


def test_everything_is_measured_and_told(tmp_path: Path) -> None:
    found = measured(tmp_path)

    demand_figures(found)
    whole = [(one["name"], one["who"], one["clients"]) for one in found["figures"] if ":" not in one["name"]]
    assert whole == [
        (name, who, clients) for name in NAMES for who in bench_run.WHO[name] for clients in bench_run.CLIENTS
    ]
    assert {one["name"] for one in found["figures"]} == {*NAMES, "create: begin", "create: save"}
    assert found["database"]["name"] == "sqlite"
    assert all(count > 0 for count in found["statements"].values())
    table = list(lines(found))
    assert len([line for line in table if line.startswith(NAMES)]) == len(found["figures"])


@needs_assets
@pytest.mark.sqlite
def test_sending_is_measured_on_postgresql(tmp_path: Path) -> None:
    with Cluster() as cluster:
        found = measured(tmp_path, "send", COMITY_DATABASE_URL=cluster.url)

    demand_figures(found)
    assert (found["database"]["name"], [one["name"] for one in found["figures"]]) == ("postgresql", ["send", "send"])


@pytest.mark.sqlite
def test_directory_without_a_court_is_said(tmp_path: Path) -> None:
    line = said(comity(tmp_path / "data", "bench"))

    assert line.startswith(f"comity: There is no demonstration court in {tmp_path / 'data'}.")
    assert not (tmp_path / "data").exists()


def test_number_of_requests_that_is_none_is_refused(tmp_path: Path) -> None:
    done = comity(tmp_path, "bench", "--requests", "many")

    assert (done.returncode, done.stdout) == (2, "")


class Answers(Caller):
    """A caller that is answered for."""

    def __init__(self, page: str) -> None:
        self.page, self.posted = page, list[str]()

    def get(self, path: str) -> str:  # noqa: ARG002 - the form of a session
        return self.page

    def post(self, path: str, fields: Any) -> str:  # noqa: ARG002 - as above
        self.posted.append(path)
        return self.page


def clients(**job: Any) -> Clients:
    return Clients({"sessions": [], "port": 1, "calls": [], **job})


@pytest.mark.parametrize(
    ("call", "page"),
    [
        ({"path": "/a/", "holds": ["OTP-1"], "rows": 0}, "another page"),
        ({"path": "/a/", "holds": [], "rows": 2}, '<a class="row-title">'),
    ],
)
def test_page_that_is_another_one_is_not_taken(call: dict[str, Any], page: str) -> None:
    with pytest.raises(Unexpected):
        clients(calls=[call]).read(Answers(page), 0)


def test_draft_that_leads_elsewhere_is_not_taken() -> None:
    call = {"file": "f", "kind": "k", "fields": {}}

    with pytest.raises(Unexpected):
        clients(calls=[call]).create(Answers("/account/login/"), 0)


def test_each_request_is_sent_once() -> None:
    sending, caller = clients(calls=[{"path": "/requests/1/"}]), Answers("/requests/1/")
    sending.send(caller, 0)

    with pytest.raises(Exhausted):
        sending.send(caller, 1)
    assert (sending.done, caller.posted) == (1, ["/requests/1/send/"])


def test_every_name_says_who_looks() -> None:
    assert tuple(bench_run.WHO) == NAMES


@needs_assets
@pytest.mark.sqlite
def test_large_file_goes_up_and_down_in_little_memory(tmp_path: Path) -> None:
    """48 MiB through a real server: what it holds meanwhile does not grow with the file."""
    done = comity(tmp_path, "bench", "documents", "--requests", "1", "--mib", "48", "--json")
    assert done.returncode == 0, done.stderr

    found = json.loads(done.stdout)

    memory = found["memory_mib"]
    assert found["mib"] == 48
    assert min(found["up_mib_per_second"], found["down_mib_per_second"], found["form_mib_per_second"]) > 0
    assert max(memory.values()) < memory["idle"] + 60
