# SPDX-License-Identifier: EUPL-1.2
"""Who can open a backup: age recipients and identities, as the age tool writes them."""

import os
from datetime import UTC, datetime
from pathlib import Path

from pyrage import IdentityError, RecipientError, x25519

from comity.config.problem import Problem


def recipients(given: list[str]) -> list[x25519.Recipient]:
    """Return the recipients that these texts name (age1...); raises Problem."""
    found = []
    for text in given:
        try:
            found.append(x25519.Recipient.from_str(text.strip()))
        except RecipientError:
            raise Problem(
                f"{text!r} is no age recipient.",
                "A recipient begins with age1; make one: comity backup --make-key FILE",
                code=2,
            ) from None
    return found


def identities(path: Path) -> list[x25519.Identity]:
    """Return the identities of a file as `age-keygen` writes it; raises Problem."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
        found = [x25519.Identity.from_str(line.strip()) for line in lines if line.strip() and not line.startswith("#")]
    except OSError as error:
        raise Problem(f"The identity {path} cannot be read ({error.strerror}).", "", code=2) from None
    except (IdentityError, UnicodeDecodeError):
        found = []
    if not found:
        raise Problem(f"{path} holds no age identity.", "It has a line that begins with AGE-SECRET-KEY-1", code=2)
    return found


def make_key(path: Path) -> str:
    """Write a new identity to a file of mode 0600 that does not exist yet; return its recipient."""
    identity = x25519.Identity.generate()
    recipient = str(identity.to_public())
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Problem(f"{path} exists already.", "Name another file", code=2) from None
    except OSError as error:
        raise Problem(f"{path} cannot be written ({error.strerror}).", "Name another file", code=2) from None
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(
            f"# created: {datetime.now(UTC).isoformat(timespec='seconds')}\n# public key: {recipient}\n{identity}\n"
        )
        file.flush()
        os.fsync(file.fileno())
    return recipient
