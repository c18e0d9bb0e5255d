// Package legalweb has the pages every footer leads to. Their texts about the administration are the first
// workspace's.
package legalweb

import (
	"strings"

	"rundertisch/internal/account"
	"rundertisch/internal/fault"
	"rundertisch/internal/feedback"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	legalviews "rundertisch/views/legal"
)

// Pages are the handlers.
type Pages struct {
	accounts *account.Service
	reports  *feedback.Service
}

// New returns the handlers.
func New(accounts *account.Service, reports *feedback.Service) *Pages {
	return &Pages{accounts, reports}
}

// workspace returns the workspace whose texts are shown, an empty one on an empty installation.
func (p *Pages) workspace(r *page.Request) (account.Workspace, error) {
	w, err := p.accounts.FirstWorkspace(r.Context())
	if fault.Is(err, fault.NotFound) {
		return account.Workspace{}, nil
	}
	r.Workspace = w
	return w, err
}

// public is the frame of a page that search engines find in each language.
func public(r *page.Request, titleKey string) views.Page {
	shown := r.Page(titleKey)
	shown.Alternates, shown.Description = r.Alternates(), shown.FullTitle()
	if lead := strings.TrimSuffix(titleKey, "title") + "lead"; r.L.Has(lead) {
		shown.Description = r.L.T(lead)
	}
	return shown
}

// Imprint is the legal notice.
func (p *Pages) Imprint(r *page.Request) error {
	w, err := p.workspace(r)
	if err != nil {
		return err
	}
	text := legalviews.Paragraphs(w.Imprint)
	if len(text) == 0 {
		text = []string{r.L.T("legal.imprint.empty")}
	}
	return r.Render(legalviews.Text(legalviews.TextPage{
		Page: public(r, "legal.imprint.title"), Sections: []legalviews.TextSection{{Paragraphs: text}},
	}))
}

// Privacy is the general notice on data protection.
func (p *Pages) Privacy(r *page.Request) error {
	w, err := p.workspace(r)
	if err != nil {
		return err
	}
	t := r.L.T
	contact := legalviews.Paragraphs(w.PrivacyContact)
	if len(contact) == 0 {
		contact = []string{t("legal.privacy.contact_empty")}
	}
	return r.Render(legalviews.Text(legalviews.TextPage{
		Page: public(r, "legal.privacy.title"), Lead: t("legal.privacy.lead"), Sections: []legalviews.TextSection{
			{Title: t("legal.privacy.contact"), Paragraphs: contact},
			{Title: t("legal.privacy.what"), Items: []string{
				t("legal.privacy.what_registration"), t("legal.privacy.what_invitation"), t("legal.privacy.what_list"), t("legal.privacy.what_survey"),
				t("legal.privacy.what_photos"), t("legal.privacy.what_logs"),
			}},
			{Title: t("legal.privacy.cookies"), Paragraphs: []string{t("legal.privacy.cookies_text")}},
			{Title: t("legal.privacy.rights"), Paragraphs: []string{t("legal.privacy.rights_text")}},
		},
	}))
}

// Accessibility is the statement with the fields of Implementing Decision (EU) 2018/1523.
func (p *Pages) Accessibility(r *page.Request) error {
	w, err := p.workspace(r)
	if err != nil {
		return err
	}
	t := r.L.T
	sections := []legalviews.TextSection{{
		Title: t("legal.accessibility.scope"), Paragraphs: []string{t("legal.accessibility.scope_text", w.Name)},
	}}
	for _, part := range []string{"status", "limits", "feedback", "enforcement", "date"} {
		sections = append(sections, legalviews.TextSection{
			Title: t("legal.accessibility." + part), Paragraphs: []string{t("legal.accessibility." + part + "_text")},
		})
	}
	return r.Render(legalviews.Text(legalviews.TextPage{
		Page: public(r, "legal.accessibility.title"), Lead: t("legal.accessibility.lead"), Sections: sections,
	}))
}

// EasyLanguage says in easy language what one can do here.
func (p *Pages) EasyLanguage(r *page.Request) error {
	if _, err := p.workspace(r); err != nil {
		return err
	}
	t := r.L.T
	var sections []legalviews.TextSection
	for _, part := range []string{"what", "register", "cancel", "help"} {
		section := legalviews.TextSection{Title: t("legal.easy." + part)}
		for _, n := range []string{"_1", "_2", "_3", "_4"} {
			if key := "legal.easy." + part + n; r.L.Has(key) {
				section.Items = append(section.Items, t(key))
			}
		}
		sections = append(sections, section)
	}
	return r.Render(legalviews.Text(legalviews.TextPage{
		Page: public(r, "legal.easy.title"), Lead: t("legal.easy.lead"), Sections: sections,
	}))
}
