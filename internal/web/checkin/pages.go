// Package checkinweb has the handlers of the door: for staff, who make links for helpers and see who has come; for whoever keeps the door,
// with a pass or signed in; and of the address in a person's QR.
package checkinweb

import (
	"github.com/gofiber/fiber/v2"

	"rundertisch/internal/account"
	"rundertisch/internal/checkin"
	"rundertisch/internal/database"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/pass"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	checkinviews "rundertisch/views/checkin"
	"rundertisch/views/shared"
)

const (
	passName = "tuer" // of the cookie that holds the token of a helper's pass
	doorName = "tuername"
	scope    = "/tuer"
)

// Pages are the handlers.
type Pages struct {
	db       *database.DB // for whose event a door is
	checkins *checkin.Service
	passes   *pass.Service
}

// New returns the handlers.
func New(db *database.DB, checkins *checkin.Service, passes *pass.Service) *Pages {
	return &Pages{db: db, checkins: checkins, passes: passes}
}

func doorPath(eventID string) string { return scope + "/einlass/" + eventID }

// Doors shows staff how it goes at the doors of an event, and who helps there.
func (p *Pages) Doors(r *page.Request) error {
	return p.showDoors(r, fiber.StatusOK, shared.Form{}, "")
}

// MakePass makes a link for a helper and shows it, this once.
func (p *Pages) MakePass(r *page.Request) error {
	form := r.Form()
	_, token, err := p.passes.Make(r.Context(), r.Actor, pass.Order{Kind: pass.CheckIn, EventID: r.Params("event"), Name: form.Value("name")})
	if fault.Refused(err) {
		form.Err = err
		return p.showDoors(r, fiber.StatusUnprocessableEntity, form, "")
	}
	if err != nil {
		return err
	}
	return p.showDoors(r, fiber.StatusOK, shared.Form{}, r.Site().BaseURL+scope+"/"+token)
}

// RevokePass takes a helper's link back.
func (p *Pages) RevokePass(r *page.Request) error {
	if err := p.passes.Revoke(r.Context(), r.Actor, r.Params("event"), r.Params("doorpass")); err != nil {
		return err
	}
	return r.SeeOther(r.Path("events", r.Params("event"), "door"), "checkin.flash.revoked")
}

func (p *Pages) showDoors(r *page.Request, status int, form shared.Form, link string) error {
	standing, err := p.checkins.Standing(r.Context(), r.Actor, r.Params("event"))
	if err != nil {
		return err
	}
	all, err := p.passes.List(r.Context(), r.Actor, standing.Event.ID, pass.CheckIn)
	if err != nil {
		return err
	}
	form.Labels = checkinviews.LinkLabels
	e := standing.Event
	shown := checkinviews.DoorsPage{
		Page: r.Page("checkin.title"), Base: r.Path("events", e.ID), Door: doorPath(e.ID), Standing: standing, Passes: all,
		MayKeep: checkin.MayKeep(r.Actor), Form: form, Link: link,
	}
	shown.Of, shown.HasErrors, shown.Live = e.Title, form.HasErrors(), true
	shown.Breadcrumb = []views.Crumb{{Label: r.L.T("event.list.title"), Href: r.Path("events")}, {Label: e.Title, Href: r.Path("events", e.ID)}}
	return r.RenderStatus(status, checkinviews.Doors(shown))
}

// AskOpen shows the holder of a helper's link what it opens; a press opens it.
func (p *Pages) AskOpen(r *page.Request) error {
	held, e, err := p.held(r, r.Params("token"))
	if err != nil {
		return p.orGone(r, err, r.Params("token"))
	}
	shown := checkinviews.OpenPage{Page: r.Page("checkin.open.title"), Pass: held, Event: e, Action: scope + "/" + r.Params("token")}
	shown.Of = e.Title
	return r.Render(checkinviews.Open(shown))
}

// Open exchanges the token of a helper's link for a cookie, so that it leaves the address.
func (p *Pages) Open(r *page.Request) error {
	held, _, err := p.held(r, r.Params("token"))
	if err != nil {
		return p.orGone(r, err, r.Params("token"))
	}
	r.SetPass(passName, r.Params("token"), held.ExpiresAt)
	return r.SeeOther(doorPath(held.EventID), "")
}

// held returns the pass of a token while it opens its door.
func (p *Pages) held(r *page.Request, token string) (pass.Pass, event.Event, error) {
	held, err := p.passes.Find(r.Context(), pass.CheckIn, token)
	if err == nil && !held.Open(r.Now()) {
		err = fault.Missing()
	}
	if err != nil {
		return held, event.Event{}, err
	}
	e, err := event.FindIn(r.Context(), p.db.Read(), held.EventID)
	if err == nil {
		err = visit(r, e)
	}
	return held, e, err
}

// visit puts the page of somebody without an account under the name of the event's administration.
func visit(r *page.Request, e event.Event) error {
	r.Set("X-Robots-Tag", "noindex")
	workspace, err := r.Site().Accounts.Workspace(r.Context(), e.WorkspaceID)
	r.Workspace = workspace
	return err
}

// orGone tells whoever holds a pass that is over what the matter is, and says the same for everything that never was.
func (p *Pages) orGone(r *page.Request, err error, token string) error {
	if !fault.Is(err, fault.NotFound) {
		return err
	}
	held, err := p.passes.Find(r.Context(), pass.CheckIn, token)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	why := "unknown"
	switch {
	case held.ID == "":
	case held.RevokedAt != nil:
		why = "revoked"
	case held.Over(r.Now()):
		why = "over"
	}
	return r.RenderStatus(fiber.StatusNotFound, checkinviews.Gone(checkinviews.GonePage{Page: r.Page("checkin.gone.title"), Why: why}))
}

// keeper is who keeps the door of the address, whose page stands under the name of the event's administration.
func (p *Pages) keeper(r *page.Request) (checkin.Keeper, event.Event, error) {
	k, e, err := p.keeping(r)
	if err == nil {
		err = visit(r, e)
	}
	return k, e, err
}

// keeping is who keeps the door of the address: the holder of its pass, or a colleague who is signed in.
func (p *Pages) keeping(r *page.Request) (k checkin.Keeper, e event.Event, err error) {
	eventID := r.Params("event")
	if token := r.Pass(passName); token != "" {
		if k, _, e, err = p.checkins.ForPass(r.Context(), token, eventID); err == nil {
			return k, e, nil
		}
		if !fault.Is(err, fault.NotFound) || !r.SignedIn() {
			return k, e, err
		}
	}
	if !r.SignedIn() {
		return k, e, fault.Missing()
	}
	actor, err := p.actor(r, eventID)
	if err != nil {
		return k, e, err
	}
	return p.checkins.ForStaff(r.Context(), actor, eventID)
}

// actor is the person who is signed in, in the project of the event.
func (p *Pages) actor(r *page.Request, eventID string) (account.Actor, error) {
	e, err := event.FindIn(r.Context(), p.db.Read(), eventID)
	if err != nil {
		return account.Actor{}, err
	}
	actor, _, err := r.Site().Accounts.Enter(r.Context(), r.User, e.ProjectID)
	return actor, err
}
