package workplan

import (
	"regexp"
	"strings"

	"rundertisch/internal/sheet"
)

var (
	pastedNumber = regexp.MustCompile(`^(\d{1,4}(?:\.\d{1,4}){0,3}\.?)$`)
	pastedMonth  = regexp.MustCompile(`^\d{1,2}\s?/\s?\d{4}$`)
	pastedDay    = regexp.MustCompile(`^\d{1,2}\.\d{1,2}\.\d{4}$`)
	pastedLine   = regexp.MustCompile(`^(\d{1,4}(?:\.\d{1,4}){1,3}\.?|\d{1,4}\.)\s+(.*?)(?:\s+(\d{1,2}\s?/\s?\d{4}))?$`)
)

// readPasted reads a plan as it comes from a web page: number, title and month on lines of their own, between tabs or
// all in one line, with blank lines between and other text before and after. A goal has no month; a title may have
// several lines. It returns nil when the text is no such table: each number needs its title, and one its month.
func readPasted(text string) []record {
	p := pasted{}
	for i, line := range strings.Split(strings.ReplaceAll(text, "\r", ""), "\n") {
		for _, piece := range pieces(line) {
			p.take(i+1, piece)
		}
	}
	return p.result()
}

// pieces cuts a line at tabs, and a line that holds number, title and month into these.
func pieces(line string) []string {
	var all []string
	for piece := range strings.SplitSeq(line, "\t") {
		piece = sheet.OneLine(piece)
		if m := pastedLine.FindStringSubmatch(piece); m != nil && !pastedDay.MatchString(m[1]) {
			all = append(all, m[1:]...)
			continue
		}
		all = append(all, piece)
	}
	return all
}

type pasted struct {
	records []record
	open    bool // the last record's month has not come yet
	months  int
}

func (p *pasted) take(line int, piece string) {
	last := len(p.records) - 1
	switch {
	case piece == "":
	case pastedNumber.MatchString(piece) && !pastedDay.MatchString(piece):
		if len(p.records) < maxFileRows {
			p.records = append(p.records, record{line: line, cells: map[string]string{"number": piece, "parent": parentOf(piece)}, inferred: true})
			p.open = true
		}
	case !p.open: // text before, between and after
	case pastedMonth.MatchString(piece):
		p.records[last].cells["due"] = strings.ReplaceAll(piece, " ", "")
		p.open, p.months = false, p.months+1
	default:
		p.records[last].cells["title"] = strings.TrimSpace(p.records[last].cells["title"] + " " + piece)
	}
}

func (p *pasted) result() []record {
	for _, r := range p.records {
		if r.cells["title"] == "" {
			return nil
		}
	}
	if p.months == 0 {
		return nil
	}
	return p.records
}
