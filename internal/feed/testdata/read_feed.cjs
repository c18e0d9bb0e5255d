// Keeps calendars from standard input, a JSON list of their texts in the order in which they came, as a program that imports
// them does: one entry for each UID, the one with the highest SEQUENCE. Prints the entries as JSON. The argument is where
// ical.js lies.
"use strict";

const ICAL = require(process.argv[2]);

const kept = new Map();
for (const text of JSON.parse(require("fs").readFileSync(0, "utf8"))) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  for (const zone of calendar.getAllSubcomponents("vtimezone")) {
    ICAL.TimezoneService.register(new ICAL.Timezone({ component: zone }));
  }
  const seen = new Set();
  for (const component of calendar.getAllSubcomponents("vevent")) {
    const event = new ICAL.Event(component, { strictExceptions: true });
    if (seen.has(event.uid)) {
      throw new Error(`${event.uid} is there twice`);
    }
    seen.add(event.uid);
    const before = kept.get(event.uid);
    if (!before || event.sequence >= before.sequence) {
      kept.set(event.uid, event);
    }
  }
}

const moment = (time) => (time.isDate ? time.toString() : time.toJSDate().toISOString());
const entries = [...kept.values()].map((event) => ({
  summary: event.summary,
  start: moment(event.startDate),
  end: moment(event.endDate),
  status: event.component.getFirstPropertyValue("status"),
  uid: event.uid,
  transparent: event.component.getFirstPropertyValue("transp") === "TRANSPARENT",
  sequence: event.sequence,
}));
process.stdout.write(JSON.stringify(entries));
