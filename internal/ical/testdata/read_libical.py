"""Reads begin and end of calendar objects with libical, which Cyrus, Evolution and KOrganizer read calendars with, by the VTIMEZONE in the object alone.

Input: JSON list of objects as text. Output: JSON list of {start, end} in UTC.
"""
import ctypes
import ctypes.util
import json
import sys
import time

name = ctypes.util.find_library("ical")
if name is None:
    sys.exit("ModuleNotFoundError: libical")
ical = ctypes.CDLL(name)


class Time(ctypes.Structure):
    _fields_ = [(n, ctypes.c_int) for n in ("year", "month", "day", "hour", "minute", "second", "is_date", "is_daylight")] + [("zone", ctypes.c_void_p)]


for function in ("icalparser_parse_string", "icalcomponent_get_inner", "icalcomponent_get_timezone", "icaltimezone_get_utc_timezone"):
    getattr(ical, function).restype = ctypes.c_void_p
ical.icaltimezone_set_builtin_tzdata(0)
ical.icalcomponent_get_dtstart.restype = ical.icalcomponent_get_dtend.restype = Time
ical.icaltimezone_get_tzid.restype = ctypes.c_char_p
ical.icaltime_as_timet_with_zone.restype = ctypes.c_long
ical.icaltime_as_timet_with_zone.argtypes = [Time, ctypes.c_void_p]


def read(text):
    calendar = ical.icalparser_parse_string(text.encode())
    if not calendar or ical.icalcomponent_count_errors(ctypes.c_void_p(calendar)):
        return {"summary": "libical finds an error"}
    event = ctypes.c_void_p(ical.icalcomponent_get_inner(ctypes.c_void_p(calendar)))

    def utc(at):
        zone = at.zone
        if zone and zone != ical.icaltimezone_get_utc_timezone():  # the object's own, and not one that libical brings
            own = ical.icalcomponent_get_timezone(ctypes.c_void_p(calendar), ical.icaltimezone_get_tzid(ctypes.c_void_p(zone)))
            if not own:
                return "no VTIMEZONE"
            zone = own
        elif not zone:
            return "no zone"
        return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(ical.icaltime_as_timet_with_zone(at, zone)))

    return {"start": utc(ical.icalcomponent_get_dtstart(event)), "end": utc(ical.icalcomponent_get_dtend(event))}


json.dump([read(text) for text in json.load(sys.stdin)], sys.stdout)
