# SPDX-License-Identifier: EUPL-1.2
"""The import contracts of pyproject.toml, tried on a skeleton of the house with one fault planted at a time."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from .tree import APPS, COMPOSERS, ROOT

LINT = Path(sys.executable).parent / "lint-imports"
ROOMS = ("urls", "views", "forms", "actions", "queries", "models")
SKELETON = [f"{app}/{room}.py" for app in sorted(APPS) for room in ("__init__", *ROOMS)] + [
    f"{name}/__init__.py"
    for name in (
        "config",
        *sorted(COMPOSERS),
        "core",
        "documents/files",
        "statute",
        "resolutions",
        "ledger/format",
        "ledger/offline",
        "parties/sealing",
        "reports/figures",
        "reports/paper",
        "facilitation/questions",
    )
]


@pytest.fixture
def house(tmp_path: Path) -> Path:
    for path in ["__init__.py", *SKELETON]:
        file = tmp_path / "src" / "comity" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text(encoding="utf-8"), encoding="utf-8")
    return tmp_path


def lint(house: Path, *contracts: str) -> tuple[int, str]:
    chosen = [word for contract in contracts for word in ("--contract", contract)]
    done = subprocess.run(
        [LINT, "--no-cache", *chosen],
        cwd=house,
        env={**os.environ, "PYTHONPATH": str(house / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_sound_house_keeps_all_contracts(house: Path) -> None:
    code, said = lint(house)

    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    assert (code, f"{len(contracts)} kept, 0 broken" in said) == (0, True), said


@pytest.mark.parametrize(
    ("contract", "path", "line"),
    [
        pytest.param("floors", "utils.py", "", id="a-stray-module-beside-the-rooms"),
        pytest.param("floors", "weather/__init__.py", "", id="a-new-room-without-a-floor"),
        pytest.param("floors", "parties/queries.py", "import comity.dossiers", id="an-import-upwards"),
        pytest.param("floors", "web/__init__.py", "import comity.api", id="a-neighbour-on-the-same-floor"),
        pytest.param("inside", "requests/helpers.py", "", id="a-stray-module-inside-an-app"),
        pytest.param("inside", "requests/queries.py", "import comity.requests.actions", id="a-query-that-acts"),
        pytest.param("inside", "requests/models.py", "from .queries import x", id="a-model-that-asks"),
        pytest.param("documents", "documents/helpers.py", "", id="a-stray-module-among-the-documents"),
        pytest.param(
            "documents", "documents/queries.py", "import comity.documents.actions", id="a-query-of-documents-that-acts"
        ),
        pytest.param("statute", "statute/law.py", "import django", id="a-statute-with-django"),
        pytest.param("paper", "reports/paper/pdf.py", "import django", id="a-printer-with-django"),
        pytest.param("paper", "reports/paper/pdf.py", "import comity.requests", id="a-printer-that-knows-a-row"),
        pytest.param("resolutions", "resolutions/parser.py", "import django", id="resolutions-with-django"),
        pytest.param("resolutions", "resolutions/parser.py", "import comity.statute", id="resolutions-with-a-room"),
        pytest.param("files", "documents/files/names.py", "import django", id="files-with-django"),
        pytest.param("files", "documents/files/names.py", "import comity.core", id="files-that-know-a-room"),
        pytest.param("formats", "ledger/format/tree.py", "import django", id="a-format-with-django"),
        pytest.param("inside", "ledger/format/tree.py", "from ..models import x", id="a-format-that-knows-rows"),
        pytest.param("sealing", "parties/sealing/header.py", "import django", id="sealing-with-django"),
        pytest.param("sealing", "parties/sealing/keys.py", "import comity.core", id="sealing-with-a-database"),
        pytest.param("inside", "parties/sealing/keys.py", "from ..models import x", id="sealing-that-asks"),
        pytest.param("faces", "requests/actions.py", "import comity.parties.forms", id="another-apps-forms"),
        pytest.param("pen", "requests/views.py", "import comity.ledger.actions", id="a-page-that-writes-the-ledger"),
    ],
)
def test_contract_is_broken_by_a_planted_fault(house: Path, contract: str, path: str, line: str) -> None:
    file = house / "src" / "comity" / path
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"{line}\n", encoding="utf-8")

    code, said = lint(house, contract)

    assert code == 1, said
