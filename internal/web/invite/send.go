package inviteweb

import (
	"net/mail"
	"slices"

	"rundertisch/internal/directory"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
	"rundertisch/internal/invite"
	outbox "rundertisch/internal/mail"
	"rundertisch/internal/web/page"
	inviteviews "rundertisch/views/invite"
	letterviews "rundertisch/views/letter"
	"rundertisch/views/shared"
)

const chooseLabels = "invite.choose.field."

// New asks whom to invite.
func (p *Pages) New(r *page.Request) error {
	form := shared.Fill(map[string]string{"nonce": id.Token()})
	form.Labels = chooseLabels
	return p.choose(r, form)
}

// Choose shows the choice again, to change it after the preview.
func (p *Pages) Choose(r *page.Request) error {
	form := r.Form()
	form.Labels = chooseLabels
	return p.choose(r, form)
}

func (p *Pages) choose(r *page.Request, form shared.Form) error {
	overview, err := p.invites.Plan(r.Context(), r.Actor, r.Params("event"), directory.Choice{})
	if err != nil {
		return err
	}
	groups, err := p.people.Groups(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	everybody, err := p.reachable(r)
	if err != nil {
		return err
	}
	shown := inviteviews.ChoosePage{
		Page: r.Page("invite.choose.title"), Base: base(r), Event: overview.Event, Form: form, Groups: groups, People: everybody,
	}
	shown.Breadcrumb, shown.Of = crumbs(r, overview.Event, listCrumb(r)), overview.Event.Title
	shown.HasErrors = form.HasErrors()
	if form.HasErrors() {
		return r.Invalid(inviteviews.Choose(shown))
	}
	return r.Render(inviteviews.Choose(shown))
}

// reachable lists everybody in the directory who has an address.
func (p *Pages) reachable(r *page.Request) ([]directory.Person, error) {
	everybody, err := p.people.AllPersons(r.Context(), r.Actor, directory.Filter{})
	return slices.DeleteFunc(everybody, func(person directory.Person) bool { return person.Email == "" }), err
}

// Preview shows the mail as the first receiver will read it, and whom the sending reaches. It changes nothing.
func (p *Pages) Preview(r *page.Request) error {
	form := r.Form()
	form.Labels = chooseLabels
	plan, message, err := p.invites.Preview(r.Context(), r.Actor, r.Params("event"), orderOf(form))
	if fault.Is(err, fault.Invalid) {
		form.Err = err
		return p.choose(r, form)
	}
	if err != nil {
		return err
	}
	shown := inviteviews.PreviewPage{
		Page: r.Page("invite.preview.title"), Base: base(r), Plan: plan, Form: form, Held: p.invites.Held(),
	}
	if len(plan.New) > 0 {
		shown.Letter = letterviews.Show(r.L, p.read(message))
		shown.Letter.Bar.Preview = true
	}
	shown.Breadcrumb, shown.Of = crumbs(r, plan.Event, listCrumb(r)), plan.Event.Title
	return r.Render(inviteviews.Preview(shown))
}

// read is the message as its receiver would have it.
func (p *Pages) read(m outbox.Message) invite.Letter {
	from := p.mail.From()
	return invite.Letter{
		From: from, To: []mail.Address{{Name: m.ToName, Address: m.ToEmail}},
		Subject: m.Subject, Text: m.Text, HTML: m.HTML, Calendars: [][]byte{[]byte(m.Calendar)},
	}
}

// Send puts the invitations into the outbox.
func (p *Pages) Send(r *page.Request) error {
	form := r.Form()
	form.Labels = chooseLabels
	_, err := p.invites.Send(r.Context(), r.Actor, r.Params("event"), orderOf(form))
	if fault.Is(err, fault.Invalid) {
		form.Err = err
		return p.choose(r, form)
	}
	if err != nil {
		return err
	}
	return r.SeeOther(base(r)+"/invitations", "invite.flash.sent")
}

func orderOf(form shared.Form) invite.Order {
	order := invite.Order{Text: form.Value("text"), Nonce: form.Value("nonce")}
	order.Choice.GroupIDs, order.Choice.PersonIDs = form.Values["groups"], form.Values["persons"]
	for _, kind := range form.Values["kinds"] {
		order.Choice.Kinds = append(order.Choice.Kinds, directory.Kind(kind))
	}
	return order
}
