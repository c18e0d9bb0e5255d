package wish

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"rundertisch/internal/allocation"
	"rundertisch/internal/event"
	"rundertisch/internal/i18n"
)

// Result says in a sentence what somebody got in a slot.
func Result(l *i18n.Locale, items []event.ProgrammeItem, o Outcome) string {
	switch {
	case o.Leads != "":
		return l.T("wish.result.leads", Title(items, o.Leads))
	case o.ItemID == "":
		return l.T("wish.result.none", Title(items, o.First()))
	}
	return l.T("wish.result.got", Title(items, o.ItemID), within(l, int(o.Rank)))
}

// Because says why, one sentence for each wish down to the one that came true. It speaks of nobody, so that it reads well to
// the person and to staff.
func Because(l *i18n.Locale, items []event.ProgrammeItem, o Outcome) []string {
	var said []string
	for _, v := range o.Wishes() {
		said = append(said, verdict(l, Title(items, v.Workshop), v))
	}
	return said
}

func verdict(l *i18n.Locale, title string, v allocation.Verdict) string {
	key, rank := "wish.because."+string(v.Reason), within(l, v.Rank)
	switch v.Reason {
	case allocation.Room:
		return l.T(key, title, rank)
	case allocation.Dearer:
		return l.N(key, v.Places, title)
	}
	later := ""
	if v.Rank > 1 {
		later = "_later"
	}
	people := l.N("wish.because.people"+later, v.Rivals, title, rank)
	return people + " " + l.N("wish.because.places"+later, v.Given) + " " + l.T(key, v.Number)
}

// RankWord names a rank: first wish, second wish, third wish.
func RankWord(l *i18n.Locale, rank int) string { return l.T("wish.rank." + strconv.Itoa(rank)) }

// within names a rank in the middle of a sentence, where English writes it small.
func within(l *i18n.Locale, rank int) string { return l.T("wish.rank_within." + strconv.Itoa(rank)) }

// InOrder sorts outcomes by their slots, as those follow each other in the programme.
func InOrder(items []event.ProgrammeItem, outcomes []Outcome) {
	slots := event.Slots(items)
	slices.SortStableFunc(outcomes, func(x, y Outcome) int { return cmp.Compare(slices.Index(slots, x.Slot), slices.Index(slots, y.Slot)) })
}

// Said is all that somebody is told about the outcomes, one paragraph for each slot.
func Said(l *i18n.Locale, items []event.ProgrammeItem, outcomes []Outcome) string {
	InOrder(items, outcomes)
	paragraphs := make([]string, len(outcomes))
	for n, o := range outcomes {
		paragraphs[n] = strings.Join(append([]string{o.Slot + ": " + Result(l, items, o)}, Because(l, items, o)...), " ")
	}
	return strings.Join(paragraphs, "\n\n")
}
