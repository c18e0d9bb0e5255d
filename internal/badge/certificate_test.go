package badge

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"rundertisch/internal/i18n"
)

func TestACertificateIsReadBack(t *testing.T) {
	t.Parallel()
	p := hall(3)
	p.Event.Contact = "Jana Größler\nplanung@example.org"
	whole := Certificate{Workspace: p.Workspace, Event: p.Event, Guest: p.Guests[1], Issued: time.Date(2027, 3, 25, 23, 30, 0, 0, time.UTC)}
	bare := whole
	bare.Guest.Organisation, bare.Guest.Workshops, bare.Event.Contact, bare.Workspace.FundingNotice = "", nil, "", ""
	days := whole
	days.Event.EndsAt, days.Event.EndsWall = days.Event.EndsAt.AddDate(0, 0, 1), "2027-03-26T16:00"
	for _, c := range []struct {
		name        string
		certificate Certificate
		lang        i18n.Lang
		says, never []string
	}{
		{
			"all that is known", whole, "de",
			[]string{
				"Teilnahmebescheinigung", "Ewa-Marlene Łuczak", "Städtische Wohnungsbaugesellschaft mbH", "Fachtagung: Gemeinsam gegen Wohnungslosigkeit",
				"Donnerstag, 25. März 2027, 09:00 bis 16:00 Uhr", "Landratsamt, Lindenhof 1, 99998 Musterstadt", "Kündigungen früh erkennen",
				"Landkreis Musterland", "Jana Größler planung@example.org", "Ausgestellt am 26.03.2027", "Gefördert aus Mitteln", "Seite 1 von 1",
			},
			[]string{"/q/", "fotografieren", "Wer hilft wem?", "Mittag", "Yılmaz"},
		},
		{
			"nothing that is not known", bare, "de",
			[]string{"Teilnahmebescheinigung", "Ewa-Marlene Łuczak", "Landkreis Musterland"},
			[]string{"Workshops", "Rückfragen", "Gefördert", "Wohnungsbaugesellschaft"},
		},
		{
			"several days, in English", days, "en",
			[]string{"Certificate of attendance", "Thursday, 25 March 2027, 09:00 to Friday, 26 March 2027, 16:00", "Date of issue 26 March 2027", "Workshops registered for"},
			[]string{"Bescheinigung"},
		},
	} {
		var out bytes.Buffer
		if err := c.certificate.Write(&out, locale(t, c.lang)); err != nil {
			t.Fatal(err)
		}
		text := squeezed(read(t, out.Bytes(), "pdftotext"))
		for _, want := range c.says {
			if !strings.Contains(text, squeezed(want)) {
				t.Errorf("%s: the PDF does not say %q: %s", c.name, want, text)
			}
		}
		for _, never := range c.never {
			if strings.Contains(text, squeezed(never)) {
				t.Errorf("%s: the PDF says %q", c.name, never)
			}
		}
		if info := read(t, out.Bytes(), "pdfinfo"); !strings.Contains(info, "Tagged:          yes") || !strings.Contains(info, "Pages:           1\n") {
			t.Errorf("%s: %s", c.name, info)
		}
	}
}
