# SPDX-License-Identifier: EUPL-1.2
"""Invented resolutions: no sentence of a real one stands here."""

HARBOUR = """ICC-ASP/10/Res.99

Harbour lights

Adopted at the 7th plenary meeting, on 20 December 2011, by consensus

The Assembly of States Parties,

Recalling its wish that ships arrive,

1. Welcomes the lamps that were lit;

2. Urges all States Parties to paint their lighthouses by 15 January 2012;

3. Requests the Court to report on the matter at its eleventh session;
"""
LATER = """ICC-ASP/12/Res.98

More harbour lights

Adopted at the 9th plenary meeting, on 27 November 2013, by consensus

The Assembly of States Parties,

Recalling its resolution on lamps,

1. Decides that no lighthouse need be painted any more;

2. Invites the Registry to keep the paint;
"""

# The report of an invented court, as such reports are printed.
REPORT = """Report of the Court on lighthouses

I. Introduction

41. This report is about lighthouses, of which there were
12 at the end of the year.

42. It follows the earlier one:

1. white ones;

2. red ones.

A. Paint

43. Some States expressed concerns about the colour.

45. The Court thanks everybody.
"""
