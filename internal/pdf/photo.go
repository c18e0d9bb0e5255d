package pdf

import (
	"bytes"
	"fmt"

	"codeberg.org/go-pdf/fpdf"
)

// Photo is a picture as a file.
type Photo struct {
	File          []byte // JPEG
	Width, Height int64  // pixels
	Alt           string // what is to be seen
	Caption       string // below it, such as who took it; may be empty
}

const ( // of pictures in running text, in millimetres
	widest  = 110.0
	highest = 100.0
)

// Picture sets a photo in the running text, on one page with its caption.
func (d *Document) Picture(p Photo) {
	width := min(widest, d.column())
	height := width * float64(p.Height) / float64(max(1, p.Width))
	if height > highest {
		width, height = width*highest/height, highest
	}
	caption := Style{Size: 9, Grey: true}
	d.room(height + 4*caption.line())
	d.photos++
	name, options := fmt.Sprintf("photo%d", d.photos), fpdf.ImageOptions{ImageType: "JPG"}
	d.pdf.RegisterImageOptionsReader(name, options, bytes.NewReader(p.File))
	d.Figure(p.Alt, func() { d.pdf.ImageOptions(name, marginLeft, d.y, width, height, false, options, 0, "") })
	d.y += height + 1.5
	if p.Caption != "" {
		d.flow(d.tree.add(Paragraph), marginLeft, d.column(), caption, p.Caption)
	}
	d.y += 4
}
