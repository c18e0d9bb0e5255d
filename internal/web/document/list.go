package documentweb

import (
	"slices"
	"strings"

	"rundertisch/internal/document"
	"rundertisch/internal/sheet"
	"rundertisch/internal/web/page"
	documentviews "rundertisch/views/document"
)

// List lists the project's documents as the address asks: q, kind, of, sort, desc and page.
func (p *Pages) List(r *page.Request) error {
	f := readFilter(r)
	list, err := p.documents.List(r.Context(), r.Actor, f)
	if err != nil {
		return err
	}
	return r.Render(documentviews.List(documentviews.ListPage{Frame: frame(r, r.Page("document.list.title")), Filter: f, List: list}))
}

// readFilter reads the list's state from the address; what is not understood is left out.
func readFilter(r *page.Request) document.Filter {
	f := document.Filter{Text: r.Query("q"), Desc: r.Query("desc") == "1", Page: r.QueryInt("page")}
	if kind := document.Kind(r.Query("kind")); slices.Contains(document.Kinds(), kind) {
		f.Kind = kind
	}
	kind, subjectID, _ := strings.Cut(r.Query("of"), ":")
	if of := document.SubjectKind(kind); slices.Contains(document.SubjectKinds(), of) {
		f.SubjectKind, f.SubjectID = of, subjectID
	}
	if order := document.Order(r.Query("sort")); slices.Contains([]document.Order{document.ByTitle, document.ByKind, document.BySize}, order) {
		f.Order = order
	}
	return f
}

// Export answers with the shown list as a file.
func (p *Pages) Export(r *page.Request) error {
	lines, err := p.documents.All(r.Context(), r.Actor, readFilter(r))
	if err != nil {
		return err
	}
	return r.Table(r.L.T("document.list.title"), table(r, lines))
}

func table(r *page.Request, lines []document.Line) sheet.Source {
	columns := []string{"title", "kind", "description", "language", "subjects", "number", "name", "size", "uploaded", "uploader", "sha256"}
	source := sheet.Source{Name: r.L.T("document.list.title")}
	for _, column := range columns {
		source.Header = append(source.Header, r.L.T("document.column."+column))
	}
	source.Rows = sheet.Of(lines, func(line document.Line) []string {
		var belongs []string
		for _, s := range line.Subjects {
			belongs = append(belongs, s.Title)
		}
		return []string{
			line.Title, r.L.T("document.kind." + string(line.Kind)), line.Description, r.L.T("document.language." + line.Language),
			strings.Join(belongs, "; "), decimal(line.Newest.Number), line.Newest.Name, decimal(line.Newest.Size),
			r.L.Instant(line.Newest.UploadedAt), line.Newest.Uploader, line.Newest.SHA256,
		}
	})
	return source
}
