package documentweb

import (
	"strings"

	"rundertisch/internal/document"
	"rundertisch/internal/files"
	"rundertisch/internal/web/page"
	documentviews "rundertisch/views/document"
	"rundertisch/views/shared"
)

// publicAddress is where everybody reads the document; empty while it is internal.
func publicAddress(r *page.Request, d document.Document) string {
	if !d.Public() {
		return ""
	}
	return r.Site().BaseURL + "/dokumente/" + d.ID
}

// AskPublish says what everybody will see, and asks.
func (p *Pages) AskPublish(r *page.Request) error {
	d, err := p.keepable(r)
	if err != nil {
		return err
	}
	view := documentviews.PublishPage{Frame: below(r, r.Page("document.publish"), crumbOf(r, d.Document)), Detail: d, Undescribed: document.NeedsWords(d.Document, d.Newest())}
	view.Ask = shared.Confirmation{
		Title: r.L.T("document.publish_question", d.Title), Text: r.L.T("document.publish_text"), Effects: effects(r, d),
		Button: r.L.T("document.publish"), CSRF: view.CSRF, Action: r.Path("documents", d.ID, "publish"), Cancel: r.Path("documents", d.ID),
	}
	return r.Render(documentviews.Publish(view))
}

// effects are what is shown to everybody, so that nobody is surprised.
func effects(r *page.Request, d document.Detail) []string {
	all := []string{
		r.L.T("document.publish_effect.version", d.Newest().Number, d.Newest().Name),
		r.L.T("document.publish_effect.licence", documentviews.Licence(r.L, d.Licence)),
	}
	var places []string
	for _, s := range d.Subjects {
		if s.Kind != document.Task {
			places = append(places, s.Title)
		}
	}
	if len(places) > 0 {
		all = append(all, r.L.T("document.publish_effect.places", strings.Join(places, "; ")))
	}
	if d.Latest > 1 {
		all = append(all, r.L.T("document.publish_effect.earlier"))
	}
	if files.Picture(d.Newest().MediaType) {
		all = append(all, r.L.T("document.publish_effect.picture"))
	}
	return all
}

// Publish lets everybody read a document.
func (p *Pages) Publish(r *page.Request) error {
	if err := p.documents.Publish(r.Context(), r.Actor, r.Params("document")); err != nil {
		return err
	}
	return r.SeeOther(r.Path("documents", r.Params("document")), "document.flash.published")
}

// AskWithdraw asks before a document is for the staff alone again.
func (p *Pages) AskWithdraw(r *page.Request) error {
	d, err := p.keepable(r)
	if err != nil {
		return err
	}
	still, err := p.handedOut(r, d.ID)
	if err != nil {
		return err
	}
	view := documentviews.PublishPage{Frame: below(r, r.Page("document.withdraw"), crumbOf(r, d.Document)), Detail: d}
	view.Ask = shared.Confirmation{
		Title: r.L.T("document.withdraw_question", d.Title), Text: r.L.T("document.withdraw_text"),
		Button: r.L.T("document.withdraw"), CSRF: view.CSRF, Action: r.Path("documents", d.ID, "withdraw"), Cancel: r.Path("documents", d.ID),
	}
	if still != "" {
		view.Ask.Effects = []string{r.L.T("document.withdraw_effect.handed_out", still)}
	}
	return r.Render(documentviews.Publish(view))
}

// handedOut names the events whose public pages go on handing the document out when it is withdrawn; empty for none.
func (p *Pages) handedOut(r *page.Request, documentID string) (string, error) {
	events, err := p.showcase.HandedOut(r.Context(), r.Actor, documentID)
	titles := make([]string, len(events))
	for i, e := range events {
		titles[i] = e.Title
	}
	return strings.Join(titles, "; "), err
}

// Withdraw lets only the staff read a document again.
func (p *Pages) Withdraw(r *page.Request) error {
	if err := p.documents.Withdraw(r.Context(), r.Actor, r.Params("document")); err != nil {
		return err
	}
	still, err := p.handedOut(r, r.Params("document"))
	if err != nil {
		return err
	}
	if still != "" {
		return r.SeeOther(r.Path("documents", r.Params("document")), "document.flash.withdrawn_in_part")
	}
	return r.SeeOther(r.Path("documents", r.Params("document")), "document.flash.withdrawn")
}
