package badge

import (
	"io"
	"strings"
	"time"

	"rundertisch/internal/fault"
	"rundertisch/internal/i18n"
	"rundertisch/internal/pdf"
	"rundertisch/internal/qr"
)

// Format is a size of badges and how many of them lie on a page. Lengths are millimetres.
type Format struct {
	Name          string
	Width, Height float64 // of a badge
	Across, Down  int     // badges on a page of A4; 0: each is a page of its own, for printers of labels
}

// Formats lists the sizes in the order in which they are offered: those of the usual holders and of rolls of labels.
func Formats() []Format {
	return []Format{
		{"a4-90x54", 90, 54, 2, 5},
		{"a4-105x74", 105, 74, 2, 4}, // A7, in holders without a frame
		{"label-101x54", 101, 54, 0, 0},
		{"label-100x62", 100, 62, 0, 0},
		{"label-89x36", 89, 36, 0, 0},
	}
}

// FormatOf returns the format with the name, the first for none. A name that does not exist is Missing.
func FormatOf(name string) (Format, error) {
	for _, f := range Formats() {
		if name == "" || f.Name == name {
			return f, nil
		}
	}
	return Format{}, fault.Missing()
}

// Sheet reports whether several badges lie on one page of A4.
func (f Format) Sheet() bool { return f.Across > 0 }

// WriteBadges writes the badges of all guests as a tagged PDF.
func (p Papers) WriteBadges(w io.Writer, l *i18n.Locale, f Format, now time.Time) error {
	meta := p.meta(l, l.T("badge.badges.title"), now)
	meta.Number = nil // a badge has no page number
	if !f.Sheet() {
		meta.Width, meta.Height = f.Width, f.Height
	}
	d := pdf.New(meta)
	if len(p.Guests) == 0 {
		d.Page()
		d.Fit(pdf.Paragraph, 5, 5, f.Width-10, f.Height-10, 7, pdf.Style{Size: 11}, l.T("badge.list.nobody"))
	}
	for i, g := range p.Guests {
		x, y := f.place(d, i)
		var err error
		d.Group(pdf.Section, func() { err = p.draw(d, l, f, g, x, y) })
		if err != nil {
			return err
		}
	}
	return d.Write(w)
}

// place begins a page where one is needed, draws the lines to cut along and returns the badge's upper left corner.
func (f Format) place(d *pdf.Document, i int) (x, y float64) {
	if !f.Sheet() {
		d.Page()
		return 0, 0
	}
	on := i % (f.Across * f.Down)
	left := (pdf.A4Width - float64(f.Across)*f.Width) / 2
	top := (pdf.A4Height - float64(f.Down)*f.Height) / 2
	if on == 0 {
		d.Page()
	}
	x, y = left+float64(on%f.Across)*f.Width, top+float64(on/f.Across)*f.Height
	d.Artifact(func() { d.Cut(x, y, f.Width, f.Height) })
	return x, y
}

// draw puts what a badge says into its box: large enough to be read across a table, the name above all. On the right stand what is
// looked for with a glance or a phone.
func (p Papers) draw(d *pdf.Document, l *i18n.Locale, f Format, g Guest, x, y float64) error {
	edge := f.Height / 11
	left, width := x+edge, f.Width-2*edge
	top, bottom := y+edge, y+f.Height-edge
	high := bottom - top
	side := min(high*0.56, 26.0)
	title := width
	if g.NoPhotos {
		title -= markWidth + 2
		noPhotos(d, l.T("badge.no_photos"), left+width-markWidth, top-0.5)
	}
	d.Fit(pdf.Paragraph, left, top, title, 4, 6, pdf.Style{Size: 8, Grey: true}, p.Event.Title)
	narrow := width
	if g.Address != "" {
		code, err := qr.New(g.Address)
		if err != nil {
			return err
		}
		narrow -= side + 1
		d.Code(code, left+width-side+1.5, bottom-side+1.5, side, l.T("badge.code", g.Name))
	}
	wide := width
	if top+high*0.58 > bottom-side { // the name reaches down beside the code
		wide = narrow
	}
	end := d.Fit(pdf.H1, left, top+high*0.16, wide, high*0.42, 8, pdf.Style{Size: f.Height * 0.44, Bold: true}, g.Name)
	if g.Organisation != "" {
		end = d.Fit(pdf.Paragraph, left, end+high*0.03, narrow, high*0.2, 6.5, pdf.Style{Size: f.Height * 0.2}, g.Organisation)
	}
	if len(g.Workshops) > 0 {
		room := min(bottom-end-high*0.03, high*0.24)
		d.Fit(pdf.Paragraph, left, bottom-room, narrow, room, 5.5, pdf.Style{Size: 8, Grey: true}, strings.Join(g.Short(), "\n"))
	}
	return nil
}

const markWidth = 7.0

// noPhotos draws a camera that is crossed out.
func noPhotos(d *pdf.Document, alt string, x, y float64) {
	d.Figure(alt, func() {
		d.Frame(x, y+1.1, markWidth, 4.4, 0.45)
		d.Line(x+2.2, y+1.1, x+2.8, y+0.2, 0.45)
		d.Line(x+2.8, y+0.2, x+4.2, y+0.2, 0.45)
		d.Line(x+4.2, y+0.2, x+4.8, y+1.1, 0.45)
		d.Ring(x+markWidth/2, y+3.3, 1.4, 0.45)
		d.Line(x-0.3, y+6.1, x+markWidth+0.3, y-0.1, 0.7)
	})
}

// Short are the guest's workshops as a badge says them: title and room.
func (g Guest) Short() []string {
	var all []string
	for _, item := range g.Workshops {
		text := item.Title
		if item.Room != "" {
			text += " · " + item.Room
		}
		all = append(all, text)
	}
	return all
}
