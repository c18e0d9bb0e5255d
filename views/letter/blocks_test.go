package letterviews

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAnHTMLBodyBecomesBlocks(t *testing.T) {
	t.Parallel()
	body := `<html><head><style>p{color:red}</style></head><body><table><tr><td><h1>Einladung</h1>
<p>Guten Tag <strong>Frau Öz</strong>,<br>wir laden Sie ein.</p>
<div style="display:none;max-height:0">Vorschau</div>
<table><tr><td colspan="2">Fachtagung</td></tr><tr><th>Beginn</th><td>9:30 Uhr</td></tr><tr><th>Ort</th><td><a href="https://example.org/v/x">Kreishaus</a></td></tr><tr><td colspan="2">&nbsp;</td></tr></table>
<ul><li>eins</li><li>zwei <a href="javascript:alert(1)">drei</a></li></ul>
<script>alert(1)</script><img src=x onerror=alert(1)>
<p><a style="display:inline-block" href="https://example.org/a/x">Jetzt antworten</a></p></td></tr></table></body></html>`
	want := []Block{
		{Kind: Heading, Runs: []Run{{Text: "Einladung"}}},
		{Kind: Paragraph, Runs: []Run{{Text: "Guten Tag "}, {Text: "Frau Öz", Strong: true}, {Text: ","}, {Break: true}, {Text: "wir laden Sie ein."}}},
		{Kind: Paragraph, Runs: []Run{{Text: "Fachtagung", Strong: true}}},
		{Kind: Facts, Rows: [][2]Run{{{Text: "Beginn"}, {Text: "9:30 Uhr"}}, {{Text: "Ort"}, {Text: "Kreishaus", Href: "https://example.org/v/x"}}}},
		{Kind: List, Items: [][]Run{{{Text: "eins"}}, {{Text: "zwei "}, {Text: "drei"}}}},
		{Kind: Paragraph, Runs: []Run{{Text: "Jetzt antworten", Href: "https://example.org/a/x", Button: true}}},
	}
	if diff := cmp.Diff(want, FromHTML(body)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAPlainBodyBecomesParagraphsWithLinks(t *testing.T) {
	t.Parallel()
	want := []Block{
		{Kind: Paragraph, Runs: []Run{{Text: "Guten Tag,"}}},
		{Kind: Paragraph, Runs: []Run{
			{Text: "hier: "}, {Text: "https://example.org/a/x", Href: "https://example.org/a/x"}, {Text: "."}, {Break: true}, {Text: "Danke"},
		}},
	}
	if diff := cmp.Diff(want, FromText("Guten Tag,\r\n\r\n\r\nhier: https://example.org/a/x.\r\nDanke\r\n")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestNothingOfAHostileBodyReachesThePageAsMarkup(t *testing.T) {
	t.Parallel()
	body := `<p onclick=x>a</p><svg><a href="https://example.org">b</a></svg><form action=/x><button>c</button></form><iframe srcdoc="<script>"></iframe>` +
		`<a href="data:text/html,x">d</a>&lt;script&gt;alert(1)&lt;/script&gt;`
	var out strings.Builder
	if err := Blocks(FromHTML(body)).Render(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"<script", "<svg", "<form", "<iframe", "onclick", "data:"} {
		if strings.Contains(out.String(), bad) {
			t.Errorf("%s in %s", bad, out.String())
		}
	}
}
