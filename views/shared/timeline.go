package shared

import (
	"strconv"
	"strings"
	"time"

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
}

// TimelineRow is one thing with a deadline. Start may be empty: then the row has a mark and no bar.
type TimelineRow struct {
	Number string // "1.2"
	Label  string
	Href   string
	Start  date.Month
	Due    date.Month
	Done   date.Month // empty while it is not done
	State  TimelineState
	Says   string // the state in words; empty for the usual word
}

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

// span is the picture's width: from the January of the first year to the December of the last.
func (t Timeline) span() (first, last int) {
	first, last = t.Today.Time().Year(), t.Today.Time().Year()
	if t.Today.IsZero() {
		first, last = 9999, 0
	}
	for _, row := range t.Rows {
		for _, month := range []date.Month{row.Start, row.Due, row.Done} {
			if year := month.First().Time().Year(); !month.IsZero() {
				first, last = min(first, year), max(last, year)
			}
		}
	}
	return first, max(first, last)
}

func (t Timeline) years() []int {
	first, last := t.span()
	var years []int
	for year := first; year <= last && year-first < 100; year++ {
		years = append(years, year)
	}
	return years
}

// at is where an instant lies, as an SVG length from the left edge.
func (t Timeline) at(when time.Time) string {
	first, last := t.span()
	begin := time.Date(first, 1, 1, 0, 0, 0, 0, time.UTC)
	whole := time.Date(last+1, 1, 1, 0, 0, 0, 0, time.UTC).Sub(begin)
	return lengthOf(min(1, max(0, float64(when.Sub(begin))/float64(whole))))
}

func (t Timeline) atYear(year int) string {
	return t.at(time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC))
}

// atEnd is where the month is over: a deadline given as month means its last day.
func (t Timeline) atEnd(month date.Month) string { return t.at(month.Add(1).First().Time()) }

// width is the length of the span between two instants.
func (t Timeline) width(from, to time.Time) string {
	a, _ := strconv.ParseFloat(strings.TrimSuffix(t.at(from), "%"), 64)
	b, _ := strconv.ParseFloat(strings.TrimSuffix(t.at(to), "%"), 64)
	return lengthOf(max(0, b-a) / 100)
}

// size is the class for the least width that keeps years apart.
func (t Timeline) size() string {
	if len(t.years()) > 6 {
		return "rt-tl--long"
	}
	return "rt-tl--short"
}

func (t Timeline) year(year int) string { return strconv.Itoa(year) }

// todayLate reports whether the mark of today is so far right that its word goes to its left.
func (t Timeline) todayLate() bool {
	share, _ := strconv.ParseFloat(strings.TrimSuffix(t.at(t.Today.Time()), "%"), 64)
	return share > 85
}

// over is the time by which the row ran past its deadline: until done, or until today.
func (t Timeline) over(row TimelineRow) (from, to time.Time, ok bool) {
	from = row.Due.Add(1).First().Time()
	switch {
	case row.Due.IsZero():
		return from, to, false
	case !row.Done.IsZero():
		to = row.Done.Add(1).First().Time()
	case row.State == TimelineLate:
		to = t.Today.Time()
	default:
		return from, to, false
	}
	return from, to, to.After(from)
}

// markAt is where the row's mark stands: when it was done, else its deadline.
func (t Timeline) markAt(row TimelineRow) string {
	if !row.Done.IsZero() {
		return t.atEnd(row.Done)
	}
	return t.atEnd(row.Due)
}

// words says the row's dates: "geplant 01/2021 bis 03/2022 · erledigt 02/2022".
func (row TimelineRow) says(l *i18n.Locale) string {
	if row.Says != "" {
		return row.Says
	}
	return l.T("shared.timeline.state." + string(row.State))
}

func (row TimelineRow) words(l *i18n.Locale) string {
	var parts []string
	switch {
	case !row.Start.IsZero() && !row.Due.IsZero():
		parts = append(parts, l.T("shared.timeline.plan", row.Start.Slash(), row.Due.Slash()))
	case !row.Due.IsZero():
		parts = append(parts, l.T("shared.timeline.due", row.Due.Slash()))
	}
	if !row.Done.IsZero() {
		parts = append(parts, l.T("shared.timeline.done", row.Done.Slash()))
	}
	return strings.Join(parts, " · ")
}
