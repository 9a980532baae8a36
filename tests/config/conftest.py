# SPDX-License-Identifier: EUPL-1.2
"""Courts to run commands on."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from comity.config import keys
from tests.config.running import settings

PREPARE = "from comity.config.boot import boot; boot(); from comity.config import prepare; prepare.migrate()"


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data directory of a real court whose database is up to date and empty."""
    data = tmp_path_factory.mktemp("prepared") / "data"
    keys.make(data / "keys")
    subprocess.run([sys.executable, "-c", PREPARE], env=settings(data, COMITY_MODE="real"), check=True)
    return data


@pytest.fixture
def real_court(prepared: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(prepared, tmp_path / "data"))
