package views

import (
	"time"

	"rundertisch/internal/i18n"
	"rundertisch/views/shared"
)

// Addresses the frame itself leads to. The language, sign-out and sign-in addresses take POST forms.
const (
	PathSignIn        = "/sign-in"
	PathSignOut       = "/sign-out"
	PathLanguage      = "/language"
	PathAccount       = "/account"
	PathImprint       = "/impressum"
	PathPrivacy       = "/datenschutz"
	PathAccessibility = "/barrierefreiheit"
	PathBarrier       = "/barriere-melden"
	PathEasyLanguage  = "/leichte-sprache"
)

// Page is what every page has: language, person, place in the program and messages.
type Page struct {
	L           *i18n.Locale
	Now         time.Time   // when it is asked for; says how near a date is
	Title       string      // of this page, without the program's name
	Of          string      // name of what the page is a part of, such as an event; only in the title element
	Description string      // one sentence for search engines and previews; public pages only
	Alternates  []Alternate // the page in each language, for search engines; public pages only
	Preview     Preview     // how a link to the page looks in messages; public pages only
	Feed        string      // address of the news feed that lists what the page lists; empty for none

	Workspace string // name of the administration, shown in the header
	Project   string // name of the project one works in; empty outside of one
	Home      string // where the mark leads; "/" when empty
	Nav       []NavItem
	// Breadcrumb has the pages above this one, outermost first; the page itself is not in it.
	Breadcrumb []Crumb

	User      string // name of the signed-in person; empty for anonymous visitors
	ShowLogin bool   // offers the sign-in link to anonymous visitors
	CSRF      string
	Path      string // path and query of this page: where the language switch comes back to
	Typing    Typing // the form of this page that the language switch must not lose

	Audit      string // where the project's audit trail is; empty for whoever does not read it
	Bin        string // where the project's bin is; empty outside of one
	Search     string // where the header's search is sent; empty: there is none
	SearchText string // what was searched for

	Flash     string // message about what was just done
	FlashTone shared.Tone
	FlashUndo string // where "Rückgängig" beside the message is sent; empty when that is no choice
	HasErrors bool   // the page shows a refused form: "Fehler: " goes before the title

	FundingNotice string // line of the funder, above the footer
	Live          bool   // has parts that change by themselves: loads htmx with its extension for server-sent events
}

// Preview is how a link to a page is shown in messages and networks (ogp.me). All addresses are absolute and our own.
type Preview struct {
	URL         string // the page; empty: there is no preview
	Kind        string // "article" or "website"
	Image       string // may be empty
	ImageAlt    string
	ImageWidth  int64 // pixels
	ImageHeight int64
}

// Typing is a form into which people type long enough to mind its loss. The language switch sends it to where it is sent anyway, and the
// page comes back in the other language with everything typed; nothing is stored. The zero value is none.
type Typing struct {
	Form   string // id of the form's element
	Action string // where it is sent
}

// Alternate is where a page stands in a language.
type Alternate struct {
	Lang i18n.Lang
	Href string
}

// NavItem is an entry of the main navigation.
type NavItem struct {
	Label   string
	Href    string
	Current bool // the page is this entry or lies below it
}

// Crumb is a page above the current one.
type Crumb struct {
	Label string
	Href  string
}

// T returns the sentence for key in the page's language.
func (p Page) T(key string, args ...any) string { return p.L.T(key, args...) }

// N returns the sentence for key with n in singular or plural.
func (p Page) N(key string, n int, args ...any) string { return p.L.N(key, n, args...) }

// FullTitle is the text of the title element: "Fehler: Einladungen – Fachtagung – Landkreis Musterland".
func (p Page) FullTitle() string {
	title := p.Title
	if p.Of != "" && p.Of != title {
		title += " – " + p.Of
	}
	if p.Workspace != "" && p.Workspace != title {
		title += " – " + p.Workspace
	}
	if p.HasErrors {
		title = p.T("layout.error_prefix") + title
	}
	return title
}

func (p Page) home() string {
	if p.Home == "" {
		return "/"
	}
	return p.Home
}

func (p Page) workspace() string {
	if p.Workspace == "" {
		return p.T("layout.product")
	}
	return p.Workspace
}

// languages lists the languages the page could be read in instead.
func (p Page) otherLanguages() []i18n.Lang {
	var others []i18n.Lang
	for _, lang := range i18n.Languages() {
		if lang != p.L.Lang() {
			others = append(others, lang)
		}
	}
	return others
}
