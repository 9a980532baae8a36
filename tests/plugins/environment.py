# SPDX-License-Identifier: EUPL-1.2
"""Where the tests keep their data, and on which database they run. Imported before Django reads its settings."""

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

from postgres import Cluster, app_url

ROOT = Path(__file__).resolve().parent.parent.parent
COLLECTED = ROOT / "src" / "comity" / "web" / "collected"
DATABASE = os.environ.get("COMITY_TEST_DATABASE", "sqlite")
POSTGRESQL_URL = "COMITY_TEST_POSTGRESQL_URL"


def prepare() -> Path:
    """Point every setting at a fresh directory of this process; return it."""
    if DATABASE not in {"sqlite", "postgresql"}:
        sys.exit(f"COMITY_TEST_DATABASE is {DATABASE!r}: give sqlite or postgresql.")
    memory = Path("/dev/shm")
    home = Path(tempfile.mkdtemp(prefix="comity-tests-", dir=memory if os.access(memory, os.W_OK) else None))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    os.environ["DJANGO_SETTINGS_MODULE"] = "comity.config.settings"
    os.environ["COMITY_DATA"] = str(home)
    os.environ["COMITY_MODE"] = "demo"
    os.environ["COMITY_PUBLIC_URL"] = "http://localhost:8000"
    owner = postgresql_url() if DATABASE == "postgresql" else ""
    os.environ["COMITY_DATABASE_OWNER_URL"], os.environ["COMITY_DATABASE_URL"] = owner, app_url(owner)
    if not assets_are_built():
        static = home / "static"
        static.mkdir()
        os.environ["COMITY_STATIC"] = str(static)
    return home


def assets_are_built() -> bool:
    """Return whether pages can name their style sheets as in a real court."""
    return (COLLECTED / "staticfiles.json").is_file()


def postgresql_url() -> str:
    """Return the server of this run; pytest called by hand starts one for as long as it runs."""
    if not os.environ.get(POSTGRESQL_URL):
        cluster = Cluster()
        cluster.__enter__()
        atexit.register(cluster.__exit__)
        os.environ[POSTGRESQL_URL] = cluster.url
    return os.environ[POSTGRESQL_URL]
