package inviteweb

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"rundertisch/internal/attendance"
	"rundertisch/internal/audit"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/invite"
	"rundertisch/internal/mailing"
	"rundertisch/internal/web/page"
	inviteviews "rundertisch/views/invite"
	mailingviews "rundertisch/views/mailing"
	"rundertisch/views/shared"
)

const chooseLabels = "invite.choose.field."

// New asks whom to invite.
func (p *Pages) New(r *page.Request) error {
	e, err := p.invites.Open(r.Context(), r.Actor, r.Params("event"))
	if err != nil {
		return err
	}
	return p.ask(r, e, false)
}

// NewDate asks whom to tell the day before they are invited.
func (p *Pages) NewDate(r *page.Request) error {
	e, err := p.invites.Open(r.Context(), r.Actor, r.Params("event"))
	if err != nil {
		return err
	}
	return p.ask(r, e, true)
}

func (p *Pages) ask(r *page.Request, e event.Event, early bool) error {
	form := shared.Fill(map[string]string{"title": r.L.T(chooseTexts(early)+"title_of", e.Title)})
	form.Labels = chooseLabels
	return p.choose(r, e, form, chosen{early: early})
}

// chooseTexts are the keys of the words that differ between inviting and announcing the day.
func chooseTexts(early bool) string {
	if early {
		return "invite.save_date."
	}
	return "invite.choose."
}

// chosen is what a form is for: announcing the day or inviting, in a new draft or in the one at the address.
type chosen struct {
	early bool
	draft string
}

