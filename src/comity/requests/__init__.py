# SPDX-License-Identifier: EUPL-1.2
"""The heart: requests from one party to another, and the lawful answers to them."""
