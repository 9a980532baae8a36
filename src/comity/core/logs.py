# SPDX-License-Identifier: EUPL-1.2
"""Log lines: one JSON object a line, so that no typed text can begin a line of its own."""

import json
import logging
from datetime import UTC, datetime


class JsonLine(logging.Formatter):
    """Format a record as one JSON object of time (UTC), level, logger, message and, where there was one, the error."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as one line of ASCII JSON."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line)
