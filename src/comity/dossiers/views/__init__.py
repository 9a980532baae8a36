# SPDX-License-Identifier: EUPL-1.2
"""The pages of this room: case files, who takes part in them, persons concerned and their restricted pages, circles."""
