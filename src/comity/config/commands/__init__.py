# SPDX-License-Identifier: EUPL-1.2
"""One module for each command: `register(commands)` describes it, `run(args)` does it and returns the exit code."""
