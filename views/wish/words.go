// Package wishviews has the page on which staff give the places in workshops by wishes.
package wishviews

import (
	"strconv"

	"rundertisch/internal/event"
	"rundertisch/internal/wish"
	eventviews "rundertisch/views/event"
	"rundertisch/views/shared"
)

// refused is the form that was refused, if one was.
func (p Page) refused() shared.Form {
	if p.Reason.HasErrors() {
		return p.Reason
	}
	return p.Form
}

// stand names how far the event's wishes are.
func (p Page) stand() string {
	e := p.Board.Event
	switch {
	case e.WishesUntil == "":
		return "first_come"
	case e.WishesDoneAt != nil:
		return "done"
	case p.Board.Open || e.State == event.Draft:
		return "open"
	case len(p.Board.Draws) == 0:
		return "closed"
	case len(p.Board.Overlap) > 0:
		return "overlap"
	}
	return "preview"
}

func (p Page) overlap() []any {
	titles := make([]any, len(p.Board.Overlap))
	for n, title := range p.Board.Overlap {
		titles[n] = title
	}
	return titles
}

// changeable reports whether the way in which places are given can still be changed here.
func (p Page) changeable() bool {
	return p.MayRun && p.Board.Event.Editable() && p.Board.Event.WishesDoneAt == nil && !p.Board.Taken
}

func (p Page) modeText() string {
	e := p.Board.Event
	switch {
	case e.WishesDoneAt != nil:
		return p.T("wish.mode.done")
	case e.WishesUntil != "":
		return p.T("wish.mode.wishes", eventviews.Day(p.L, e.WishesUntil))
	case p.Board.Taken:
		return p.T("wish.mode.taken")
	}
	return p.T("wish.mode.first_come")
}

func (p Page) at(rest string) string { return p.Base + "/wishes" + rest }

func (p Page) heads() []shared.Column {
	heads := []shared.Column{{Label: p.T("wish.column.workshop")}}
	for rank := 1; rank <= wish.Ranks; rank++ {
		heads = append(heads, shared.Column{Label: wish.RankWord(p.L, rank), Numeric: true})
	}
	return append(heads, shared.Column{Label: p.T("wish.column.places"), Numeric: true}, shared.Column{Label: p.T("wish.column.picture")})
}

func (p Page) places(item event.ProgrammeItem) string {
	if item.Capacity == 0 {
		return p.T("wish.places.unlimited")
	}
	return p.L.Number(int(item.Capacity))
}

// most is the longest bar of the pictures: all bars have one scale.
func (p Page) most() int {
	longest := 1
	for _, item := range p.Board.Items {
		demand := p.Board.Demand[item.ID]
		longest = max(longest, demand[0]+demand[1]+demand[2], int(item.Capacity), p.Board.Tallies[item.ID].Seated())
	}
	return longest
}

func (p Page) rank(o wish.Outcome) string {
	switch {
	case o.Leads != "":
		return p.T("wish.rank.leads")
	case o.Rank == 0:
		return p.T("wish.rank.none")
	}
	return wish.RankWord(p.L, int(o.Rank))
}

func tone(o wish.Outcome) shared.Tone {
	switch {
	case o.Leads != "":
		return shared.Neutral
	case o.Rank == 0:
		return shared.Warning
	case o.Rank == 1:
		return shared.Success
	}
	return shared.Info
}

// from is where the part of a rank begins in a bar.
func from(ranks [wish.Ranks]int, rank, whole int) string {
	before := 0
	for _, n := range ranks[:rank] {
		before += n
	}
	return share(before, whole)
}

// share is a part of the whole as an SVG length.
func share(part, whole int) string {
	return strconv.FormatFloat(100*float64(part)/float64(max(whole, 1)), 'f', 2, 64) + "%"
}
