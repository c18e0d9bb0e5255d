// Returns all entries of the calendar.
const {cal} = ChromeUtils.importESModule("resource:///modules/calendar/calUtils.sys.mjs");
const [calendar] = cal.manager.getCalendars();
const items = await calendar.getItemsAsArray(Ci.calICalendar.ITEM_FILTER_ALL_ITEMS, 0, null, null);
return items.map(item => {
	const people = item.getAttendees();
	return {
		uid: item.id, title: item.title, begin: item.startDate.icalString.slice(9, 15), end: item.endDate.icalString.slice(9, 15),
		zone: item.startDate.timezone.tzid, status: item.status ?? "", sequence: item.getProperty("SEQUENCE") ?? "",
		partstat: people[0]?.participationStatus ?? "", attendees: people.length,
	};
});
