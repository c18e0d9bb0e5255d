package pdf

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"sync"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// Tag is a standard structure type (ISO 32000-1, 14.8.4).
type Tag string

// The tags.
const (
	Section   Tag = "Sect"
	H1        Tag = "H1"
	H2        Tag = "H2"
	H3        Tag = "H3"
	Paragraph Tag = "P"

	root   Tag = "Document"
	table  Tag = "Table"
	row    Tag = "TR"
	head   Tag = "TH"
	cell   Tag = "TD"
	figure Tag = "Figure"
	link   Tag = "Link"

	list      Tag = "L"
	listItem  Tag = "LI"
	listLabel Tag = "Lbl"
	listBody  Tag = "LBody"
)

// node is an element of the structure tree.
type node struct {
	tag    Tag
	alt    string
	scope  string // of a heading cell: Column or Row
	parent *node
	kids   []*node
	marks  []mark
	url    string // where a link leads
	places []place
	ref    types.IndirectRef
	dict   types.Dict
}

// mark is a piece of a page's content that belongs to an element.
type mark struct{ page, id int } // page from 1

// tree is the structure of the document; open is the element that new ones go into.
type tree struct{ root, open *node }

func (t *tree) begin() {
	t.root = &node{tag: root}
	t.open = t.root
}

// add puts an element behind the last one.
func (t *tree) add(tag Tag) *node {
	n := &node{tag: tag, parent: t.open}
	t.open.kids = append(t.open.kids, n)
	return n
}

// Group puts all that fn writes into an element of its own.
func (d *Document) Group(tag Tag, fn func()) {
	d.within(d.tree.add(tag), fn)
}

func (d *Document) within(n *node, fn func()) {
	before := d.tree.open
	d.tree.open = n
	fn()
	d.tree.open = before
}

// Figure draws a picture that the words describe.
func (d *Document) Figure(alt string, draw func()) {
	n := d.tree.add(figure)
	n.alt = alt
	d.mark(n, draw)
}

// Artifact draws what has no meaning of its own, such as lines to cut along.
func (d *Document) Artifact(draw func()) { d.artifact("/Type /Layout", draw) }

func (d *Document) artifact(properties string, draw func()) {
	d.pdf.RawWriteStr("/Artifact <<" + properties + ">> BDC")
	draw()
	d.pdf.RawWriteStr("EMC")
}

// mark draws content of an element on the page at hand.
func (d *Document) mark(n *node, draw func()) {
	page := d.Pages()
	id := d.marks[page-1]
	d.marks[page-1]++
	n.marks = append(n.marks, mark{page, id})
	d.pdf.RawWriteStr(fmt.Sprintf("/%s <</MCID %d>> BDC", n.tag, id))
	draw()
	d.pdf.RawWriteStr("EMC")
}

// withoutHome keeps the library from looking for settings in the home of whoever runs the program. It says so by a variable of its own, which
// must not change while another document is written.
var withoutHome = sync.OnceFunc(api.DisableConfigDir)

// finish adds the structure tree, which the library that draws does not know, and writes the file. The tree is appended as a revision, because the library
// writes whole files in another order each time and puts the machine's clock into them: so the same document is the same file, octet for octet.
func (d *Document) finish(w io.Writer) error {
	var out bytes.Buffer
	if err := d.pdf.Output(&out); err != nil {
		return fmt.Errorf("pdf: drawing: %w", err)
	}
	withoutHome()
	settings := model.NewDefaultConfiguration()
	settings.Optimize, settings.OptimizeBeforeWriting, settings.WriteObjectStream, settings.WriteXRefStream = false, false, false, false
	file, err := api.ReadContext(bytes.NewReader(out.Bytes()), settings)
	if err != nil {
		return fmt.Errorf("pdf: reading what was drawn: %w", err)
	}
	drawn := *file.Size
	if err := d.tag(file); err != nil {
		return fmt.Errorf("pdf: tagging: %w", err)
	}
	for object := drawn; object < *file.Size; object++ {
		file.Write.IncrementWithObjNr(object)
	}
	sum := sha256.Sum256(out.Bytes())
	name := types.NewHexLiteral(sum[:16])
	file.ID = types.Array{name, name}
	file.Write.Increment, file.Write.Offset = true, int64(out.Len())
	if err := api.WriteIncrement(file, &out); err != nil {
		return fmt.Errorf("pdf: writing: %w", err)
	}
	_, err = w.Write(out.Bytes())
	return err
}

