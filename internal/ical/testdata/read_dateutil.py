"""Reads begin and end of calendar objects with python-dateutil, by the VTIMEZONE in the object alone.

Input: JSON list of objects as text. Output: JSON list of {start, end} in UTC.
"""
import datetime
import io
import json
import re
import sys

from dateutil import tz


def read(text):
    text = text.replace("\r\n ", "")
    zones = "\r\n".join(re.findall(r"BEGIN:VTIMEZONE\r\n.*?END:VTIMEZONE", text, re.S))
    known = tz.tzical(io.StringIO("BEGIN:VCALENDAR\r\n" + zones + "\r\nEND:VCALENDAR\r\n")) if zones else None

    event = text[text.index("BEGIN:VEVENT"):]

    def utc(name):
        params, value = re.search("^%s(;TZID=[^:]+)?:(\\S+)" % name, event, re.M).groups()
        at = datetime.datetime.strptime(value.rstrip("Z"), "%Y%m%dT%H%M%S")
        at = at.replace(tzinfo=known.get(params[6:].strip('"')) if params else tz.UTC)
        return at.astimezone(tz.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    return {"start": utc("DTSTART"), "end": utc("DTEND")}


json.dump([read(text) for text in json.load(sys.stdin)], sys.stdout)
