package shared

import (
	"strings"

	"rundertisch/internal/i18n"
)

// Shares is a picture of how something is spread, with the same figures as a table beside it.
type Shares struct {
	ID     string // unique on the page
	Title  string
	Head   string // of the table's column of names
	Number string // of its column of figures
	More   string // of a second column of figures, drawn behind the first; none when empty
	Rows   []ShareRow
}

// ShareRow is one bar.
type ShareRow struct {
	Label string
	Count int
	More  int
	Whole int // what the bar is a part of; the longest bar of the picture when 0
}

func (s Shares) whole(row ShareRow) int {
	if row.Whole > 0 {
		return max(row.Whole, row.Count+row.More)
	}
	most := 1
	for _, row := range s.Rows {
		most = max(most, row.Count+row.More)
	}
	return most
}

// desc says the picture in words.
func (s Shares) desc(l *i18n.Locale) string {
	all := make([]string, len(s.Rows))
	for i, row := range s.Rows {
		all[i] = l.T("shared.share", row.Label, s.words(l, row))
	}
	return strings.Join(all, ". ")
}

// words are the figures of a bar.
func (s Shares) words(l *i18n.Locale, row ShareRow) string {
	if row.More == 0 {
		return l.Number(row.Count)
	}
	return l.T("shared.share_more", l.Number(row.Count), s.More, l.Number(row.More))
}

func (s Shares) columns() []Column {
	columns := []Column{{Label: s.Head}, {Label: s.Number, Numeric: true}}
	if s.More != "" {
		columns = append(columns, Column{Label: s.More, Numeric: true})
	}
	return columns
}
