package shared

import (
	"cmp"
	"strings"

	"rundertisch/internal/date"
	"rundertisch/internal/i18n"
)

// Timeline is the picture of plans over years, one row each. Put a table with the same figures beside it.
type Timeline struct {
	ID    string // unique on the page
	Title string // says what the picture shows
	Desc  string // says in a sentence or two what can be read from it
	Today date.Date
	Rows  []TimelineRow

	Scale    TimelineScale // empty: small, as wide as the page, with one bar in each row
	From, To date.Month    // what is shown of time; empty: the whole years that the rows need
}

// TimelineScale is what a large timeline is divided into.
type TimelineScale string

// The scales, the finest first.
const (
	ByMonth   TimelineScale = "month"
	ByQuarter TimelineScale = "quarter"
	ByYear    TimelineScale = "year"
)

// TimelineScales lists the scales.
func TimelineScales() []TimelineScale { return []TimelineScale{ByMonth, ByQuarter, ByYear} }

// months is how many months a division has.
func (s TimelineScale) months() int {
	switch s {
	case ByMonth:
		return 1
	case ByQuarter:
		return 3
	default:
		return 12
	}
}

// TimelineRow is one thing with a deadline. Start may be empty: then the row has a mark and no bar.
type TimelineRow struct {
	Number  string // "1.2"
	Label   string
	Href    string
	Below   bool // belongs to a row above
	ByDay   bool // its dates are told as days, not as months
	Start   date.Date
	From    date.Date // the beginning that was approved; empty where it is Start
	Planned date.Date // the deadline that was approved
	Due     date.Date // the deadline as it stands
	Done    date.Date // empty while it is not done
	State   TimelineState
	Says    string // the state in words; empty for the usual word
	Slip    string // how far it is from the plan, in words; may be empty
}

// begun is the day on which it was to begin.
func (row TimelineRow) begun() date.Date { return cmp.Or(row.From, row.Start) }

// TimelineState decides colour and mark of a row.
type TimelineState string

// The states of a row, in the order of the legend.
const (
	TimelineDone TimelineState = "done"
	TimelineLate TimelineState = "late"
	TimelineSoon TimelineState = "soon"
	TimelineOpen TimelineState = "open"
)

// tone is how the state looks elsewhere on the page.
func (s TimelineState) tone() Tone {
	switch s {
	case TimelineDone:
		return Success
	case TimelineLate:
		return Danger
	case TimelineSoon:
		return Warning
	default:
		return Neutral
	}
}

// approved is the deadline that counts: the approved one, else the one that stands.
func (row TimelineRow) approved() date.Date {
	if row.Planned.IsZero() {
		return row.Due
	}
	return row.Planned
}

// over is the time by which the row ran past its deadline, from the day after it: until done, or until today.
func (row TimelineRow) over(today date.Date) (from, to date.Date, ok bool) {
	from = row.approved().AddDays(1)
	switch {
	case from.IsZero():
		return from, to, false
	case !row.Done.IsZero():
		to = row.Done.AddDays(1)
	case row.State == TimelineLate:
		to = today
	default:
		return from, to, false
	}
	return from, to, to > from
}

// mark is the day at whose end the row's mark stands: when it was done, else its deadline.
func (row TimelineRow) mark() date.Date {
	if !row.Done.IsZero() {
		return row.Done
	}
	return row.Due
}

func (row TimelineRow) says(l *i18n.Locale) string {
	if row.Says != "" {
		return row.Says
	}
	return l.T("shared.timeline.state." + string(row.State))
}

func (row TimelineRow) day(l *i18n.Locale, d date.Date) string {
	if row.ByDay {
		return l.Day(d.Time())
	}
	return d.Month().Slash()
}

// words says the row's dates: "geplant 01/2021 bis 03/2022 · voraussichtlich 08/2022 · 5 Monate später".
func (row TimelineRow) words(l *i18n.Locale) string {
	parts := []string{row.says(l)}
	planned := row.approved()
	switch {
	case !row.begun().IsZero() && !planned.IsZero():
		parts = append(parts, l.T("shared.timeline.plan", row.day(l, row.begun()), row.day(l, planned)))
	case !planned.IsZero():
		parts = append(parts, l.T("shared.timeline.due", row.day(l, planned)))
	}
	if row.Done.IsZero() && row.Due != planned {
		parts = append(parts, l.T("shared.timeline.forecast", row.day(l, row.Due)))
	}
	if !row.Done.IsZero() {
		parts = append(parts, l.T("shared.timeline.done", row.day(l, row.Done)))
	}
	if row.Slip != "" {
		parts = append(parts, row.Slip)
	}
	return strings.Join(parts, " · ")
}

func timelineRowClass(row TimelineRow) string {
	class := "rt-tl__row rt-tl__row--" + string(row.State)
	if row.Below {
		class += " rt-tl__row--below"
	}
	return class
}
