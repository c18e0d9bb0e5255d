package pdf

import (
	"fmt"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// Item is an entry of a list.
type Item struct {
	Text string
	URL  string // where the text leads; empty when it leads nowhere
}

const indent = 5.0 // of the text of lists, in millimetres

// List sets a list in the running text.
func (d *Document) List(items []Item) {
	style := Style{Size: body}
	d.room(style.line())
	d.Group(list, func() {
		for _, item := range items {
			d.room(2 * style.line())
			d.Group(listItem, func() {
				d.mark(d.tree.add(listLabel), func() { d.lay(marginLeft+1, d.y+style.Size*point*ascender, style, "•") })
				n, look := d.tree.add(listBody), style
				d.within(n, func() {
					if item.URL != "" {
						n, look.link = d.tree.add(link), true
						n.url, n.alt = item.URL, item.Text
					}
				})
				d.flow(n, marginLeft+indent, d.column()-indent, look, item.Text)
			})
			d.y++
		}
	})
	d.y += 2
}

// place is where a page leads elsewhere: the number of the page, from 1, and of the place on it, from 0.
type place struct{ page, index int }

// lead makes the lines of a link, which begin where running text goes on, lead there.
func (d *Document) lead(n *node, x float64, style Style, lines []string) {
	page := d.Pages()
	for i, line := range lines {
		d.pdf.LinkString(x, d.y+float64(i)*style.line(), d.measure(line, style), style.line(), n.url)
		n.places = append(n.places, place{page, d.links[page-1]})
		d.links[page-1]++
	}
}

// tie makes the places of links, which the library that draws writes into the pages, objects that the elements own: whoever listens
// is told of a link and can follow it (ISO 32000-1, 14.7.4.3). It returns the numbers of the parent tree with theirs.
func (n *node) tie(file *model.Context, pages []types.IndirectRef, dicts []types.Dict, numbers types.Array) (types.Array, error) {
	for _, at := range n.places {
		all, ok := dicts[at.page]["Annots"].(types.Array)
		if !ok || at.index >= len(all) {
			return numbers, fmt.Errorf("page %d has no place %d", at.page, at.index)
		}
		annotation, ok := all[at.index].(types.Dict)
		if !ok {
			return numbers, fmt.Errorf("place %d of page %d is a %T", at.index, at.page, all[at.index])
		}
		key := types.Integer(len(numbers) / 2)
		annotation["StructParent"], annotation["F"] = key, types.Integer(4)
		annotation["Contents"] = types.NewHexLiteral([]byte(types.EncodeUTF16String(n.alt)))
		ref, err := file.IndRefForNewObject(annotation)
		if err != nil {
			return numbers, err
		}
		all[at.index] = *ref
		n.dict["K"] = append(n.dict["K"].(types.Array), types.Dict{"Type": types.Name("OBJR"), "Pg": pages[at.page], "Obj": *ref})
		numbers = append(numbers, key, n.ref)
	}
	var err error
	for _, kid := range n.kids {
		if numbers, err = kid.tie(file, pages, dicts, numbers); err != nil {
			return numbers, err
		}
	}
	return numbers, nil
}
