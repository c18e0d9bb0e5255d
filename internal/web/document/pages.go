// Package documentweb has the pages of documents: the list, one document with its versions, uploads and the files
// themselves.
package documentweb

import (
	"strconv"

	"github.com/a-h/templ"

	"rundertisch/internal/document"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
	"rundertisch/internal/showcase"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	documentviews "rundertisch/views/document"
	"rundertisch/views/shared"
)

const labels = "document.field." // catalogue prefix of the forms' labels

// Pages are the handlers.
type Pages struct {
	documents *document.Service
	showcase  *showcase.Service // hands documents out on the public pages of events
}

// New returns the handlers over the services.
func New(documents *document.Service, shown *showcase.Service) *Pages {
	return &Pages{documents: documents, showcase: shown}
}

func frame(r *page.Request, p views.Page) documentviews.Frame {
	return documentviews.Frame{Page: p, At: r.Path, MayKeep: document.MayKeep(r.Actor)}
}

// below returns the frame of a page that lies under the list.
func below(r *page.Request, p views.Page, more ...views.Crumb) documentviews.Frame {
	list := views.Crumb{Label: r.L.T("document.list.title"), Href: r.Path("documents")}
	p.Breadcrumb = append([]views.Crumb{list}, more...)
	return frame(r, p)
}

func crumbOf(r *page.Request, d document.Document) views.Crumb {
	return views.Crumb{Label: d.Title, Href: r.Path("documents", d.ID)}
}

// Section makes the part of a thing's page that shows its documents.
func (p *Pages) Section(r *page.Request, of document.Subject) (templ.Component, error) {
	lines, err := p.documents.Of(r.Context(), r.Actor, of)
	if err != nil {
		return nil, err
	}
	form := blank(r)
	form.ID = "document"
	view := documentviews.SectionPage{Frame: frame(r, r.Page("document.list.title")), Of: of, Lines: lines, Form: form}
	return documentviews.Section(view), nil
}

// blank is the form of a new document.
func blank(r *page.Request) shared.Form {
	form := shared.Fill(map[string]string{
		"nonce": id.Token(), "kind": string(document.Material), "language": string(r.L.Lang()),
	})
	form.Labels = labels
	return form
}

// subjects reads what the document is to belong to.
func subjects(form shared.Form) []document.Subject {
	var all []document.Subject
	for _, kind := range document.SubjectKinds() {
		for _, value := range form.Values[documentviews.Field(kind)] {
			all = append(all, document.Subject{Kind: kind, ID: value})
		}
	}
	return all
}

func details(form shared.Form) document.Details {
	return document.Details{
		Title: form.Value("title"), Description: form.Value("description"), Kind: document.Kind(form.Value("kind")),
		Language: form.Value("language"), Licence: document.Licence(form.Value("licence")), Subjects: subjects(form),
	}
}

// keeper refuses people who may only read.
func keeper(r *page.Request) error {
	if !document.MayKeep(r.Actor) {
		return fault.Denied()
	}
	return nil
}

func version(form shared.Form) int64 {
	n, err := strconv.ParseInt(form.Value("version"), 10, 64)
	if err != nil {
		return 0 // fits no row, so the change is refused as outdated
	}
	return n
}
