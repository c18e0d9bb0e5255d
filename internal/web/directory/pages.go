// Package directoryweb has the handlers of the directory: organisations, persons, groups and the import.
package directoryweb

import (
	"strconv"

	"rundertisch/internal/directory"
	"rundertisch/internal/mailinglist"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	directoryviews "rundertisch/views/directory"
	"rundertisch/views/shared"
)

const fieldLabels = "directory.field." // catalogue prefix of the forms' labels

// Pages are the handlers of the directory.
type Pages struct {
	directory *directory.Service
	lists     *mailinglist.Service // for what an address is subscribed to
}

// New returns the handlers over the services.
func New(service *directory.Service, lists *mailinglist.Service) *Pages {
	return &Pages{directory: service, lists: lists}
}

// base returns what every page of the directory has, with the parts of the directory that lie above it.
func base(r *page.Request, frame views.Page, above ...views.Crumb) directoryviews.Base {
	frame.Breadcrumb = append(frame.Breadcrumb, above...)
	return directoryviews.Base{Page: frame, Root: r.Path("directory"), MayKeep: directory.MayKeep(r.Actor)}
}

// crumb leads to a part of the directory: "organisations", "persons" or "groups".
func crumb(r *page.Request, part string) views.Crumb {
	return views.Crumb{Label: r.L.T("directory." + part), Href: r.Path("directory", part)}
}

// typed returns the sent form with the fault it is refused with.
func typed(form shared.Form, err error) shared.Form {
	form.Labels, form.Err = fieldLabels, err
	return form
}

// filled returns a form with stored values.
func filled(values map[string]string) shared.Form {
	form := shared.Fill(values)
	form.Labels = fieldLabels
	return form
}

// version reads the hidden version a form was built from.
func version(form shared.Form) int64 {
	n, err := strconv.ParseInt(form.Value("version"), 10, 64)
	if err != nil {
		return 0 // fits no row, so the change is refused as outdated
	}
	return n
}

// Start leads to the first part of the directory.
func (p *Pages) Start(r *page.Request) error {
	return r.SeeOther(r.Path("directory", "organisations"), "")
}
