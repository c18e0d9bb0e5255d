package pdf

import (
	"math"
	"strings"
	"unicode/utf8"
)

const (
	point    = 25.4 / 72 // millimetres
	leading  = 1.3       // distance of lines, in sizes
	ascender = 0.95      // of the first line below the upper edge, in sizes
)

// Style is how letters look.
type Style struct {
	Size     float64 // points
	Bold     bool
	Grey     bool // dark enough to be read: 7:1 on white
	Centered bool

	link bool // underlined, and of another colour
}

func (s Style) line() float64 { return s.Size * point * leading }

// Text sets a text of its own at a place, wrapped to the width, and returns the lower edge of its last line.
func (d *Document) Text(tag Tag, x, y, width float64, style Style, text string) float64 {
	lines := d.wrap(text, width, style)
	d.mark(d.tree.add(tag), func() { d.layLines(x, y, width, style, lines) })
	return y + float64(len(lines))*style.line()
}

// Fit sets a text at a place in as large letters as the box takes, from style.Size down to least. What does not fit even then is cut
// with an ellipsis: the box stays whole.
func (d *Document) Fit(tag Tag, x, y, width, height, least float64, style Style, text string) float64 {
	lines := d.wrap(text, width, style)
	for style.Size > least && (float64(len(lines))*style.line() > height || d.breaks(text, width, style)) {
		style.Size = math.Max(least, style.Size-0.5)
		lines = d.wrap(text, width, style)
	}
	if most := max(1, int(height/style.line())); len(lines) > most {
		lines = lines[:most]
		lines[most-1] = d.cut(lines[most-1], width, style)
	}
	d.mark(d.tree.add(tag), func() { d.layLines(x, y, width, style, lines) })
	return y + float64(len(lines))*style.line()
}

// breaks reports whether a word is wider than the width.
func (d *Document) breaks(text string, width float64, style Style) bool {
	for _, word := range strings.Fields(d.ink.clean(text)) {
		for _, part := range parts(word) {
			if d.measure(part, style) > width {
				return true
			}
		}
	}
	return false
}

func (d *Document) cut(line string, width float64, style Style) string {
	for line != "" && d.measure(line+"…", style) > width {
		_, size := utf8.DecodeLastRuneInString(line)
		line = line[:len(line)-size]
	}
	return strings.TrimRight(line, " ") + "…"
}

func (d *Document) layLines(x, y, width float64, style Style, lines []string) {
	for i, line := range lines {
		left := x
		if style.Centered {
			left += (width - d.measure(line, style)) / 2
		}
		d.lay(left, y+float64(i)*style.line()+style.Size*point*ascender, style, line)
	}
}

// lay writes one line on its base line.
func (d *Document) lay(x, base float64, style Style, line string) {
	if line == "" {
		return
	}
	d.use(style)
	shade := 0
	if style.Grey {
		shade = 80
	}
	d.pdf.SetTextColor(shade, shade, shade)
	if style.link {
		d.pdf.SetTextColor(20, 66, 130)
		d.pdf.SetDrawColor(20, 66, 130)
		d.pdf.SetLineWidth(0.15)
		d.pdf.Line(x, base+0.6, x+d.measure(line, style), base+0.6)
	}
	d.pdf.Text(x, base, d.ink.clean(line))
}

func (d *Document) use(style Style) {
	weight := ""
	if style.Bold {
		weight = "B"
	}
	d.pdf.SetFont(family, weight, style.Size)
}

// measure is the width of what is seen of the line.
func (d *Document) measure(line string, style Style) float64 {
	d.use(style)
	return d.pdf.GetStringWidth(strings.TrimRight(d.ink.clean(line), " "))
}

// wrap breaks the text at its line ends, spaces and hyphens, and words that are wider than a line where they must. A line broken at a
// space keeps it: whoever listens, copies or searches needs it.
func (d *Document) wrap(text string, width float64, style Style) []string {
	var lines []string
	for paragraph := range strings.SplitSeq(strings.TrimSpace(text), "\n") {
		if n := len(lines); n > 0 {
			lines[n-1] += " "
		}
		lines = append(lines, d.wrapLine(d.ink.clean(paragraph), width, style)...)
	}
	return lines
}

func (d *Document) wrapLine(text string, width float64, style Style) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		for i, part := range parts(word) {
			next := line + part
			if i == 0 && line != "" {
				next = line + " " + part
			}
			if line != "" && d.measure(next, style) > width {
				if i == 0 {
					line += " "
				}
				lines, next = append(lines, line), part
			}
			for d.measure(next, style) > width && utf8.RuneCountInString(next) > 1 {
				head := d.head(next, width, style)
				lines, next = append(lines, head), next[len(head):]
			}
			line = next
		}
	}
	return append(lines, line)
}

// head is as much of the word as fits into a line, one letter at least.
func (d *Document) head(word string, width float64, style Style) string {
	_, end := utf8.DecodeRuneInString(word)
	for at, r := range word {
		if next := at + utf8.RuneLen(r); next > end {
			if d.measure(word[:next], style) > width {
				break
			}
			end = next
		}
	}
	return word[:end]
}

// parts splits a word behind its hyphens and slashes, where it may be broken.
func parts(word string) []string {
	var all []string
	start := 0
	for i, r := range word {
		if (r == '-' || r == '/' || r == '@') && i > start && i+1 < len(word) {
			all, start = append(all, word[start:i+1]), i+1
		}
	}
	return append(all, word[start:])
}
