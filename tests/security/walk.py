# SPDX-License-Identifier: EUPL-1.2
"""Every address and every operation there is, read from the URL configuration and the API: nothing is listed by hand."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from comity.api.main import api


@dataclass(frozen=True, slots=True)
class Door:
    """One address by its name, with one method, and the names of what its address takes."""

    route: str
    method: str
    takes: tuple[str, ...]


def doors() -> list[Door]:
    """Return every named address, once for each method that its view takes (GET and POST where it does not say)."""
    found = {(door.route, door.method): door for door in (*_pages(get_resolver().url_patterns, ""), *_operations())}
    return sorted(found.values(), key=lambda door: (door.route, door.method))


def _pages(patterns: list[URLPattern | URLResolver], namespace: str) -> Iterator[Door]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if pattern.namespace == "api":
                continue
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _pages(pattern.url_patterns, inner)
            continue
        route = f"{namespace}{pattern.name or pattern.pattern}"
        takes = tuple(pattern.pattern.regex.groupindex)
        for method in _methods(pattern):
            yield Door(route, method, takes)


def _methods(pattern: URLPattern) -> tuple[str, ...]:
    """Return the methods worth asking with: a view that refuses one answers 405, which the table says as well."""
    return ("GET", "POST")


def _operations() -> Iterator[Door]:
    for path, view in _views():
        for operation in view.operations:
            for method in operation.methods:
                yield Door(f"api:{operation.operation_id}", method, tuple(part[1:-1].split(":")[-1] for part in path.split("/") if part.startswith("{")))
    yield Door("api:openapi-json", "GET", ())


def _views() -> Iterator[tuple[str, object]]:
    for _prefix, router in api._routers:
        yield from router.path_operations.items()