// choose shows the form.
func (p *Pages) choose(r *page.Request, e event.Event, form shared.Form, of chosen) error {
	groups, err := p.people.Groups(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	everybody, err := p.reachable(r)
	if err != nil {
		return err
	}
	shown := inviteviews.ChoosePage{
		Page: r.Page(chooseTexts(of.early) + "title"), Base: r.Path("events", e.ID), Lead: r.L.T(chooseTexts(of.early) + "lead"),
		Early: of.early, Draft: of.draft, Event: e, Form: form, Groups: groups, People: everybody,
	}
	shown.Breadcrumb, shown.Of = crumbs(r, e, listCrumb(r, e.ID)), e.Title
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

// Draft keeps what was chosen and leads to its review.
func (p *Pages) Draft(r *page.Request) error { return p.drafted(r, false) }

// DraftDate keeps who is to be told the day, and leads to its review.
func (p *Pages) DraftDate(r *page.Request) error { return p.drafted(r, true) }

func (p *Pages) drafted(r *page.Request, early bool) error {
	form := r.Form()
	form.Labels = chooseLabels
	order := orderOf(form)
	order.Early = early
	m, err := p.invites.Draft(r.Context(), r.Actor, r.Params("event"), order)
	if fault.Is(err, fault.Invalid) {
		e, openErr := p.invites.Open(r.Context(), r.Actor, r.Params("event"))
		if openErr != nil {
			return openErr
		}
		form.Err = err
		return p.choose(r, e, form, chosen{early: early})
	}
	if err != nil {
		return err
	}
	return r.SeeOther(r.Path("mailings", m.ID), "invite.flash.drafted")
}

// Subject names the event that a mailing invites to.
func (p *Pages) Subject(r *page.Request, m mailing.Mailing) (mailingviews.Subject, error) {
	e, err := event.FindOfIn(r.Context(), p.db.Read(), r.Actor, m.SubjectID)
	if err != nil {
		return mailingviews.Subject{}, err
	}
	return mailingviews.Subject{Title: e.Title, Href: r.Path("events", e.ID, "invitations")}, nil
}

// Leads leads to the invitations: each mail belongs to one, and who was left out may have one from before.
func (p *Pages) Leads(r *page.Request, m mailing.Mailing) (func(mailing.Row) string, error) {
	rows, err := attendance.ListIn(r.Context(), p.db.Read(), m.SubjectID)
	own := map[string]string{}
	for _, row := range rows {
		if row.Origin == attendance.Invited {
			own[row.ID], own[row.PersonID] = row.ID, row.ID
		}
	}
	return func(row mailing.Row) string {
		for _, key := range []string{row.Mail.ThreadKey, row.ReceiverID} {
			if of := own[key]; key != "" && of != "" {
				return r.Path("events", m.SubjectID, "invitations", of)
			}
		}
		return ""
	}, err
}

// EditDraft shows what was chosen.
func (p *Pages) EditDraft(r *page.Request, m mailing.Mailing) error {
	form, err := storedDraft(m)
	if err != nil {
		return err
	}
	return p.draftForm(r, m, form)
}

func (p *Pages) draftForm(r *page.Request, m mailing.Mailing, form shared.Form) error {
	e, err := event.FindOfIn(r.Context(), p.db.Read(), r.Actor, m.SubjectID)
	if err != nil {
		return err
	}
	return p.choose(r, e, form, chosen{m.Kind == invite.SaveTheDate, r.Path("mailings", m.ID)})
}

func storedDraft(m mailing.Mailing) (shared.Form, error) {
	order, err := invite.OrderOf(m)
	kinds := make([]string, len(order.Choice.Kinds))
	for i, kind := range order.Choice.Kinds {
		kinds[i] = string(kind)
	}
	form := shared.Stored(chooseLabels, m.Version, map[string]string{"title": order.Title, "text": order.Text})
	for name, values := range map[string][]string{"groups": order.Choice.GroupIDs, "kinds": kinds, "persons": order.Choice.PersonIDs} {
		form.Values[name] = values
	}
	form.Basis.Values = maps.Clone(form.Values)
	return form, err
}

// SaveDraft stores what was chosen.
func (p *Pages) SaveDraft(r *page.Request, m mailing.Mailing) error {
	back := r.Path("mailings", m.ID)
	return r.Edit(page.Edit{
		Kind: "mailing", ID: m.ID, Labels: chooseLabels, Of: m.Title, Back: back, Next: back, Flash: "invite.flash.drafted",
		About: func(e audit.Entry) bool { return strings.HasSuffix(e.Action, ".changed") },
		Stored: func() (shared.Form, error) {
			now, err := p.mailings.Find(r.Context(), r.Actor, m.ID)
			if err != nil {
				return shared.Form{}, err
			}
			return storedDraft(now.Mailing)
		},
		Save: func(form shared.Form) error {
			changed := m
			changed.Version, _ = strconv.ParseInt(form.Value("version"), 10, 64) // 0 fits no row, so the change is refused as outdated
			return p.invites.Redraft(r.Context(), r.Actor, changed, orderOf(form))
		},
		Again: func(form shared.Form) error { return p.draftForm(r, m, form) },
		Words: p.words(r),
	})
}

// words is how a choice of the form reads.
func (p *Pages) words(r *page.Request) func(name, value string) (string, bool) {
	return func(name, value string) (string, bool) {
		switch name {
		case "kinds":
			return r.L.T("directory.kind." + value), true
		case "groups":
			groups, err := p.people.Groups(r.Context(), r.Actor)
			at := slices.IndexFunc(groups, func(g directory.Group) bool { return g.ID == value })
			if err != nil || at < 0 {
				return value, true
			}
			return groups[at].Name, true
		case "persons":
			person, err := p.people.Find(r.Context(), r.Actor, value)
			if err != nil {
				return value, true
			}
			return person.ListName(), true
		}
		return "", false
	}
}

func orderOf(form shared.Form) invite.Order {
	order := invite.Order{Title: form.Value("title"), Text: form.Value("text")}
	order.Choice.GroupIDs, order.Choice.PersonIDs = form.Values["groups"], form.Values["persons"]
	for _, kind := range form.Values["kinds"] {
		order.Choice.Kinds = append(order.Choice.Kinds, directory.Kind(kind))
	}
	return order
}
