"""Reads calendar objects with python3-icalendar, times by the VTIMEZONE in the object, never by the machine's zones.

Input: JSON list of objects as text. Output: JSON list of {uid, summary, location, cn, start, end, attendees}, times in UTC.
"""
import datetime
import json
import sys

import icalendar


def utc(prop, zones):
    value = prop.dt
    if not isinstance(value, datetime.datetime):
        return value.isoformat()
    tzid = prop.params.get("TZID")
    if tzid is not None:
        value = zones[str(tzid)].localize(value.replace(tzinfo=None))
    return value.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def read(text):
    calendar = icalendar.Calendar.from_ical(text)
    zones = {str(z["TZID"]): z.to_tz() for z in calendar.walk("VTIMEZONE")}
    event = calendar.walk("VEVENT")[0]
    people = event.get("ATTENDEE", [])
    people = people if isinstance(people, list) else [people]
    return {
        "uid": str(event["UID"]),
        "summary": str(event["SUMMARY"]),
        "location": str(event.get("LOCATION", "")),
        "cn": str(people[0].params.get("CN", "")) if people else "",
        "attendees": len(people),
        "start": utc(event["DTSTART"], zones),
        "end": utc(event["DTEND"], zones),
    }


json.dump([read(text) for text in json.load(sys.stdin)], sys.stdout)
