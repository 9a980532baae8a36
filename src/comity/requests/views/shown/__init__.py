# SPDX-License-Identifier: EUPL-1.2
"""What pages show of requests, made ready for templates: words in the reader's language, nothing fetched, nothing decided."""
