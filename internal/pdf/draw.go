package pdf

import "rundertisch/internal/qr"

// rule draws a line from left to right.
func (d *Document) rule(x, y, right, thickness float64) {
	d.pdf.SetDrawColor(110, 110, 110)
	d.pdf.SetLineWidth(thickness)
	d.pdf.Line(x, y, right, y)
}

// Line draws a fine line. Call it within Artifact or Figure.
func (d *Document) Line(x1, y1, x2, y2, thickness float64) {
	d.pdf.SetDrawColor(0, 0, 0)
	d.pdf.SetLineWidth(thickness)
	d.pdf.Line(x1, y1, x2, y2)
}

// Frame draws the edges of a box with round corners. Call it within Artifact or Figure.
func (d *Document) Frame(x, y, width, height, thickness float64) {
	d.pdf.SetDrawColor(0, 0, 0)
	d.pdf.SetLineWidth(thickness)
	d.pdf.RoundedRect(x, y, width, height, min(1, height/4), "1234", "D")
}

// Ring draws a circle around a centre. Call it within Artifact or Figure.
func (d *Document) Ring(x, y, radius, thickness float64) {
	d.pdf.SetDrawColor(0, 0, 0)
	d.pdf.SetLineWidth(thickness)
	d.pdf.Circle(x, y, radius, "D")
}

// Code draws a QR code with its margin into a square; alt says what it leads to.
func (d *Document) Code(code qr.Code, x, y, side float64, alt string) {
	module := side / float64(code.Side())
	d.Figure(alt, func() {
		d.pdf.SetFillColor(0, 0, 0)
		for _, run := range code.Runs() {
			d.pdf.Rect(x+float64(run.Column+qr.Margin)*module, y+float64(run.Row+qr.Margin)*module, float64(run.Length)*module, module, "F")
		}
	})
}

// Cut draws the marks along which a box is cut out: at its corners, so that nothing remains on what is cut a little beside them.
// Call it within Artifact.
func (d *Document) Cut(x, y, width, height float64) {
	const mark = 3.0
	d.pdf.SetDrawColor(150, 150, 150)
	d.pdf.SetLineWidth(0.1)
	for _, corner := range [][4]float64{{x, y, 1, 1}, {x + width, y, -1, 1}, {x, y + height, 1, -1}, {x + width, y + height, -1, -1}} {
		d.pdf.Line(corner[0], corner[1], corner[0]+mark*corner[2], corner[1])
		d.pdf.Line(corner[0], corner[1], corner[0], corner[1]+mark*corner[3])
	}
}
