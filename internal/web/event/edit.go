package eventweb

import (
	"strconv"

	"rundertisch/internal/date"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/web/page"
	eventviews "rundertisch/views/event"
	"rundertisch/views/shared"
)

const labels = "event.field."

// New asks for a new event.
func (p *Pages) New(r *page.Request) error {
	if !event.MayRun(r.Actor) {
		return fault.Denied()
	}
	form := shared.Fill(map[string]string{"kind": string(event.Symposium)})
	return r.Render(eventviews.Form(p.newPage(r, form)))
}

func (p *Pages) newPage(r *page.Request, form shared.Form) eventviews.FormPage {
	form.Labels = labels
	f := eventviews.FormPage{
		Page: r.Page("event.new"), Form: form, Action: r.Path("events"), Back: r.Path("events"), Draft: true,
		Zone: p.events.Zone().String(),
	}
	f.Breadcrumb, f.HasErrors = crumbs(r), form.HasErrors()
	return f
}

// Create makes a draft.
func (p *Pages) Create(r *page.Request) error {
	form := r.Form()
	e, err := p.events.Add(r.Context(), r.Actor, details(form))
	if refused(err) {
		return r.Invalid(eventviews.Form(p.newPage(r, form.Refused(form.Values, err))))
	}
	if err != nil {
		return err
	}
	return r.SeeOther(base(r, e.ID), "event.flash.created")
}

// Edit shows the event's form.
func (p *Pages) Edit(r *page.Request) error {
	e, err := p.editable(r)
	if err != nil {
		return err
	}
	return r.Render(eventviews.Form(p.editPage(r, e, filled(event.DetailsOf(e)), e.Version)))
}

// Save changes the event. When somebody else was faster, the form comes back with what is typed and what they saved.
func (p *Pages) Save(r *page.Request) error {
	form := r.Form()
	typed := version(form.Value("version"))
	e, err := p.events.Edit(r.Context(), r.Actor, r.Params("event"), typed, details(form))
	switch {
	case err == nil:
		return r.SeeOther(base(r, e.ID), "event.flash.saved")
	case !refused(err) && !fault.Is(err, fault.Conflict):
		return err
	}
	stored, findErr := p.editable(r)
	if findErr != nil {
		return findErr
	}
	f := p.editPage(r, stored, form.Refused(form.Values, err), typed)
	if stored.Version != typed && len(fault.Fields(err)) == 0 {
		f.Stored = differences(r, form, filled(event.DetailsOf(stored)))
		f.Version = strconv.FormatInt(stored.Version, 10)
	}
	return r.Invalid(eventviews.Form(f))
}

func (p *Pages) editable(r *page.Request) (event.Event, error) {
	e, err := p.events.Find(r.Context(), r.Actor, r.Params("event"))
	switch {
	case err != nil:
		return e, err
	case !event.MayRun(r.Actor):
		return e, fault.Denied()
	case !e.Editable():
		return e, fault.New(fault.Conflict, "event.not_editable")
	}
	return e, nil
}

func (p *Pages) editPage(r *page.Request, e event.Event, form shared.Form, version int64) eventviews.FormPage {
	form.Labels = labels
	f := eventviews.FormPage{
		Page: r.Page("event.edit.title"), Form: form, Action: base(r, e.ID), Back: base(r, e.ID),
		Draft: e.State == event.Draft, Zone: e.Zone, Version: strconv.FormatInt(version, 10),
	}
	f.Breadcrumb, f.Of, f.HasErrors = crumbs(r, crumbOf(r, e)), e.Title, form.HasErrors()
	return f
}

// refused reports whether the form is to be shown again with messages at its fields.
func refused(err error) bool { return fault.Is(err, fault.Invalid) || len(fault.Fields(err)) > 0 }

func details(form shared.Form) event.Details {
	return event.Details{
		Kind: event.Kind(form.Value("kind")), Title: form.Value("title"), Slug: form.Value("slug"),
		Summary: form.Value("summary"), Description: form.Value("description"),
		Day: form.Value("day"), Begin: form.Value("begin"), EndDay: form.Value("end_day"), End: form.Value("end"),
		Venue: form.Value("venue"), Address: form.Value("address"), Access: form.Value("access"),
		Capacity: form.Value("capacity"), From: form.Value("registration_from"), Until: form.Value("registration_until"),
		Contact: form.Value("contact"),
	}
}

func filled(d event.Details) shared.Form {
	return shared.Fill(map[string]string{
		"kind": string(d.Kind), "title": d.Title, "slug": d.Slug, "summary": d.Summary, "description": d.Description,
		"day": d.Day, "begin": d.Begin, "end_day": d.EndDay, "end": d.End, "venue": d.Venue, "address": d.Address,
		"access": d.Access, "capacity": d.Capacity, "registration_from": d.From, "registration_until": d.Until,
		"contact": d.Contact,
	})
}

// fieldNames lists the form's fields in their order.
func fieldNames() []string {
	return []string{
		"kind", "title", "summary", "description", "day", "begin", "end", "end_day", "venue", "address", "access", "capacity",
		"registration_from", "registration_until", "contact", "slug",
	}
}

// differences lists what is stored where it differs from what was typed.
func differences(r *page.Request, typed, stored shared.Form) []shared.Term {
	var terms []shared.Term
	for _, name := range fieldNames() {
		value := stored.Value(name)
		if _, sent := typed.Values[name]; !sent || same(typed.Value(name), value) {
			continue
		}
		switch {
		case value == "":
			value = r.L.T("event.conflict.empty")
		case name == "kind":
			value = eventviews.Kind(r.L, event.Kind(value))
		}
		terms = append(terms, shared.Term{Label: r.L.T(labels + name), Value: value})
	}
	return terms
}

// same compares values as they are meant: 25.03.2027 is 2027-03-25.
func same(a, b string) bool {
	dayA, errA := date.Parse(a)
	dayB, errB := date.Parse(b)
	return a == b || errA == nil && errB == nil && dayA == dayB
}
