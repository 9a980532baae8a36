# SPDX-License-Identifier: EUPL-1.2
"""The pages of this room: the directory, a party's people, one's own posts, the first sign-in."""