func (d *Document) tag(file *model.Context) error {
	catalogue, err := file.Catalog()
	if err != nil {
		return err
	}
	if err := file.EnsurePageCount(); err != nil {
		return err
	}
	pages, dicts := make([]types.IndirectRef, d.Pages()+1), make([]types.Dict, d.Pages()+1)
	for page := 1; page <= d.Pages(); page++ {
		dict, ref, _, err := file.PageDict(page, false)
		if err != nil {
			return err
		}
		dict["StructParents"], dict["Tabs"] = types.Integer(page-1), types.Name("S")
		file.Write.IncrementWithObjNr(ref.ObjectNumber.Value())
		pages[page], dicts[page] = *ref, dict
	}
	whole := types.Dict{"Type": types.Name("StructTreeRoot")}
	wholeRef, err := file.IndRefForNewObject(whole)
	if err != nil {
		return err
	}
	parents, n, err := d.parents(file, *wholeRef, pages, dicts)
	if err != nil {
		return err
	}
	whole["K"], whole["ParentTree"], whole["ParentTreeNextKey"] = d.tree.root.ref, parents, types.Integer(n)
	file.Write.IncrementWithObjNr(file.Root.ObjectNumber.Value())
	catalogue["Version"] = types.Name("1.7")
	catalogue["StructTreeRoot"] = *wholeRef
	catalogue["MarkInfo"] = types.Dict{"Marked": types.Boolean(true)}
	catalogue["ViewerPreferences"] = types.Dict{"DisplayDocTitle": types.Boolean(true)}
	return nil
}

// write makes the element and those below it objects of the file, and notes whose each piece of content is.
func (n *node) write(file *model.Context, parent types.IndirectRef, pages []types.IndirectRef, owners []types.Array) error {
	dict := types.Dict{"Type": types.Name("StructElem"), "S": types.Name(n.tag), "P": parent}
	ref, err := file.IndRefForNewObject(dict)
	if err != nil {
		return err
	}
	n.ref = *ref
	if n.alt != "" {
		dict["Alt"] = types.NewHexLiteral([]byte(types.EncodeUTF16String(n.alt)))
	}
	if n.scope != "" {
		dict["A"] = types.Dict{"O": types.Name("Table"), "Scope": types.Name(n.scope)}
	}
	kids := types.Array{}
	for _, m := range n.marks {
		kids = append(kids, types.Dict{"Type": types.Name("MCR"), "Pg": pages[m.page], "MCID": types.Integer(m.id)})
		owners[m.page-1][m.id] = *ref
	}
	for _, kid := range n.kids {
		if err := kid.write(file, *ref, pages, owners); err != nil {
			return err
		}
		kids = append(kids, kid.ref)
	}
	dict["K"] = kids
	n.dict = dict
	return nil
}

// parents writes the structure below the whole, and the table by which what stands on a page finds its place in it; n is how many rows that has.
func (d *Document) parents(file *model.Context, whole types.IndirectRef, pages []types.IndirectRef, dicts []types.Dict) (ref types.IndirectRef, n int, err error) {
	owners := make([]types.Array, d.Pages())
	for i, count := range d.marks {
		owners[i] = make(types.Array, count)
	}
	if err := d.tree.root.write(file, whole, pages, owners); err != nil {
		return ref, 0, err
	}
	numbers := types.Array{}
	for i, owner := range owners {
		at, err := file.IndRefForNewObject(owner)
		if err != nil {
			return ref, 0, err
		}
		numbers = append(numbers, types.Integer(i), *at)
	}
	numbers, err = d.tree.root.tie(file, pages, dicts, numbers)
	if err != nil {
		return ref, 0, err
	}
	parents, err := file.IndRefForNewObject(types.Dict{"Nums": numbers})
	if err != nil {
		return ref, 0, err
	}
	return *parents, len(numbers) / 2, nil
}
