package documentweb_test

import (
	"context"
	"os"
	"testing"

	"rundertisch/internal/pdftext"
)

// TestPagesSayWhatIsFoundInAFileAndWhatCannotBe shows the mark in the lists, and on a document's page why its text is not searched.
func TestPagesSayWhatIsFoundInAFileAndWhatCannotBe(t *testing.T) {
	each(t, func(t *testing.T, o office) {
		at := o.add(t, "Bericht.pdf", somePDF)
		for _, step := range []struct {
			text       pdftext.Text
			says, next string
		}{
			{pdftext.Text{Pages: 2, Read: 2}, "enthält keinen Text", "keine"},
			{pdftext.Text{Locked: true}, "mit einem Passwort geschützt", "eine"},
			{pdftext.Text{Broken: true}, "ließ sich nicht lesen", "zwei"},
			{pdftext.Text{Words: "Anfang", Pages: 2, Read: 1}, "Nur ein Teil", "drei"},
		} {
			o.Get(at).Status(200).HasNot("main .rt-flash", step.says)
			_, err := o.site.Documents.ReadNew(t.Context(), func(context.Context, *os.File) (pdftext.Text, error) { return step.text, nil })
			must(t, err)
			o.Get(at).Status(200).Has("main .rt-flash", step.says)
			o.Upload("form[action$='/versions']", "file", "Bericht.pdf", []byte(somePDF+step.next)).Status(303)
		}
		_, err := o.site.Documents.ReadNew(t.Context(), func(context.Context, *os.File) (pdftext.Text, error) {
			return pdftext.Text{Words: "Wohnungslosigkeit in Großengottern", Pages: 1, Read: 1}, nil
		})
		must(t, err)
		o.Get(at).Status(200).HasNot("main .rt-flash", "")
		o.Get(o.at("documents?q=grossengottern")).Status(200).Has("main tbody", "Gefunden im Text der Datei")
		o.Get(o.at("documents?q=bericht")).Status(200).Has("main tbody", "Bericht").HasNot("main tbody", "Gefunden im Text der Datei")
		o.Get(o.at("documents")).Status(200).HasNot("main tbody", "Gefunden im Text der Datei")
	})
}
