# SPDX-License-Identifier: EUPL-1.2
"""Files that are spoilt by chance are refused or read, by every task; no parser's own error comes out."""

import io
import random
from collections.abc import Callable
from typing import Any

import pytest

from comity.documents.files import Limits, Unfit, painter, redacting, seeking, survey, washing
from comity.documents.files.kinds import BY_EXTENSION
from comity.documents.files.names import extension

from .corpus import SOUND, Sample

LIMITS = Limits()
ROUNDS = 12
TASKS: dict[str, Callable[[io.BytesIO, str], Any]] = {
    "survey": lambda file, kind: survey.survey(file, LIMITS, media_type=kind),
    "seek": lambda file, kind: seeking.seek(file, LIMITS, media_type=kind),
    "wash": lambda file, kind: washing.wash(file, LIMITS, media_type=kind),
    "paint": lambda file, kind: painter.paint(file, LIMITS, media_type=kind, first=1, last=2),
    "redact": lambda file, kind: redacting.redact(
        file, LIMITS, media_type=kind, areas={"1": [(0.1, 0.1, 0.5, 0.5)]}, dpi=30
    ),
}


def spoilt(content: bytes, chance: random.Random) -> bytes:
    data = bytearray(content)
    for _ in range(chance.choice([1, 1, 2, 5, 20])):
        if not data:
            break
        place = chance.randrange(len(data))
        match chance.randrange(4):
            case 0:
                data[place] = chance.randrange(256)
            case 1:
                del data[place : place + chance.randrange(1, 9)]
            case 2:
                data[place:place] = chance.randbytes(chance.randrange(1, 5))
            case _:
                data[place] ^= 1 << chance.randrange(8)
    return bytes(data)


@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::DeprecationWarning")  # parsers warn of what is spoilt
@pytest.mark.parametrize(
    "sample", [one for one in SOUND if len(one.make()) < 100_000], ids=lambda one: one.what.replace(" ", "-")
)
def test_spoilt_file_is_read_or_refused(sample: Sample) -> None:
    chance = random.Random(sample.what)
    kind = BY_EXTENSION[extension(sample.name)].media_type
    unexpected = []

    for _ in range(ROUNDS):
        content = spoilt(sample.make(), chance)
        for name, task in TASKS.items():
            try:
                task(io.BytesIO(content), kind)
            except Unfit:
                continue
            except Exception as error:  # noqa: BLE001 - what comes out is what is asked
                unexpected.append((name, repr(error)))

    assert unexpected == []
