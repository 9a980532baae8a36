# SPDX-License-Identifier: EUPL-1.2
"""The figures as a table for people."""

from collections.abc import Iterator, Mapping
from typing import Any

COLUMNS = (
    ("p50 ms", "p50_ms"),
    ("p95 ms", "p95_ms"),
    ("max ms", "max_ms"),
    ("per s", "per_second"),
    ("calls", "calls"),
)


def lines(found: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines of the table and what it was taken on."""
    machine, database, server = found["machine"], found["database"], found["server"]
    yield f"{found['requests']} requests, {database['name']} {database['version']}"
    yield f"{machine['cores']} cores ({machine['processor']}), Python {machine['python']}, {machine['system']}"
    yield f"{server['processes']} web processes of {server['threads']} threads, one worker"
    yield ""
    yield (
        f"{'what':<14}{'as':<14}{'at once':>8}" + "".join(f"{name:>10}" for name, _ in COLUMNS) + f"{'statements':>12}"
    )
    for one in found["figures"]:
        count = found["statements"].get(one["name"], found["statements"].get(f"{one['name']} as {one['who']}", ""))
        cells = "".join(f"{one[key]:>10}" for _, key in COLUMNS)
        yield f"{one['name']:<14}{one['who']:<14}{one['clients']:>8}{cells}{count:>12}"
    yield ""
    kept = ", ".join(f"{name} {size:.0f} MiB" for name, size in server["memory_mib"].items())
    yield f"memory afterwards (shared pages by share): {kept}"
