package registrationweb

import (
	"context"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"rundertisch/internal/attendance"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	ask "rundertisch/internal/form"
	"rundertisch/internal/id"
	"rundertisch/internal/registration"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	eventviews "rundertisch/views/event"
	formviews "rundertisch/views/form"
	registrationviews "rundertisch/views/registration"
	"rundertisch/views/shared"
)

// Form shows the registration form as a page of its own.
func (p *Pages) Form(r *page.Request) error {
	e, items, err := p.events.Public(r.Context(), r.Params("slug"))
	if err != nil {
		return err
	}
	return p.showForm(r, fiber.StatusOK, e, items, empty(r))
}

// empty is the form before anybody typed.
func empty(r *page.Request) shared.Form {
	return shared.Fill(map[string]string{"lang": string(r.L.Lang()), "nonce": id.Token()})
}

// RegistrationForm returns the form as a part of the event's public page, and where the language switch sends it.
func (p *Pages) RegistrationForm(r *page.Request, e event.Event, items []event.ProgrammeItem, seats map[string]attendance.Seats) (templ.Component, views.Typing, error) {
	b, err := p.block(r, r.Page("registration.form.title"), e, items, seats, empty(r))
	if err != nil || b.Refusal != nil {
		return registrationviews.Registration(b), views.Typing{}, err
	}
	return registrationviews.Registration(b), typing(e), nil
}

func (p *Pages) block(r *page.Request, frame views.Page, e event.Event, items []event.ProgrammeItem, seats map[string]attendance.Seats, form shared.Form) (registrationviews.Block, error) {
	fields, err := p.registrations.Questions(r.Context(), e)
	if err != nil {
		return registrationviews.Block{}, err
	}
	form = registrationviews.NamedMembers(r.L, formviews.Named(form, fields), int(e.GroupMost)-1, 1)
	form.Labels, form.Anchor = registrationviews.Labels, formAnchor
	b := registrationviews.Block{
		L: r.L, CSRF: frame.CSRF, Action: "/v/" + e.Slug + "/anmeldung", Form: form, Nonce: form.Value("nonce"),
		Slots: registrationviews.Slots(r.L, e, items, seats, nil, nil), Seats: eventviews.Places(seats[e.ID]),
		Refusal: registration.Refusal(e, r.Now()), Workspace: r.Workspace, Contact: e.Contact, Privacy: views.PathPrivacy,
		Fields: fields, Needs: e.AsksNeeds, Photos: e.TakesPhotos, Lists: e.ShowsGuests(r.Now()), Notice: ask.NoticeNow(e, fields),
	}
	b.Members, b.Came = registrationviews.Rows(form, int(e.GroupMost)-1), 1
	b.Approval, b.Confirm, b.Groups = e.Approval, e.ConfirmHours, e.GroupMost > 0
	b.Rule = registrationviews.Rule(r.L, e, len(b.Slots) > 0)
	if e.ByWishes() {
		b.Slots, b.Wishes = nil, registrationviews.WishesOf(r.L, e, items, r.Now())
	}
	b.Form.Order = b.Names()
	if e.RegistrationAt(r.Now()) == event.RegistrationEarly {
		b.From = eventviews.Day(r.L, e.RegistrationFrom)
	}
	if !e.ByKind {
		return b, nil
	}
	shares, err := attendance.SharesIn(r.Context(), p.db.Read(), e.ID)
	b.Kinds, b.Shares = registrationviews.Kinds(r.L), registrationviews.Shares(r.L, e, shares)
	return b, err
}

func (p *Pages) showForm(r *page.Request, status int, e event.Event, items []event.ProgrammeItem, form shared.Form) error {
	if err := visit(r, e); err != nil {
		return err
	}
	seats, err := attendance.Occupancy(r.Context(), p.db.Read(), e.ID)
	if err != nil {
		return err
	}
	f := registrationviews.FormPage{Page: r.Page("registration.form.page", e.Title), Event: e}
	f.Description = f.Title + ": " + eventviews.When(r.L, e)
	if f.Block, err = p.block(r, f.Page, e, items, seats, form); err != nil {
		return err
	}
	f.HasErrors = form.HasErrors()
	if f.Block.Refusal == nil {
		f.Typing = typing(e)
	}
	f.Lost = r.Kept()
	return r.RenderStatus(status, registrationviews.Form(f))
}

const formAnchor = "anmeldeformular"

// typing is the form of the event's pages.
func typing(e event.Event) views.Typing {
	return views.Typing{Form: formAnchor, Action: "/v/" + e.Slug + "/anmeldung"}
}

// retell shows the form in the language that was just chosen, with what was typed into it. Where nothing was, it leads back to the page.
func (p *Pages) retell(r *page.Request) error {
	e, items, err := p.events.Public(r.Context(), r.Params("slug"))
	if err != nil {
		return err
	}
	form := r.Form()
	if untouched(form) {
		return r.SeeOther("/v/"+e.Slug+"#anmeldung", "")
	}
	form.Values["lang"] = []string{string(r.L.Lang())}
	return p.showForm(r, fiber.StatusOK, e, items, form)
}

// untouched reports whether nobody has typed or ticked anything yet.
func untouched(form shared.Form) bool {
	for name, values := range form.Values {
		if name != "lang" && name != "nonce" && strings.Join(values, "") != "" {
			return false
		}
	}
	return true
}

// patience is how long somebody may wait for their turn; longer than other requests, because a full hall of people
// registers in the same minute.
const patience = 3 * time.Minute

// Register registers a person. The ticket is drawn first: places and waitlist go by it.
func (p *Pages) Register(r *page.Request) error {
	if r.Retold() {
		return p.retell(r)
	}
	turn := p.registrations.Arrive(r.Params("slug"))
	defer turn.Done()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), patience)
	defer cancel()
	r.SetUserContext(ctx)
	e, items, err := p.events.Public(ctx, r.Params("slug"))
	if err != nil {
		return err
	}
	form := r.Form()
	var receipt registration.Receipt
	err = withUploads(r, func(uploads ask.Uploads) (err error) {
		entered := typed(form, items)
		entered.Files = uploads
		receipt, err = p.registrations.Register(ctx, turn, e, items, entered)
		return err
	})
	turn.Done()
	if err != nil && ctx.Err() != nil {
		return fault.New(fault.TooMany, "fault.too_many")
	}
	switch {
	case fault.Is(err, fault.Conflict):
		return p.showForm(r, fiber.StatusConflict, e, items, form.Refused(form.Values, err))
	case fault.Is(err, fault.Invalid):
		return p.showForm(r, fiber.StatusUnprocessableEntity, e, items, form.Refused(form.Values, err))
	case err != nil:
		return err
	case receipt.Token == "":
		return r.SeeOther("/v/"+e.Slug+"/angemeldet", "")
	}
	r.SetPathCookie(linkCookie, receipt.Token, selfPath(receipt.Attendance.ID))
	flash := "registration.flash.registered"
	if receipt.Result == attendance.ResultSame {
		flash = "registration.flash.same"
	}
	return r.SeeOther(selfPath(receipt.Attendance.ID), flash)
}

// Known tells somebody who was invited or has registered before where to find the personal link: only who reads the
// person's mail may open the page. It says the same to everybody.
func (p *Pages) Known(r *page.Request) error {
	e, _, err := p.events.Public(r.Context(), r.Params("slug"))
	if err != nil {
		return err
	}
	if err := visit(r, e); err != nil {
		return err
	}
	known := registrationviews.KnownPage{Page: r.Page("registration.known.title"), Event: e}
	known.Of = e.Title
	return r.Render(registrationviews.Known(known))
}
