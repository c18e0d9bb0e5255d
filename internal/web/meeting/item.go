package meetingweb

import (
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"rundertisch/internal/audit"
	"rundertisch/internal/fault"
	"rundertisch/internal/meeting"
	"rundertisch/internal/web/page"
	meetingviews "rundertisch/views/meeting"
	"rundertisch/views/shared"
)

// New asks for an item of the agenda.
func (p *Pages) New(r *page.Request) error { return p.askItem(r, r.Render, "", shared.Form{}) }

func (p *Pages) askItem(r *page.Request, answer func(templ.Component) error, itemID string, form shared.Form) error {
	title := "meeting.item.new"
	if itemID != "" {
		title = "meeting.item.edit"
	}
	f, err := p.below(r, title)
	if err != nil {
		return err
	}
	if f.Detail.Locked() {
		return fault.New(fault.Conflict, "meeting.fault.locked")
	}
	form.Labels = labels
	view := meetingviews.ItemPage{Frame: f, ID: itemID, Form: form}
	view.HasErrors = form.HasErrors()
	if view.Choices, err = p.meetings.Choices(r.Context(), r.Actor, f.Event.ID); err != nil {
		return err
	}
	return answer(meetingviews.Item(view))
}

// Add puts an item at the end of the agenda.
func (p *Pages) Add(r *page.Request) error {
	form := r.Form()
	_, err := p.meetings.Add(r.Context(), r.Actor, r.Params("event"), details(form))
	if fault.Is(err, fault.Invalid) {
		return p.askItem(r, r.Invalid, "", form.Refused(form.Values, err))
	}
	return p.decided(r, err, "meeting.flash.item_added")
}

// Edit shows the form of an item.
func (p *Pages) Edit(r *page.Request) error {
	_, point, err := p.meetings.FindPoint(r.Context(), r.Actor, r.Params("event"), r.Params("point"))
	if err != nil {
		return err
	}
	return p.askItem(r, r.Render, point.ID, stored(point))
}

// Save changes an item.
func (p *Pages) Save(r *page.Request) error {
	d, point, err := p.meetings.FindPoint(r.Context(), r.Actor, r.Params("event"), r.Params("point"))
	if err != nil {
		return err
	}
	choices, err := p.meetings.Choices(r.Context(), r.Actor, d.Event.ID)
	if err != nil {
		return err
	}
	return r.Edit(page.Edit{
		Kind: "event", ID: d.Event.ID, Labels: labels, Of: point.Title, Back: base(r), Next: base(r), Flash: "meeting.flash.item_changed",
		About: func(e audit.Entry) bool { return strings.HasSuffix(e.Action, "agenda_changed") },
		Stored: func() (shared.Form, error) {
			_, point, err = p.meetings.FindPoint(r.Context(), r.Actor, d.Event.ID, point.ID)
			return stored(point), err
		},
		Save: func(form shared.Form) error {
			return p.meetings.Edit(r.Context(), r.Actor, d.Event.ID, r.Params("point"), version(form), details(form))
		},
		Again: func(form shared.Form) error { return p.askItem(r, r.Invalid, point.ID, form) },
		Words: func(name, value string) (string, bool) {
			for _, c := range choices {
				if c.ID == value && name == string(c.Kind) {
					return c.Title, true
				}
			}
			return "", false
		},
	})
}

func stored(point meeting.Point) shared.Form {
	values := map[string]string{
		"title": point.Title, "presenter": point.Presenter, "planned": "", "description": point.Description, "public": map[bool]string{true: "1"}[point.Public],
	}
	if point.Planned > 0 {
		values["planned"] = strconv.FormatInt(point.Planned, 10)
	}
	form := shared.Stored(labels, point.Version, values)
	for _, link := range point.Links {
		form.Values[string(link.Kind)] = append(form.Values[string(link.Kind)], link.ID)
		form.Basis.Values[string(link.Kind)] = append(form.Basis.Values[string(link.Kind)], link.ID)
	}
	return form
}

func details(form shared.Form) meeting.Details {
	d := meeting.Details{
		Title: form.Value("title"), Presenter: form.Value("presenter"), Planned: form.Value("planned"), Description: form.Value("description"),
		Public: form.Value("public") != "",
	}
	for _, kind := range meeting.LinkKinds() {
		for _, one := range form.Values[string(kind)] {
			d.Links = append(d.Links, meeting.Named{Kind: kind, ID: one})
		}
	}
	return d
}

func version(form shared.Form) int64 {
	n, err := strconv.ParseInt(form.Value("version"), 10, 64)
	if err != nil {
		return 0 // fits no row, so the change is refused as outdated
	}
	return n
}

// Up moves an item before the one above it.
func (p *Pages) Up(r *page.Request) error { return p.move(r, -1) }

// Down moves an item after the one below it.
func (p *Pages) Down(r *page.Request) error { return p.move(r, +1) }

func (p *Pages) move(r *page.Request, by int) error {
	return p.decided(r, p.meetings.Move(r.Context(), r.Actor, r.Params("event"), r.Params("point"), by), "")
}

// RemoveForm asks before an item is taken off.
func (p *Pages) RemoveForm(r *page.Request) error {
	_, point, err := p.meetings.FindPoint(r.Context(), r.Actor, r.Params("event"), r.Params("point"))
	if err != nil {
		return err
	}
	f, err := p.below(r, "meeting.item.remove_title")
	if err != nil {
		return err
	}
	return r.Render(meetingviews.Remove(meetingviews.RemovePage{Page: f.Page, Ask: shared.Confirmation{
		Title: point.Title, Text: r.L.T("meeting.item.remove_text"), CSRF: f.CSRF, Action: f.Base("items", point.ID, "remove"),
		Button: r.L.T("meeting.item.remove"), Cancel: base(r),
	}}))
}

// Remove takes an item off the agenda.
func (p *Pages) Remove(r *page.Request) error {
	return p.decided(r, p.meetings.Remove(r.Context(), r.Actor, r.Params("event"), r.Params("point")), "meeting.flash.item_removed")
}

// decided answers a deed of the meeting's page; what stands against it is said there.
func (p *Pages) decided(r *page.Request, err error, flash string) error {
	return p.decidedAt(r, err, "", flash)
}

// decidedAt is decided for a deed of a part of the page.
func (p *Pages) decidedAt(r *page.Request, err error, part, flash string) error {
	switch {
	case fault.Is(err, fault.Conflict):
		return p.show(r, r.Invalid, shared.Form{}, err)
	case err != nil:
		return err
	}
	return r.SeeOther(base(r)+part, flash)
}
