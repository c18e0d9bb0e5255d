// Package result holds what an event brought about, as cards: a need, a service gap, a solution approach or an agreement, each
// one statement of a workshop (or of another item of the programme).
//
// Cards are written from the day the event is published until it is closed. They are shown to the public when the
// event was held and staff publish them all at once; later corrections show at once. Taking them down is possible
// at any time.
//
// Tables: result_cards, result_publications.
package result
