# SPDX-License-Identifier: EUPL-1.2
"""The file in which an authority's officers keep its signing key: sealed with a passphrase, as browsers make it."""

import getpass
import re
import secrets
import sys
from pathlib import Path

import pyrage

from comity.config.problem import Problem
from comity.config.sealing.files import writing
from comity.config.sealing.identities import read_key_file
from comity.ledger.format.ack import public_of

SHORTEST_PASSPHRASE = 12
START = "COMITY-SIGNING-KEY-1"
_LINE = re.compile(rf"{START}([0-9A-F]{{64}})").fullmatch


def make(target: Path) -> bytes:
    """Make a key and write its file for its owner alone; return its 32 secret bytes. Raises Problem."""
    passphrase = _new_passphrase()
    seed = secrets.token_bytes(32)
    text = f"# Comity signing key: {public_of(seed)}\n{START}{seed.hex().upper()}\n"
    with writing(target) as out:
        out.write(pyrage.passphrase.encrypt(text.encode(), passphrase, armored=True))
    return seed


def read(path: Path) -> bytes:
    """Return the 32 secret bytes of the one key of a file, asking for its passphrase; raises Problem."""
    lines = read_key_file(path).decode(errors="replace").splitlines()
    found = [form[1] for line in lines if (form := _LINE(line.strip()))]
    if len(found) != 1:
        raise Problem(f"{path} holds no signing key.", f"It has a line that begins with {START}", code=2)
    return bytes.fromhex(found[0])


def _new_passphrase() -> str:
    if sys.stdin.isatty():
        given = getpass.getpass("Passphrase for the new key: ")
        if getpass.getpass("The passphrase once more: ") != given:
            raise Problem("The two passphrases differ.", "Type both again", code=2)
    else:
        given = sys.stdin.readline().rstrip("\n")
    if len(given) < SHORTEST_PASSPHRASE:
        raise Problem(f"The passphrase is too short: at least {SHORTEST_PASSPHRASE} characters.", "", code=2)
    return given
