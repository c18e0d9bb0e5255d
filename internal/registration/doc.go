// Package registration is what people do about their own place at an event and what staff do for them: register by the
// public form, answer, choose workshops and withdraw by personal link; list, export, register and withdraw on behalf.
//
// The decisions about places are package attendance's; this one checks what is typed, says who may, opens the
// transaction and records the trail. A personal link's token is the only key to a person's row: nobody learns from the
// form whether or how somebody else is registered, but for the one sentence that a name and address is known already.
//
// Staff see an event's people as a table that the database narrows, sorts and cuts into pages, with notes of their own
// about each, which nobody else sees and which are erased with the person.
//
// Who holds a personal link can also be erased by it, from this event and for good: Erase, with whom else it concerns by Erasing.
//
// Tables: registration_notes.
package registration
