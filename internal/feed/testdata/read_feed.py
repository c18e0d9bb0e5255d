"""Reads a calendar from standard input with python3-icalendar and prints its events as JSON."""

import json
import sys

import icalendar

calendar = icalendar.Calendar.from_ical(sys.stdin.buffer.read())
print(
    json.dumps(
        [
            {
                "summary": str(event["SUMMARY"]),
                "start": event["DTSTART"].dt.isoformat(),
                "end": event["DTEND"].dt.isoformat(),
                "status": str(event["STATUS"]),
                "uid": str(event["UID"]),
                "transparent": event.get("TRANSP") == "TRANSPARENT",
                "sequence": int(event["SEQUENCE"]),
            }
            for event in calendar.walk("VEVENT")
        ]
    )
)
