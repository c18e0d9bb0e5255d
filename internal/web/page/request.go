package page

import (
	"bytes"
	"context"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"rundertisch/internal/account"
	"rundertisch/internal/fault"
	"rundertisch/internal/i18n"
	"rundertisch/internal/id"
	"rundertisch/views"
	"rundertisch/views/shared"
)

// Request is one request: who asks, where, and in which language.
type Request struct {
	*fiber.Ctx

	L         *i18n.Locale
	User      account.User // zero for anonymous visitors
	Actor     account.Actor
	Workspace account.Workspace // in projects and workspaces
	Project   account.Project   // in projects

	site    *Site
	session string
	begun   begun
}

// Context returns the request's context with its deadline.
func (r *Request) Context() context.Context { return r.UserContext() }

// Site returns what all handlers share.
func (r *Request) Site() *Site { return r.site }

// Now returns the current instant of the site's clock.
func (r *Request) Now() time.Time { return r.site.Clock.Now() }

// Today returns the current instant in the site's zone, for deadlines.
func (r *Request) Today() time.Time { return r.Now().In(r.site.Zone) }

// SignedIn reports whether a person with an account asks.
func (r *Request) SignedIn() bool { return r.User.ID != "" }

// Path returns an address inside the current project: Path("milestones", id).
func (r *Request) Path(parts ...string) string {
	return "/projects/" + r.Project.ID + suffix(parts)
}

func suffix(parts []string) string {
	var b strings.Builder
	for _, part := range parts {
		b.WriteByte('/')
		b.WriteString(url.PathEscape(part))
	}
	return b.String()
}

func (r *Request) needUser() error {
	if !r.SignedIn() {
		return fault.New(fault.Unauthenticated, "fault.unauthenticated")
	}
	return nil
}

func (r *Request) enterProject() error {
	if err := r.needUser(); err != nil {
		return err
	}
	actor, place, err := r.site.Accounts.Enter(r.Context(), r.User, r.Params("project"))
	r.Actor, r.Project, r.Workspace = actor, place.Project, place.Workspace
	return err
}

func (r *Request) enterWorkspace(may func(account.Actor) bool) error {
	if err := r.needUser(); err != nil {
		return err
	}
	actor, workspace, err := r.site.Accounts.EnterWorkspace(r.Context(), r.User, r.Params("workspace"), "")
	r.Actor, r.Workspace = actor, workspace
	if err == nil && !may(actor) {
		return fault.Missing()
	}
	return err
}

// Page returns the frame of a page with the title of the key: navigation, person, CSRF token and message.
func (r *Request) Page(titleKey string, args ...any) views.Page {
	p := r.frame(r.L.T(titleKey, args...))
	p.CSRF = r.csrf()
	return p
}

// Titled is Page with a title that is a name, not a catalogue key.
func (r *Request) Titled(title string) views.Page {
	p := r.frame(title)
	p.CSRF = r.csrf()
	return p
}

func (r *Request) frame(title string) views.Page {
	p := views.Page{
		L: r.L, Now: r.Now(), Title: title, Workspace: r.Workspace.Name, Project: r.Project.Name, User: r.User.Name,
		ShowLogin: true, Path: r.here(), FundingNotice: r.Workspace.FundingNotice, Nav: r.nav(),
	}
	if r.Project.ID != "" {
		p.Home, p.Search, p.Bin = r.Path(), r.Path("search"), r.Path("bin")
		if r.Actor.Audits() {
			p.Audit = r.Path("audit")
		}
	}
	if key := r.Query(flashParam); strings.Contains(key, ".flash.") && r.L.Has(key) {
		p.Flash, p.FlashTone = r.L.T(key), shared.Success
		if entry := r.Query(undoParam); r.Project.ID != "" && id.Valid(entry) {
			p.FlashUndo = r.Path("bin", entry, "restore")
		}
	}
	return p
}

