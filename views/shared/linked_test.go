package shared

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPlainTextLeadsToItsAddresses(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		text string
		want []piece
	}{
		"nothing":    {"", nil},
		"words only": {"Fragen? Gern.", []piece{{text: "Fragen? Gern."}}},
		"an address among words": {"Telefon 03601 0, planung@example.org.", []piece{
			{text: "Telefon 03601 0, "}, {"planung@example.org", "mailto:planung@example.org"}, {text: "."},
		}},
		"lines and brackets stay": {"Büro\n(<a.b@example.org>)\n", []piece{
			{text: "Büro\n(<"}, {"a.b@example.org", "mailto:a.b@example.org"}, {text: ">)\n"},
		}},
		"a site": {"Siehe https://example.org/a?b=1&c=2#d, dort", []piece{
			{text: "Siehe "}, {"https://example.org/a?b=1&c=2#d", "https://example.org/a?b=1&c=2#d"}, {text: ", dort"},
		}},
		"two at once": {"a@example.org  b@example.org", []piece{
			{"a@example.org", "mailto:a@example.org"}, {text: "  "}, {"b@example.org", "mailto:b@example.org"},
		}},
		"question marks cannot add headers": {"a?bcc=c@example.org", []piece{
			{"a?bcc=c@example.org", "mailto:a%3Fbcc=c@example.org"},
		}},
		"no other schemes":        {"http://example.org javascript:alert(1)", []piece{{text: "http://example.org javascript:alert(1)"}}},
		"no site with a password": {"https://bank.example.org@evil.example.org/", []piece{{text: "https://bank.example.org@evil.example.org/"}}},
		"half an address":         {"planung@ @example.org a@b", []piece{{text: "planung@ @example.org a@b"}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := pieces(c.text)
			if diff := cmp.Diff(c.want, got, cmp.AllowUnexported(piece{})); diff != "" {
				t.Error(diff)
			}
			whole := ""
			for _, p := range got {
				whole += p.text
			}
			if whole != c.text {
				t.Errorf("text became %q", whole)
			}
		})
	}
}

func TestLinkedAddsNoSpaceOfItsOwn(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	if err := Linked("(a@example.org). <b>").Render(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	want := `(<a class="rt-typed-link" href="mailto:a@example.org">a@<wbr>example.org</a>). &lt;b&gt;`
	if out.String() != want {
		t.Error(out.String())
	}
}
