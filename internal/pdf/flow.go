package pdf

import (
	"math"
	"slices"
)

const (
	pad  = 1.6 // between the lines of a table and its letters
	body = 10.5
)

// Heading sets a heading of the level, 1 to 3, in the running text. It never stands alone at the end of a page.
func (d *Document) Heading(level int, text string) {
	style, tag, above, keep := Style{Size: 20, Bold: true}, H1, 0.0, 40.0
	switch level {
	case 2:
		style.Size, tag, above = 14, H2, 6
	case 3:
		style.Size, tag, above = 11.5, H3, 4
	}
	if d.Pages() > 0 && d.y == marginTop {
		above = 0
	}
	d.room(above + keep)
	d.y = d.Text(tag, marginLeft, d.y+above, d.column(), style, text) + 2
}

// Paragraph sets a paragraph in the running text.
func (d *Document) Paragraph(text string) { d.paragraph(text, Style{Size: body}) }

// Small sets a paragraph in small letters.
func (d *Document) Small(text string) { d.paragraph(text, Style{Size: 9, Grey: true}) }

func (d *Document) paragraph(text string, style Style) {
	d.room(style.line())
	d.flow(d.tree.add(Paragraph), marginLeft, d.column(), style, text)
	d.y += 2
}

// flow lets a long text run over pages as one element.
func (d *Document) flow(n *node, x, width float64, style Style, text string) {
	lines := d.wrap(text, width, style)
	for len(lines) > 0 {
		d.room(style.line())
		fits := max(1, min(len(lines), int((d.bottom()-d.y)/style.line())))
		d.mark(n, func() { d.layLines(x, d.y, width, style, lines[:fits]) })
		if n.url != "" {
			d.lead(n, x, style, lines[:fits])
		}
		d.y += float64(fits) * style.line()
		lines = lines[fits:]
	}
}

// Space leaves some room.
func (d *Document) Space(height float64) { d.y += height }

// column is the width of running text.
func (d *Document) column() float64 { return d.meta.Width - marginLeft - marginRight }

func (d *Document) bottom() float64 { return d.meta.Height - marginFoot }

// room begins a new page when the rest of this one is lower than the height, and reports whether it did.
func (d *Document) room(height float64) bool {
	if d.Pages() > 0 && d.y+height <= d.bottom() {
		return false
	}
	d.Page()
	return true
}

// Column is a column of a table.
type Column struct {
	Label string
	Share float64 // of the width, beside the shares of the others
	Bold  bool    // the cells head their rows
	Right bool    // numbers, one below the other
}

// Table is a table whose cells wrap.
type Table struct {
	Columns []Column
	Rows    [][]string
	Least   float64 // height of a row, such as for a signature; 0: as high as its text
}

// Table sets a table in the running text. Its headings stand again on each page it goes on to, as artifacts: whoever listens hears
// them once.
func (d *Document) Table(t Table) {
	widths := d.widths(t)
	n := d.tree.add(table)
	d.within(n, func() {
		d.room(30)
		d.headings(t, widths, false)
		for _, cells := range t.Rows {
			lines, height := d.cells(t, widths, cells)
			if d.room(height) {
				d.headings(t, widths, true)
			}
			d.Group(row, func() { d.row(t, widths, lines) })
			d.y += height
			d.Artifact(func() { d.rule(marginLeft, d.y, d.meta.Width-marginRight, 0.15) })
		}
	})
	d.y += 4
}

func (d *Document) widths(t Table) []float64 {
	sum := 0.0
	for _, column := range t.Columns {
		sum += column.Share
	}
	widths := make([]float64, len(t.Columns))
	for i, column := range t.Columns {
		widths[i] = d.column() * column.Share / sum
	}
	return widths
}

func (t Table) style(column int) Style { return Style{Size: 9.5, Bold: t.Columns[column].Bold} }

var headStyle = Style{Size: 8.5, Bold: true, Grey: true}

// headings sets the headings of the columns; again: they stood on a page before.
func (d *Document) headings(t Table, widths []float64, again bool) {
	lines := make([][]string, len(widths))
	most := 0
	for i, column := range t.Columns {
		lines[i] = d.wrap(column.Label, widths[i]-2*pad, headStyle)
		most = max(most, len(lines[i]))
	}
	height := float64(most)*headStyle.line() + 2*pad
	set := func(mark func(column int, draw func())) {
		x := marginLeft
		for i, width := range widths {
			mark(i, func() { d.inCell(x, width, t.Columns[i].Right, headStyle, lines[i]) })
			x += width
		}
	}
	if again {
		d.artifact("/Type /Pagination /Subtype /Header", func() { set(func(_ int, draw func()) { draw() }) })
	} else {
		d.Group(row, func() {
			set(func(_ int, draw func()) {
				n := d.tree.add(head)
				n.scope = "Column"
				d.mark(n, draw)
			})
		})
	}
	d.y += height
	d.Artifact(func() { d.rule(marginLeft, d.y, d.meta.Width-marginRight, 0.4) })
}

// cells wraps the texts of a row, and says how high it is. What is higher than a page is cut: no cell of a list is.
func (d *Document) cells(t Table, widths []float64, cells []string) ([][]string, float64) {
	lines := make([][]string, len(widths))
	height := t.Least
	for i := range widths {
		if i >= len(cells) {
			break
		}
		style := t.style(i)
		lines[i] = d.wrap(cells[i], widths[i]-2*pad, style)
		most := int((d.bottom() - marginTop - 30) / style.line())
		lines[i] = lines[i][:min(most, len(lines[i]))]
		height = math.Max(height, float64(len(lines[i]))*style.line()+2*pad)
	}
	return lines, height
}

func (d *Document) row(t Table, widths []float64, lines [][]string) {
	x := marginLeft
	for i, width := range widths {
		tag := cell
		if t.Columns[i].Bold {
			tag = head
		}
		n := d.tree.add(tag)
		if tag == head {
			n.scope = "Row"
		}
		if slices.ContainsFunc(lines[i], func(line string) bool { return line != "" }) {
			d.mark(n, func() { d.inCell(x, width, t.Columns[i].Right, t.style(i), lines[i]) })
		}
		x += width
	}
}

func (d *Document) inCell(x, width float64, right bool, style Style, lines []string) {
	for i, line := range lines {
		left := x + pad
		if right {
			left = x + width - pad - d.measure(line, style)
		}
		d.lay(left, d.y+pad+float64(i)*style.line()+style.Size*point*ascender, style, line)
	}
}
