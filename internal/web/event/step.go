package eventweb

import (
	"context"
	"errors"
	"slices"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/invite"
	"rundertisch/internal/web/page"
	eventviews "rundertisch/views/event"
	inviteviews "rundertisch/views/invite"
	"rundertisch/views/shared"
)

// Step says what a step in the event's life will do. Calling off shows the mails that follow.
func (p *Pages) Step(r *page.Request) error {
	if event.Step(r.Params("step")) != event.ToCancel || !event.MayRun(r.Actor) {
		return p.askStep(r, nil)
	}
	look := p.invites.Confirmed(r.Context(), invite.Confirmation{Look: true})
	_, err := p.events.Cancel(look, r.Actor, r.Params("event"))
	var unconfirmed *invite.Unconfirmed
	if errors.As(err, &unconfirmed) && len(unconfirmed.Told) > 0 {
		return p.askCancel(r, err, shared.Form{})
	}
	if err != nil && unconfirmed == nil && !fault.Is(err, fault.Conflict) {
		return err
	}
	return p.askStep(r, nil)
}

// askCancel shows who is told that the event is off, and what else that means.
func (p *Pages) askCancel(r *page.Request, err error, form shared.Form) error {
	at := base(r, r.Params("event"))
	effects := []string{r.L.T("event.step.cancel.effect_public"), r.L.T("event.step.cancel.effect_final")}
	return p.ask(r, err, inviteviews.TellingPage{Action: at + "/steps/" + string(event.ToCancel), Form: form, Back: at, Effects: effects})
}

// TakeStep takes it.
func (p *Pages) TakeStep(r *page.Request) error {
	step := event.Step(r.Params("step"))
	take := p.use(step)
	if take == nil {
		return fault.Missing()
	}
	form := r.Form()
	ctx := r.Context()
	if step == event.ToCancel {
		ctx = p.confirmed(r, form)
	}
	_, err := take(ctx, r.Actor, r.Params("event"))
	var unconfirmed *invite.Unconfirmed
	if errors.As(err, &unconfirmed) {
		return p.askCancel(r, err, form)
	}
	if fault.Is(err, fault.Conflict) || fault.Is(err, fault.Invalid) {
		return p.askStep(r, err)
	}
	if err != nil {
		return err
	}
	next, err := p.after(r, step)
	if err != nil {
		return err
	}
	return r.SeeOther(next, "event.flash."+string(step))
}

// after is where a step leads: a published event that nobody is asked to yet to the choice of people, a cancelled one with
// open deadlines to these, else to the event.
func (p *Pages) after(r *page.Request, step event.Step) (string, error) {
	e, err := p.events.Find(r.Context(), r.Actor, r.Params("event"))
	if err != nil {
		return "", err
	}
	if step != event.ToPublish {
		return p.settled(r, e.ID, base(r, e.ID))
	}
	people, err := p.reached(r, e)
	if people > 0 {
		return base(r, e.ID), err
	}
	return base(r, e.ID) + "/invitations/new", err
}

// use returns the use case of a step, nil when there is none.
func (p *Pages) use(step event.Step) func(context.Context, account.Actor, string) (event.Event, error) {
	switch step {
	case event.ToPublish:
		return p.events.Publish
	case event.ToMarkHeld:
		return p.events.MarkHeld
	case event.ToClose:
		return p.events.Close
	case event.ToCancel:
		return p.events.Cancel
	}
	return nil
}

// askStep shows what the step of the address does, and why it was refused when it was.
func (p *Pages) askStep(r *page.Request, problem error) error {
	e, err := p.events.Find(r.Context(), r.Actor, r.Params("event"))
	if err != nil {
		return err
	}
	if !event.MayRun(r.Actor) {
		return fault.Denied()
	}
	step := event.Step(r.Params("step"))
	if p.use(step) == nil {
		return fault.Missing()
	}
	if problem == nil && !slices.Contains(e.State.Steps(), step) {
		return r.SeeOther(base(r, e.ID), "")
	}
	effects, err := p.effects(r, e, step)
	if err != nil {
		return err
	}
	key := "event.step." + string(step)
	ask := eventviews.ConfirmPage{
		Page: r.Page(key + ".action"), About: e.Title, Gentle: step == event.ToPublish || step == event.ToMarkHeld,
		Ask: shared.Confirmation{
			Title: r.L.T(key + ".title"), Effects: effects, Action: base(r, e.ID) + "/steps/" + string(step),
			Button: r.L.T(key + ".action"), Cancel: base(r, e.ID),
		},
	}
	ask.Ask.CSRF, ask.Breadcrumb, ask.Of = ask.CSRF, crumbs(r, crumbOf(r, e)), e.Title
	if problem == nil {
		return r.Render(eventviews.Confirm(ask))
	}
	ask.Problem = said(r, problem)
	return r.Invalid(eventviews.Confirm(ask))
}

// effects lists what a step will do, one sentence each.
func (p *Pages) effects(r *page.Request, e event.Event, step event.Step) ([]string, error) {
	t := r.L.T
	switch step {
	case event.ToPublish:
		return publishEffects(r, e), nil
	case event.ToMarkHeld:
		return []string{t("event.step.hold.effect_closed"), t("event.step.hold.effect_results")}, nil
	case event.ToClose:
		return []string{t("event.step.close.effect_fixed"), t("event.step.close.effect_public")}, nil
	}
	people, err := p.reached(r, e)
	effects := []string{t("event.step.cancel.effect_nobody")}
	if people > 0 {
		effects = []string{r.L.N("event.step.cancel.effect_mail", people)}
	}
	return append(effects, t("event.step.cancel.effect_public"), t("event.step.cancel.effect_final")), err
}

func publishEffects(r *page.Request, e event.Event) []string {
	if !e.Kind.Public() {
		return []string{r.L.T("event.step.publish.effect_invite")}
	}
	effects := []string{r.L.T("event.step.publish.effect_public", r.Site().BaseURL+"/v/"+e.Slug)}
	e.State = event.Published
	switch e.RegistrationAt(r.Now()) {
	case event.RegistrationEarly:
		effects = append(effects, r.L.T("event.step.publish.effect_early", eventviews.Day(r.L, e.RegistrationFrom)))
	case event.RegistrationOpen:
		effects = append(effects, r.L.T("event.step.publish.effect_open"))
	default:
		effects = append(effects, r.L.T("event.step.publish.effect_closed"))
	}
	return append(effects, r.L.T("event.step.publish.effect_slug"))
}

// reached counts the people who have the event in their calendars.
func (p *Pages) reached(r *page.Request, e event.Event) (int, error) {
	rows, err := attendance.ListIn(r.Context(), p.db.Read(), e.ID)
	people := 0
	for _, row := range rows {
		if row.Place != attendance.Withdrawn {
			people++
		}
	}
	return people, err
}