// here is the address of this page. A visitor's language is kept without it: if it stayed, the switch to another one
// would come back to it.
func (r *Request) here() string {
	at := r.OriginalURL()
	u, err := url.Parse(at)
	if err != nil || r.SignedIn() || !u.Query().Has(i18n.Param) {
		return at
	}
	query := u.Query()
	query.Del(i18n.Param)
	u.RawQuery = query.Encode()
	return u.String()
}

// Alternates are the addresses of this public page in each language, for search engines.
func (r *Request) Alternates() []views.Alternate {
	var all []views.Alternate
	for _, lang := range i18n.Languages() {
		all = append(all, views.Alternate{Lang: lang, Href: i18n.InLanguage(r.site.BaseURL+r.Ctx.Path(), lang)})
	}
	return all
}

func (r *Request) nav() []views.NavItem {
	var items []views.NavItem
	add := func(key, href string, exact bool, below ...string) {
		here := r.Ctx.Path()
		current := here == href || (!exact && strings.HasPrefix(here, href+"/"))
		for _, other := range below {
			current = current || here == other || strings.HasPrefix(here, other+"/")
		}
		items = append(items, views.NavItem{Label: r.L.T(key), Href: href, Current: current})
	}
	if r.Project.ID != "" {
		add("frame.nav.overview", r.Path(), true)
		add("frame.nav.plan", r.Path("plan"), false)
		add("frame.nav.directory", r.Path("directory"), false)
		add("frame.nav.events", r.Path("events"), false, r.Path("bodies")) // as their breadcrumb has it
		add("frame.nav.documents", r.Path("documents"), false)
		add("frame.nav.mail", r.Path("mail"), false)
	}
	if r.SignedIn() {
		add("frame.nav.projects", "/projects", true)
	}
	if r.site.Demo {
		add("frame.nav.mailbox", "/postfach", false)
	}
	return items
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// Render answers 200 with the component as page.
func (r *Request) Render(c templ.Component) error { return r.render(fiber.StatusOK, c) }

// Invalid answers 422 with the page of a refused form.
func (r *Request) Invalid(c templ.Component) error {
	return r.render(fiber.StatusUnprocessableEntity, c)
}

// RenderStatus answers with any status.
func (r *Request) RenderStatus(status int, c templ.Component) error { return r.render(status, c) }

func (r *Request) render(status int, c templ.Component) error {
	buf, _ := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(buf)
	buf.Reset()
	if err := c.Render(r.Context(), buf); err != nil {
		return err
	}
	r.Status(status).Set(fiber.HeaderContentType, fiber.MIMETextHTMLCharsetUTF8)
	if r.GetRespHeader(fiber.HeaderCacheControl) == "" {
		r.Set(fiber.HeaderCacheControl, "no-store")
	}
	r.Response().SetBody(buf.Bytes()) // copies; Send would keep the buffer, which goes back to the pool
	return nil
}

const (
	flashParam = "ok"
	undoParam  = "undo"
)

// SeeOther answers 303 to a path of this site, which then shows the message of flashKey (a key with ".flash.", or "").
func (r *Request) SeeOther(path, flashKey string) error {
	if flashKey != "" {
		path = withParam(path, flashParam, flashKey)
	}
	return r.Redirect(path, fiber.StatusSeeOther)
}

// Deleted is SeeOther after something was put into the project's bin: the message offers to bring it back.
func (r *Request) Deleted(path, flashKey, entryID string) error {
	return r.SeeOther(withParam(path, undoParam, entryID), flashKey)
}

func withParam(path, name, value string) string {
	base, anchor, found := strings.Cut(path, "#")
	joint := "?"
	if strings.Contains(base, "?") {
		joint = "&"
	}
	path = base + joint + name + "=" + url.QueryEscape(value)
	if found {
		path += "#" + anchor
	}
	return path
}

// Local returns path when it is a path of this site, else fallback: for addresses that came with the request.
func Local(path, fallback string) string {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\\r\n\t") {
		return fallback
	}
	return path
}
