# SPDX-License-Identifier: EUPL-1.2
"""Every address and operation there is, read from the URL configuration and the API: nothing is listed by hand."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from comity.api.main import api


@dataclass(frozen=True, slots=True)
class Door:
    """One address by its name, with one method, and the names of what its address takes; an operation has its path."""

    route: str
    method: str
    takes: tuple[str, ...]
    path: str = ""


def doors() -> list[Door]:
    """Return every named address with GET and with POST, and every operation with its own method."""
    found = {(door.route, door.method): door for door in (*_pages(get_resolver().url_patterns, ""), *_operations())}
    return sorted(found.values(), key=lambda door: (door.route, door.method))


def _pages(patterns: list[URLPattern | URLResolver], namespace: str, taken: tuple[str, ...] = ()) -> Iterator[Door]:
    for pattern in patterns:
        takes = (*taken, *pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            if pattern.namespace != "api":
                inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
                yield from _pages(pattern.url_patterns, inner, takes)
            continue
        route = f"{namespace}{pattern.name or pattern.pattern}"
        # A view that refuses a method answers 405, and the table says that as well.
        for method in ("GET", "POST"):
            yield Door(route, method, takes)


def _operations() -> Iterator[Door]:
    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            whole = f"/api{prefix}/{path}".rstrip("/").replace("//", "/")
            takes = tuple(part[1:-1].split(":")[-1] for part in whole.split("/") if part.startswith("{"))
            for operation in view.operations:
                for method in operation.methods:
                    yield Door(f"api:{operation.operation_id}", method, takes, whole)
    yield Door("api:openapi-json", "GET", ())
