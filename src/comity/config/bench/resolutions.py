# SPDX-License-Identifier: EUPL-1.2
"""How many resolutions are read in a second on one core: from the bytes of a plain text to its mandates."""

import gc
import time
from typing import Any

from comity.config.measure import machine
from comity.resolutions import parse, text

# Sentences of an assembly that does not exist, in the form of a resolution of about the usual length.
TOP = """Resolution HCA/4/Res.2

Adopted at the 7th plenary meeting, on 20 December 2031, by consensus

HCA/4/Res.2 Harbour lights

The Assembly of Harbour States,

Recalling the provisions of the Charter of the Ports, the Declaration on Lamps agreed at the review conference and its previous resolutions¹,

Stressing the importance of effective and comprehensive pilotage by Harbour States and other States, to enable the Keepers to fulfil their mandate,

Taking note of the report prepared by the Keepers² and *looking forward* to a continuing dialogue on the issues raised in it,
"""
OPERATIVE = (
    "*Welcomes* the acknowledgement in paragraph {n} of the report of the Keepers that “the lamps have generally been lit”;",
    "*Emphasizes* the importance of timely pilotage by Harbour States and other States under an obligation to light their quays pursuant to Part {n} of the Charter, as the failure to do so affects the safety of the channel, and *notes* the impact that dark quays can have on the ability of the Keepers to execute their mandate;",
    "*Recalls* that the ratification of the Charter must be matched by national measures and, in this regard, *urges* Harbour States that have not yet done so to adopt such legislative and other measures so as to ensure that they can fully meet their obligations;",
    "*Calls upon* all Harbour States, where possible, to consider strengthening their pilotage by entering into agreements or arrangements with the Keepers concerning, inter alia, oil for lamps that are at risk and the relief of watchmen;",
    "*Commends* the work of the Keepers on framework agreements, *encourages* the Keepers to continue their work, and *encourages* all Harbour States to consider, where possible, strengthening voluntary pilotage in these areas;",
    "*Requests* the Bureau to establish a facilitation for lamps to consult with Harbour States, the Keepers and organizations of pilots, and *further requests* the Keepers to submit an updated report on lamps to the Assembly at its fifth session;",
    "*Decides* that the Assembly shall continue to monitor the lamps with a view to facilitating Harbour States in sharing their experiences; to this end, *decides* that the Assembly will include a specific item on lamps on the agenda of its fifth session:\n\n(a) on oil;\n\n(b) on wicks;",
)
NOTES = "\n¹ HCA/3/Res.1.\n\n² HCA/4/40, para. 7.\n"


def sample() -> bytes:
    """A resolution of three preambular and fifteen operative paragraphs, 6 KB."""
    body = "\n\n".join(f"{n}. {OPERATIVE[n % len(OPERATIVE)].format(n=n)}" for n in range(1, 16))
    return f"{TOP}\n{body}\n{NOTES}".encode()


def measure(seconds: float) -> dict[str, Any]:
    """Figures of `seconds` of reading, once everything is loaded, in a process that does nothing else."""
    data = sample()
    found = parse(text.read(data))
    took: list[float] = []
    gc.collect()
    ends = time.perf_counter() + seconds
    began = time.process_time()
    while time.perf_counter() < ends or len(took) < 20:
        at = time.process_time()
        parse(text.read(data))
        took.append(time.process_time() - at)
    spent = time.process_time() - began
    took.sort()
    return {
        "kib": round(len(data) / 1024, 1),
        "paragraphs": len(found.preamble) + len(found.operative),
        "mandates": len(found.mandates),
        "read": len(took),
        "p50_ms": round(took[len(took) // 2] * 1000, 2),
        "p95_ms": round(took[int(len(took) * 0.95)] * 1000, 2),
        "per_second": round(len(took) / spent),
        "machine": machine(),
    }


def lines(found: dict[str, Any]) -> list[str]:
    """The figures for a person."""
    return [
        f"{found['kib']} KiB, {found['paragraphs']} paragraphs, {found['mandates']} mandates, read {found['read']} times",
        f"p50 {found['p50_ms']} ms, p95 {found['p95_ms']} ms of one core: {found['per_second']} a second",
        str(found["machine"]),
    ]
