package pdf

import (
	"io"
	"time"

	"codeberg.org/go-pdf/fpdf"
)

// The sides of A4, in millimetres.
const (
	A4Width  = 210
	A4Height = 297
)

const ( // of running text, in millimetres
	marginLeft, marginRight = 18.0, 18.0
	marginTop, marginFoot   = 18.0, 24.0
)

const family = "fira"

// Meta is what a document says about itself, and what stands at the foot of its pages.
type Meta struct {
	Title   string
	Lang    string // RFC 5646
	Author  string
	Created time.Time

	Width, Height float64                   // of the pages; 0: A4, portrait
	Foot          string                    // at the foot of each page, beside the number; such as who pays for it
	Number        func(page, of int) string // "Seite 2 von 3"; nil: pages have no foot
}

// Document is a document in the making.
type Document struct {
	meta   Meta
	pdf    *fpdf.Fpdf
	ink    *ink
	tree   tree
	marks  []int   // marked contents so far, by page
	links  []int   // places that lead elsewhere so far, by page
	photos int     // pictures so far
	y      float64 // where running text goes on
}

// New begins a document without pages.
func New(meta Meta) *Document {
	if meta.Width == 0 || meta.Height == 0 {
		meta.Width, meta.Height = A4Width, A4Height
	}
	out := fpdf.NewCustom(&fpdf.InitType{UnitStr: "mm", Size: fpdf.SizeType{Wd: meta.Width, Ht: meta.Height}})
	out.SetAutoPageBreak(false, 0)
	out.SetMargins(0, 0, 0)
	out.SetCatalogSort(true)
	out.SetTitle(meta.Title, true)
	out.SetAuthor(meta.Author, true)
	out.SetLang(meta.Lang)
	out.SetCreator("Runder Tisch", true)
	out.SetCreationDate(meta.Created.UTC())
	out.SetModificationDate(meta.Created.UTC())
	out.AddUTF8FontFromBytes(family, "", regular)
	out.AddUTF8FontFromBytes(family, "B", semibold)
	d := &Document{meta: meta, pdf: out, ink: newInk()}
	d.tree.begin()
	return d
}

// Page begins a page.
func (d *Document) Page() {
	d.pdf.AddPage()
	d.marks, d.links = append(d.marks, 0), append(d.links, 0)
	d.y = marginTop
}

// Pages is how many pages there are so far.
func (d *Document) Pages() int { return len(d.marks) }

// Write ends the document and writes it.
func (d *Document) Write(w io.Writer) error {
	if d.Pages() == 0 {
		d.Page()
	}
	if d.meta.Number != nil {
		for page := 1; page <= d.Pages(); page++ {
			d.foot(page)
		}
	}
	if err := d.ink.err; err != nil {
		return err
	}
	return d.finish(w)
}

// foot writes the foot of a page, once it is known how many there are.
func (d *Document) foot(page int) {
	d.pdf.SetPage(page)
	d.artifact("/Type /Pagination /Subtype /Footer", func() {
		d.rule(marginLeft, d.meta.Height-17, d.meta.Width-marginRight, 0.2)
		style := Style{Size: 8, Grey: true}
		number := d.meta.Number(page, d.Pages())
		d.lay(d.meta.Width-marginRight-d.measure(number, style), d.meta.Height-12.5, style, number)
		lines := d.wrap(d.meta.Foot, d.meta.Width-marginLeft-marginRight-34, style)
		for i, line := range lines[:min(3, len(lines))] {
			d.lay(marginLeft, d.meta.Height-12.5+float64(i)*3.4, style, line)
		}
	})
}
