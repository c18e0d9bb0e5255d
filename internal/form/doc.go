// Package form knows what an event asks of the people who register, beyond name and address, and what they answered.
//
// A Field is one question: text, choice, number, day or file, with a purpose that people read beside it and a number of days
// that answers are kept after the event. A field may be asked only when another one, which stands before it, was answered in
// one way; else it is neither required nor stored. A removed field is not asked any more and keeps its answers until they expire.
//
// Needs are apart: what is to be arranged for somebody (access, food), never why. They are given with a consent of their
// own, seen in full by those who run events and counted for others, and deleted NeedsDays after the event.
//
// Every change of the form makes a new version of the event's notice (Art. 13 GDPR), which keeps what was asked, what for and
// how long, so that what somebody saw when registering can be shown again. An event that asks nothing of its own has
// the version 0 and costs no query.
//
// Expire, once a night, deletes what is kept no longer. Erasing a person takes answers and needs along.
//
// Tables: form_fields, form_answers, form_edits, form_needs, form_notices; the columns form_version, asks_needs and takes_photos of events are
// written by event.AskIn.
package form
