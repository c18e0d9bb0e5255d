package checkinweb

import (
	"context"
	"net/url"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"rundertisch/internal/checkin"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
	"rundertisch/internal/web/page"
	checkinviews "rundertisch/views/checkin"
	"rundertisch/views/shared"
	"rundertisch/views/static"
)

// Door shows whoever keeps the door the search, what was just done, and how many have come.
func (p *Pages) Door(r *page.Request) error {
	k, e, err := p.keeper(r)
	if err != nil {
		return p.orGone(r, err, r.Pass(passName))
	}
	door := p.page(r, k, e)
	if door.Query = r.Query("q"); door.Query != "" {
		if door.Found, err = p.checkins.Search(r.Context(), k, door.Query); err != nil {
			return err
		}
		door.Searched = true
	}
	if chosen := r.Query("person"); chosen != "" {
		one, err := p.checkins.Find(r.Context(), k, chosen)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
		if err == nil {
			door.Said, door.Told = checkinviews.SaidOf(one, checkin.State(r.Query("was")), r.Query("deed")), true
		}
	}
	return p.show(r, fiber.StatusOK, door)
}

func (p *Pages) page(r *page.Request, k checkin.Keeper, e event.Event) checkinviews.DoorPage {
	door := checkinviews.DoorPage{
		Page: r.Page("checkin.door.title", e.Title), Event: e, Path: doorPath(e.ID), Door: p.doorName(r, k), Helper: k.PassID != "",
		WalkIn: shared.Fill(map[string]string{"lang": string(r.L.Lang())}), DeedID: id.New(), Until: p.until(r, e),
	}
	door.WalkIn.Labels = checkinviews.WalkInLabels
	door.Of, door.Live, door.ShowLogin = e.Title, true, false
	return door
}

// show renders the door, with the camera allowed: no other page asks for it.
func (p *Pages) show(r *page.Request, status int, door checkinviews.DoorPage) error {
	var err error
	if door.Count, err = p.checkins.Count(r.Context(), door.Event.ID); err != nil {
		return err
	}
	r.Set("Permissions-Policy", "camera=(self), geolocation=(), microphone=()")
	return r.RenderStatus(status, checkinviews.Door(door))
}

// doorName is what this device calls itself: what was typed, else the name of who keeps the door.
func (p *Pages) doorName(r *page.Request, k checkin.Keeper) string {
	if typed, err := url.QueryUnescape(r.PathCookie(doorName)); err == nil && typed != "" {
		return typed
	}
	return k.Actor.Name
}

// NameDoor keeps what this device calls itself.
func (p *Pages) NameDoor(r *page.Request) error {
	_, e, err := p.keeper(r)
	if err != nil {
		return p.orGone(r, err, r.Pass(passName))
	}
	name := []rune(r.Form().Value("door"))
	r.SetPathCookie(doorName, url.QueryEscape(string(name[:min(len(name), 60)])), scope)
	return r.SeeOther(doorPath(e.ID), "checkin.flash.named")
}

// Do does one deed that was sent by a form, and shows what became of it.
func (p *Pages) Do(r *page.Request) error {
	k, e, err := p.keeper(r)
	if err != nil {
		return p.orGone(r, err, r.Pass(passName))
	}
	form := r.Form()
	deed := checkin.Deed{
		ID: form.Value("deed"), What: checkin.What(form.Value("what")), Code: form.Value("code"), AttendanceID: form.Value("person"),
		Target: form.Value("target"), Anyway: form.Value("anyway") != "", Door: p.doorName(r, k),
		Name: form.Value("name"), Organisation: form.Value("organisation"), Email: form.Value("email"), Lang: form.Value("lang"),
	}
	outcomes, err := p.checkins.Do(r.Context(), k, deed)
	if err != nil {
		return err
	}
	done := outcomes[0]
	switch done.State {
	case checkin.Unknown:
		door := p.page(r, k, e)
		door.Unknown, door.HasErrors = true, true
		return p.show(r, fiber.StatusUnprocessableEntity, door)
	case checkin.Refused:
		door := p.page(r, k, e)
		door.WalkIn = form
		door.WalkIn.Labels, door.WalkIn.Err, door.DeedID, door.HasErrors = checkinviews.WalkInLabels, done.Err, deed.ID, true
		return p.show(r, fiber.StatusUnprocessableEntity, door)
	}
	query := url.Values{"person": {done.AttendanceID}, "was": {string(done.State)}, "deed": {done.ID}}
	return r.SeeOther(doorPath(e.ID)+"?"+query.Encode(), "")
}

// Live tells how many have come, as it changes.
func (p *Pages) Live(r *page.Request) error {
	_, e, err := p.keeper(r)
	if err != nil {
		return err
	}
	l := r.L
	return r.Live(func(ctx context.Context) (templ.Component, bool, error) {
		count, err := p.checkins.Count(ctx, e.ID)
		return checkinviews.CountPart(l, count), false, err
	})
}

// Worker is the service worker of the doors: below this path, so that it keeps these pages and no others.
func (p *Pages) Worker(r *page.Request) error {
	file, ok := static.Find(static.Path("kept/worker.js"))
	if !ok {
		return fault.Missing()
	}
	r.Set(fiber.HeaderContentType, file.Type)
	r.Set(fiber.HeaderCacheControl, "no-cache")
	return r.Send(file.Data)
}

// Close ends a helper's door on this device. The browser throws away all that it kept for it.
func (p *Pages) Close(r *page.Request) error {
	r.DropPass(passName)
	r.LeaveDoor()
	r.Set("Clear-Site-Data", `"storage"`)
	return r.Render(checkinviews.Closed(r.Page("checkin.closed.title")))
}

// Left deletes what a colleague's device kept of doors, after signing out.
func (p *Pages) Left(r *page.Request) error {
	return r.Render(checkinviews.Left(r.Page("checkin.left.title")))
}

// Code tells whoever opens the address in somebody's QR which event it is for, and nothing about the person. Whoever keeps the door of that
// event can let the person in from there.
func (p *Pages) Code(r *page.Request) error {
	e, err := p.checkins.Whose(r.Context(), r.Params("code"))
	if err != nil {
		return err
	}
	shown := checkinviews.CodePage{Page: r.Titled(e.Title), Event: e}
	if shown.Door = p.ownDoor(r, e.ID); shown.Door != "" {
		shown.Code, shown.DeedID = checkin.CodeOf(r.Params("code")), id.New()
	}
	if err := visit(r, e); err != nil {
		return err
	}
	shown.Workspace = r.Workspace.Name
	return r.Render(checkinviews.Code(shown))
}

// ownDoor is the address of the event's door for whoever keeps it; empty for all others.
func (p *Pages) ownDoor(r *page.Request, eventID string) string {
	if token := r.Pass(passName); token != "" {
		if held, err := p.passes.Use(r.Context(), "checkin", token); err == nil && held.EventID == eventID {
			return doorPath(eventID)
		}
	}
	if r.SignedIn() {
		if actor, err := p.actor(r, eventID); err == nil && checkin.MayKeep(actor) {
			return doorPath(eventID)
		}
	}
	return ""
}
