# SPDX-License-Identifier: EUPL-1.2
"""Documents: files and their versions, encrypted at rest, with what may be done with them and who had them when."""
