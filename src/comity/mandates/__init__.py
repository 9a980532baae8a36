# SPDX-License-Identifier: EUPL-1.2
"""What resolutions ask of whom: instruments and their paragraphs, mandates, and the evidence of what was done."""
