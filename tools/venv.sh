#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Make or mend .venv: sh tools/venv.sh PYTHON run|dev
# Installs the hashed set of requirements and the project itself, nothing else. Safe to call again.
set -eu

python=$1
set_of=$2

say() { printf '%s\n' "$*" >&2; }

if ! command -v "$python" >/dev/null 2>&1; then
    say "Python is not here ($python). Comity needs Python 3.11 or newer: name it with make PYTHON=..."
    exit 1
fi
if ! "$python" -c 'import sys; raise SystemExit(sys.version_info < (3, 11))'; then
    say "$("$python" --version) is too old. Comity needs Python 3.11 or newer: name it with make PYTHON=..."
    exit 1
fi
if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        say "This Python cannot make virtual environments yet: installing python3-venv."
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv >/dev/null 2>&1 ||
            { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv; } >/dev/null
    else
        say "This Python cannot make virtual environments: install python3-venv (apt-get install python3-venv)."
        exit 1
    fi
fi

# An environment whose interpreter has gone, or an older one than this file asks for, is made anew.
if [ -d .venv ] && ! .venv/bin/python -c 'import sys, pip; raise SystemExit(sys.version_info < (3, 11))' 2>/dev/null; then
    say "The old .venv does not work any more: making it anew."
    rm -rf .venv
fi
[ -d .venv ] || "$python" -m venv .venv

export PIP_DISABLE_PIP_VERSION_CHECK=1
say "Installing requirements/$set_of.txt (every file checked against its hash)."
.venv/bin/python -m pip install -qq --require-hashes -r "requirements/$set_of.txt"
.venv/bin/python -m pip install -qq --no-deps --no-build-isolation --no-index --editable .
# The set of development contains the running set, so it vouches for both.
touch .venv/.run
if [ "$set_of" = dev ]; then touch .venv/.dev; fi
