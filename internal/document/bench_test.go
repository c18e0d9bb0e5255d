package document_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/document"
	"rundertisch/internal/pdftext"
)

// BenchmarkSearchInTexts looks for a word that stands in the text of one document, among a thousand of twenty pages each (3,000 different
// words, 45 kB folded), and for one in its title.
func BenchmarkSearchInTexts(b *testing.B) {
	const documents = 1000
	dbtest.EachOf(b, func(b *testing.B, db *database.DB) {
		s := open(b, db, b.TempDir())
		for i := range documents {
			title := fmt.Sprintf("Bericht%04d", i)
			_, err := s.Add(b.Context(), s.ours, details(title), pdf(title+".pdf", title), "")
			must(b, err)
		}
		read := 0
		_, err := s.ReadNew(b.Context(), func(context.Context, *os.File) (pdftext.Text, error) {
			read++
			var text strings.Builder
			fmt.Fprintf(&text, "nur%04dhier", read)
			for i := range 3000 {
				fmt.Fprintf(&text, " Beratung%dstelle", read*7+i)
			}
			return pdftext.Text{Words: text.String(), Pages: 20, Read: 20}, nil
		})
		must(b, err)
		for what, query := range map[string]string{"text": "nur0500hier", "title": "bericht0500", "nothing": "nirgendwo"} {
			b.Run(what, func(b *testing.B) {
				for b.Loop() {
					list, err := s.List(b.Context(), s.ours, document.Filter{Text: query})
					must(b, err)
					if found := list.Total == 1; found == (what == "nothing") {
						b.Fatalf("%d found", list.Total)
					}
				}
			})
		}
	})
}
