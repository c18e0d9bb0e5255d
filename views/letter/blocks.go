package letterviews

import (
	"net/url"
	"regexp"
	"strings"

	"github.com/PuerkitoBio/goquery"
)

// BlockKind is what a block of a mail is.
type BlockKind string

// The kinds of blocks.
const (
	Heading   BlockKind = "heading"
	Paragraph BlockKind = "paragraph"
	List      BlockKind = "list"
	Facts     BlockKind = "facts" // rows of a name and a value
)

// Run is a stretch of text within a block.
type Run struct {
	Text   string
	Href   string // http or https; a link when set
	Strong bool
	Button bool // a link that the mail shows as a button
	Break  bool // a line break, nothing else
}

// Block is one block of a mail's body.
type Block struct {
	Kind  BlockKind
	Runs  []Run
	Items [][]Run  // of a List
	Rows  [][2]Run // of Facts
}

const maxBlocks = 400

// FromHTML reads an HTML body into blocks: headings, paragraphs, lists, tables of facts and links. Everything else a mail
// may carry (styles, scripts, pictures, forms) is left out, so that nothing of the sender's reaches the page as markup.
func FromHTML(body string) []Block {
	document, err := goquery.NewDocumentFromReader(strings.NewReader(body))
	if err != nil {
		return FromText(body)
	}
	document.Find("head, script, style, template, noscript, iframe, object, svg, math, form, [hidden], [style*='display:none']").Remove()
	var reader htmlReader
	reader.read(document.Find("body"))
	reader.flush()
	return reader.blocks
}

type htmlReader struct {
	blocks []Block
	runs   []Run
}

func (r *htmlReader) read(node *goquery.Selection) {
	node.Contents().Each(func(_ int, child *goquery.Selection) {
		if len(r.blocks) >= maxBlocks {
			return
		}
		switch name := goquery.NodeName(child); name {
		case "#text", "a", "b", "strong", "em", "i", "span", "br", "small", "code":
			r.runs = append(r.runs, inline(child)...)
		case "h1", "h2", "h3", "h4":
			r.flush()
			r.add(Block{Kind: Heading, Runs: trimmed(inline(child))})
		case "ul", "ol":
			r.flush()
			r.list(child)
		case "table":
			r.flush()
			r.table(child)
		case "#comment":
		default:
			r.flush()
			r.read(child)
			r.flush()
		}
	})
}

// flush ends the paragraph that inline content has begun.
func (r *htmlReader) flush() {
	r.add(Block{Kind: Paragraph, Runs: trimmed(r.runs)})
	r.runs = nil
}

func (r *htmlReader) add(b Block) {
	if len(b.Runs)+len(b.Items)+len(b.Rows) > 0 && len(r.blocks) < maxBlocks {
		r.blocks = append(r.blocks, b)
	}
}

func (r *htmlReader) list(node *goquery.Selection) {
	block := Block{Kind: List}
	node.Find("li").Each(func(_ int, item *goquery.Selection) {
		if runs := trimmed(inline(item)); len(runs) > 0 {
			block.Items = append(block.Items, runs)
		}
	})
	r.add(block)
}

// table takes a table of names and values as facts; any other table is there for layout only.
func (r *htmlReader) table(node *goquery.Selection) {
	if title, facts, ok := factsOf(node); ok {
		r.add(Block{Kind: Paragraph, Runs: title})
		r.add(facts)
		return
	}
	rows := node.Children().Filter("tbody, thead, tfoot").Children().AddSelection(node.Children()).Filter("tr")
	rows.Children().Filter("td, th").Each(func(_ int, cell *goquery.Selection) {
		r.read(cell)
		r.flush()
	})
}

// factsOf reads a table whose rows are pairs, with a title row and blank rows at most.
func factsOf(table *goquery.Selection) (title []Run, facts Block, ok bool) {
	facts, ok = Block{Kind: Facts}, table.Find("table").Length() == 0
	table.Find("tr").Each(func(_ int, row *goquery.Selection) {
		cells := row.Find("th, td")
		switch text := whole(cells).Text; {
		case cells.Length() == 2:
			facts.Rows = append(facts.Rows, [2]Run{whole(cells.Eq(0)), whole(cells.Eq(1))})
		case text != "" && len(facts.Rows) == 0 && len(title) == 0:
			title = []Run{{Text: text, Strong: true}}
		case text != "":
			ok = false
		}
	})
	return title, facts, ok && len(facts.Rows) > 0
}

// whole is a cell as one run, a link when it holds one.
func whole(cell *goquery.Selection) Run {
	href, _ := cell.Find("a").Attr("href")
	return Run{Text: strings.Join(strings.Fields(cell.Text()), " "), Href: webAddress(href)}
}

func inline(node *goquery.Selection) []Run {
	switch goquery.NodeName(node) {
	case "#text":
		return []Run{{Text: spaced(node.Text())}}
	case "br":
		return []Run{{Break: true}}
	case "a":
		href, _ := node.Attr("href")
		style, _ := node.Attr("style")
		return []Run{{Text: spaced(node.Text()), Href: webAddress(href), Button: strings.Contains(style, "inline-block")}}
	case "b", "strong":
		return []Run{{Text: spaced(node.Text()), Strong: true}}
	}
	var runs []Run
	node.Contents().Each(func(_ int, child *goquery.Selection) { runs = append(runs, inline(child)...) })
	return runs
}

// spaced joins white space to single blanks and keeps one at each end where there was some.
func spaced(s string) string {
	text := strings.Join(strings.Fields(s), " ")
	switch {
	case text == "" && s != "":
		return " "
	case text == "":
		return ""
	}
	if strings.TrimLeft(s, " \t\n\r") != s {
		text = " " + text
	}
	if strings.TrimRight(s, " \t\n\r") != s {
		text += " "
	}
	return text
}

// trimmed drops blank runs at both ends.
func trimmed(runs []Run) []Run {
	blank := func(r Run) bool { return r.Break || strings.TrimSpace(r.Text) == "" }
	for len(runs) > 0 && blank(runs[0]) {
		runs = runs[1:]
	}
	for len(runs) > 0 && blank(runs[len(runs)-1]) {
		runs = runs[:len(runs)-1]
	}
	return runs
}

func webAddress(href string) string {
	u, err := url.Parse(strings.TrimSpace(href))
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return ""
	}
	return u.String()
}

var webLink = regexp.MustCompile(`https?://[^\s<>"]+[^\s<>".,;:!?)]`)

// FromText reads a plain text body into paragraphs (parted by blank lines) whose web addresses are links.
func FromText(body string) []Block {
	var blocks []Block
	for _, part := range strings.Split(strings.ReplaceAll(body, "\r\n", "\n"), "\n\n") {
		part = strings.Trim(part, "\n")
		if strings.TrimSpace(part) == "" || len(blocks) >= maxBlocks {
			continue
		}
		var runs []Run
		for n, line := range strings.Split(part, "\n") {
			if n > 0 {
				runs = append(runs, Run{Break: true})
			}
			runs = append(runs, linked(line)...)
		}
		blocks = append(blocks, Block{Kind: Paragraph, Runs: runs})
	}
	return blocks
}

func linked(line string) []Run {
	var runs []Run
	at := 0
	for _, found := range webLink.FindAllStringIndex(line, -1) {
		if found[0] > at {
			runs = append(runs, Run{Text: line[at:found[0]]})
		}
		link := line[found[0]:found[1]]
		runs = append(runs, Run{Text: link, Href: webAddress(link)})
		at = found[1]
	}
	if at < len(line) {
		runs = append(runs, Run{Text: line[at:]})
	}
	return runs
}
