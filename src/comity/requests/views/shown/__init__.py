# SPDX-License-Identifier: EUPL-1.2
"""What pages show of requests, made ready for templates: nothing is fetched here, and nothing decided."""
