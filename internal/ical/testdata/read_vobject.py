"""Reads calendar objects with python3-vobject, which builds zones from the VTIMEZONE in the object.

Input: JSON list of objects as text. Output: JSON list of {uid, summary, location, cn, start, end, attendees}, times in UTC.
"""
import datetime
import json
import sys

import vobject


def utc(value):
    if not isinstance(value, datetime.datetime):
        return value.isoformat()
    if value.tzinfo is None:
        raise ValueError("time without zone: %s" % value)
    return value.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def read(text):
    event = vobject.readOne(text).vevent
    people = event.contents.get("attendee", [])
    return {
        "uid": event.uid.value,
        "summary": event.summary.value,
        "location": event.location.value if hasattr(event, "location") else "",
        "cn": people[0].params.get("CN", [""])[0] if people else "",
        "attendees": len(people),
        "start": utc(event.dtstart.value),
        "end": utc(event.dtend.value),
    }


json.dump([read(text) for text in json.load(sys.stdin)], sys.stdout)
