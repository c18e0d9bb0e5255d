package documentweb

import (
	"slices"
	"strings"

	"rundertisch/internal/document"
	"rundertisch/internal/sheet"
	"rundertisch/internal/web/page"
	documentviews "rundertisch/views/document"
	"rundertisch/views/shared"
)

// listOf is the list of the project's documents.
func listOf(r *page.Request) shared.List {
	return r.List(shared.Listing{
		Path:    r.Path("documents"),
		Narrow:  []shared.Narrow{{Name: "q"}, shared.OneOf("kind", document.Kinds()...), {Name: "of"}, shared.OneOf("sight", document.Sights()...)},
		Orders:  []string{string(document.ByUpload), string(document.ByTitle), string(document.ByKind), string(document.BySize)},
		Falling: []string{string(document.ByUpload)},
	})
}

// List lists the project's documents, or answers with them as a file.
func (p *Pages) List(r *page.Request) error {
	list := listOf(r)
	f := filterOf(list)
	if r.WantsFile() {
		lines, err := p.documents.All(r.Context(), r.Actor, f)
		if err != nil {
			return err
		}
		return r.Table(r.L.T("document.list.title"), table(r, lines))
	}
	found, err := p.documents.List(r.Context(), r.Actor, f)
	if err != nil {
		return err
	}
	return r.Render(documentviews.List(documentviews.ListPage{
		Frame: frame(r, r.Page("document.list.title")), List: list.Count(found.Total), Lines: found.Lines, Choices: found.Choices,
	}))
}

// filterOf says to the service what the list wants; what it does not know is left out.
func filterOf(list shared.List) document.Filter {
	f := document.Filter{
		Text: list.Value("q"), Kind: document.Kind(list.Value("kind")), Order: document.Order(list.Order), Page: list.Page, Sight: document.Sight(list.Value("sight")),
		Desc: list.Desc != (list.Order == string(document.ByUpload)),
	}
	kind, subjectID, _ := strings.Cut(list.Value("of"), ":")
	if of := document.SubjectKind(kind); slices.Contains(document.SubjectKinds(), of) {
		f.SubjectKind, f.SubjectID = of, subjectID
	}
	return f
}

func table(r *page.Request, lines []document.Line) sheet.Source {
	columns := []string{"title", "kind", "description", "language", "licence", "sight", "subjects", "number", "name", "size", "uploaded", "uploader", "sha256"}
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
			documentviews.Licence(r.L, line.Licence), documentviews.Sight(r.L, line.Document),
			strings.Join(belongs, "; "), decimal(line.Newest.Number), line.Newest.Name, decimal(line.Newest.Size),
			r.L.Instant(line.Newest.UploadedAt), line.Newest.Uploader, line.Newest.SHA256,
		}
	})
	return source
}
