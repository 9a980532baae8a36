#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Resolve requirements/*.in into requirements/*.txt with hashes: sh tools/lock.sh PYTHON
# Nothing about this machine or its mirrors may get into the files: tests/architecture looks.
set -eu

[ -x .cache/uv/bin/uv ] || { "$1" -m venv .cache/uv && .cache/uv/bin/python -m pip install -qq uv; }
unset PIP_FIND_LINKS PIP_INDEX_URL PIP_EXTRA_INDEX_URL UV_FIND_LINKS 2>/dev/null || true

compile() {
    .cache/uv/bin/uv pip compile --no-config --quiet --universal --python-version 3.11 --generate-hashes \
        --no-strip-extras --no-emit-index-url --no-emit-find-links --no-header --no-annotate ${UPGRADE:+--upgrade} "$@"
}

compile requirements/run.in requirements/build.in --output-file requirements/run.txt
compile requirements/dev.in --constraint requirements/run.txt --output-file requirements/dev.txt
