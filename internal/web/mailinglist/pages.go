// Package mailinglistweb has the pages of mailing lists: the public ones, one's own subscription, and those of staff.
package mailinglistweb

import (
	"strconv"

	"rundertisch/internal/account"
	"rundertisch/internal/mailing"
	"rundertisch/internal/mailinglist"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	mailingviews "rundertisch/views/mailing"
	mailinglistviews "rundertisch/views/mailinglist"
	"rundertisch/views/shared"
)

const (
	labels       = "mailinglist.edit."  // of the form of a list
	publicLabels = "mailinglist.field." // of the public form
	askLabels    = "mailinglist.ask.field."
)

// Pages are the handlers.
type Pages struct {
	lists    *mailinglist.Service
	accounts *account.Service
	mailings *mailing.Service
	entries  Entries
}

// Entries are the mailings about a subject, as they are listed on its page.
type Entries func(r *page.Request, subjectID string) ([]mailingviews.Entry, error)

// New returns the handlers over the services.
func New(lists *mailinglist.Service, accounts *account.Service, mailings *mailing.Service) *Pages {
	return &Pages{lists: lists, accounts: accounts, mailings: mailings}
}

// Listing says how the mailings to a list are listed; before any page is shown.
func (p *Pages) Listing(entries Entries) { p.entries = entries }

// frame is that of a page below the mail of the project.
func frame(r *page.Request, p views.Page, more ...views.Crumb) mailinglistviews.Frame {
	p.Breadcrumb = append([]views.Crumb{{Label: r.L.T("overview.mail.title"), Href: r.Path("mail")}}, more...)
	for i := range p.Nav {
		p.Nav[i].Current = p.Nav[i].Href == r.Path("mail")
	}
	return mailinglistviews.Frame{Page: p, At: r.Path, MayKeep: mailinglist.MayKeep(r.Actor)}
}

func listsCrumb(r *page.Request) views.Crumb {
	return views.Crumb{Label: r.L.T("mailinglist.list.title"), Href: r.Path("lists")}
}

func crumbOf(r *page.Request, l mailinglist.List) views.Crumb {
	return views.Crumb{Label: l.Name, Href: r.Path("lists", l.ID)}
}

func stored(l mailinglist.List) shared.Form {
	return shared.Stored(labels, l.Version, map[string]string{
		"name": l.Name, "name_en": l.NameEN, "description": l.Description, "description_en": l.DescriptionEN,
		"public": map[bool]string{true: "1"}[l.Public],
	})
}

func details(form shared.Form) mailinglist.Details {
	return mailinglist.Details{
		Name: form.Value("name"), NameEN: form.Value("name_en"), Description: form.Value("description"),
		DescriptionEN: form.Value("description_en"), Public: form.Value("public") == "1",
	}
}

func version(form shared.Form) int64 {
	n, err := strconv.ParseInt(form.Value("version"), 10, 64)
	if err != nil {
		return 0 // fits no row, so the change is refused as outdated
	}
	return n
}
