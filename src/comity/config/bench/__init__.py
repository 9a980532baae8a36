# SPDX-License-Identifier: EUPL-1.2
"""Measuring a running court over HTTP, as people use it: see docs/benchmarks.md."""
