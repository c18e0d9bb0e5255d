// Package result holds what an event brought about, as cards: a need, a service gap, a solution approach or an agreement, each
// one statement of a workshop (or of another item of the programme).
//
// Cards are written from the day the event is published until it is closed. They are shown to the public when the
// event was held and staff publish them all at once; later corrections show at once. Taking them down is possible
// at any time. A card that comes back from the bin into public results is withheld until somebody who may publish shows it.
//
// Each card has an address of its own that stays, for the public while the cards are public. What became of it is said
// there: a milestone or task it led to, or some words (a follow-up).
//
// Beside its cards, an item of the programme may have a Summary: some paragraphs about a workshop or a talk. The lead approves its
// wording; the public reads that, and nothing that was written since, once the results are published.
//
// Tables: result_cards, result_publications, result_followups, result_summaries.
package result
