# SPDX-License-Identifier: EUPL-1.2
"""The `comity` command as a person meets it."""

import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

from comity import __version__
from comity.config import commands
from comity.config.main import COMMANDS, main

COMITY = Path(sys.executable).parent / "comity"


def comity(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([COMITY, *arguments], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)


def test_table_of_commands_is_what_exists() -> None:
    assert sorted(COMMANDS) == sorted(module.name for module in pkgutil.iter_modules(commands.__path__))


@pytest.mark.parametrize("name", [module.name for module in pkgutil.iter_modules(commands.__path__)])
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        main([name, "--help"])

    assert exit_.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: comity {name}")


def test_version_is_the_packages() -> None:
    done = comity("--version")

    assert (done.returncode, done.stdout) == (0, f"comity {__version__}\n")


@pytest.mark.parametrize(
    "arguments", [[], ["frobnicate"], ["run", "--no-such-option"], ["run", "--port", "x"], ["run", "--port", "70000"]]
)
def test_unusable_command_line_exits_with_two(arguments: list[str]) -> None:
    done = comity(*arguments)

    assert (done.returncode, done.stdout, done.stderr.startswith("usage: comity")) == (2, "", True)
    assert "Traceback" not in done.stderr


def test_commands_without_rows_start_without_django() -> None:
    source = "import sys, comity.config.main as m; m.parser(['check', 'statute']); print('django' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True)

    assert done.stdout == "False\n"


def test_reader_that_goes_away_is_no_error() -> None:
    done = subprocess.run(f"{COMITY} --help | true", shell=True, capture_output=True, text=True, check=False)

    assert done.stderr == ""
