package meetingweb

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"rundertisch/internal/audit"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
	"rundertisch/internal/meeting"
	"rundertisch/internal/web/page"
	meetingviews "rundertisch/views/meeting"
	"rundertisch/views/shared"
)

// EditMinutes shows the form of an item's minutes.
func (p *Pages) EditMinutes(r *page.Request) error {
	_, point, err := p.meetings.FindPoint(r.Context(), r.Actor, r.Params("event"), r.Params("point"))
	if err != nil {
		return err
	}
	return p.askMinutes(r, r.Render, point, written(point))
}

// written is the form of the minutes. Its version counts from 1, so that it is one also before anything was written.
func written(point meeting.Point) shared.Form {
	values := map[string]string{"minutes": point.Minutes, "motion": point.Motion, "yes": "", "no": "", "abstained": ""}
	if point.Counted {
		for name, n := range map[string]int64{"yes": point.Yes, "no": point.No, "abstained": point.Abstained} {
			values[name] = strconv.FormatInt(n, 10)
		}
	}
	return shared.Stored(labels, point.MinutesRevision+1, values)
}

func (p *Pages) askMinutes(r *page.Request, answer func(templ.Component) error, point meeting.Point, form shared.Form) error {
	f, err := p.below(r, "meeting.minutes.write")
	switch {
	case err != nil:
		return err
	case f.Detail.Locked():
		return fault.New(fault.Conflict, "meeting.fault.locked")
	case !meeting.Minutable(f.Event):
		return fault.New(fault.Conflict, "meeting.fault.draft")
	}
	f.HasErrors = form.HasErrors()
	view := meetingviews.MinutesPage{Frame: f, Point: point, Form: form, Sitting: cmp.Or(form.Value("sitting"), id.New()), Turn: cmp.Or(form.Value("turn"), "0")}
	return answer(meetingviews.Minutes(view))
}

// Write stores the minutes of an item.
func (p *Pages) Write(r *page.Request) error {
	d, point, err := p.meetings.FindPoint(r.Context(), r.Actor, r.Params("event"), r.Params("point"))
	if err != nil {
		return err
	}
	back := base(r) + "#top-" + point.ID
	return r.Edit(page.Edit{
		Kind: "event", ID: d.Event.ID, Labels: labels, Of: point.Title, Back: back, Next: back, Flash: "meeting.flash.minutes",
		About: func(e audit.Entry) bool { return strings.HasSuffix(e.Action, "minutes_written") },
		Stored: func() (shared.Form, error) {
			_, point, err = p.meetings.FindPoint(r.Context(), r.Actor, d.Event.ID, point.ID)
			return written(point), err
		},
		Save: func(form shared.Form) error {
			_, err := p.meetings.Keep(r.Context(), r.Actor, d.Event.ID, r.Params("point"), draft(form))
			return err
		},
		Again: func(form shared.Form) error { return p.askMinutes(r, r.Invalid, point, form) },
	})
}

// Versions lists what the minutes of an item were.
func (p *Pages) Versions(r *page.Request) error {
	_, point, versions, err := p.meetings.Versions(r.Context(), r.Actor, r.Params("event"), r.Params("point"))
	if err != nil {
		return err
	}
	f, err := p.below(r, "meeting.versions")
	if err != nil {
		return err
	}
	return r.Render(meetingviews.Versions(meetingviews.VersionsPage{Frame: f, Point: point, Versions: versions}))
}

// Note stores who was present.
func (p *Pages) Note(r *page.Request) error {
	present := map[string]meeting.Who{}
	for name, values := range r.Form().Values {
		if memberID, ok := strings.CutPrefix(name, "present_"); ok && len(values) > 0 {
			present[memberID] = meeting.Who(values[0])
		}
	}
	err := p.meetings.Note(r.Context(), r.Actor, r.Params("event"), present)
	return p.decided(r, err, "meeting.flash.presence")
}

// AddFollowup notes what somebody is to do.
func (p *Pages) AddFollowup(r *page.Request) error {
	form := r.Form()
	err := p.meetings.AddFollowup(r.Context(), r.Actor, r.Params("event"), r.Params("point"), form.Value("title"), form.Value("due_on"))
	if fault.Is(err, fault.Invalid) {
		return p.show(r, r.Invalid, shared.Form{}, fault.New(fault.Conflict, "meeting.fault.followup"))
	}
	return p.decided(r, err, "meeting.flash.followup")
}

// Take makes a task of what somebody is to do.
func (p *Pages) Take(r *page.Request) error {
	_, err := p.meetings.Take(r.Context(), r.Actor, r.Params("event"), r.Params("followup"))
	return p.decided(r, err, "meeting.flash.task")
}

// ShowAgenda puts the agenda on the public page.
func (p *Pages) ShowAgenda(r *page.Request) error {
	return p.decided(r, p.meetings.ShowAgenda(r.Context(), r.Actor, r.Params("event"), true), "meeting.flash.agenda_shown")
}

// HideAgenda takes it off.
func (p *Pages) HideAgenda(r *page.Request) error {
	return p.decided(r, p.meetings.ShowAgenda(r.Context(), r.Actor, r.Params("event"), false), "meeting.flash.agenda_hidden")
}

// OpenRound asks the members for approval.
func (p *Pages) OpenRound(r *page.Request) error {
	form := r.Form()
	return p.asked(r, form, p.meetings.OpenRound(r.Context(), r.Actor, r.Params("event"), form.Value("until_on")), "meeting.flash.round")
}

// Settle approves the minutes and says how objections were settled.
func (p *Pages) Settle(r *page.Request) error {
	form := r.Form()
	return p.asked(r, form, p.meetings.Settle(r.Context(), r.Actor, r.Params("event"), form.Value("note")), "meeting.flash.approved")
}

// asked is decided for a form with fields.
func (p *Pages) asked(r *page.Request, form shared.Form, err error, flash string) error {
	if fault.Is(err, fault.Invalid) {
		return p.show(r, r.Invalid, form.Refused(form.Values, err), nil)
	}
	return p.decided(r, err, flash)
}

// Withdraw ends the round without a result.
func (p *Pages) Withdraw(r *page.Request) error {
	return p.decided(r, p.meetings.Withdraw(r.Context(), r.Actor, r.Params("event")), "meeting.flash.withdrawn")
}

// Publish puts the public part of the minutes on the event's page.
func (p *Pages) Publish(r *page.Request) error {
	return p.decided(r, p.meetings.Publish(r.Context(), r.Actor, r.Params("event")), "meeting.flash.published")
}

// Unpublish takes it off.
func (p *Pages) Unpublish(r *page.Request) error {
	return p.decided(r, p.meetings.Unpublish(r.Context(), r.Actor, r.Params("event")), "meeting.flash.unpublished")
}

// Print shows the minutes as they are printed.
func (p *Pages) Print(r *page.Request) error {
	f, err := p.below(r, "meeting.minutes")
	if err != nil {
		return err
	}
	if r.Query("format") == "pdf" {
		return paper(r, f.Detail.Paper(r.L, r.Workspace))
	}
	return r.Render(meetingviews.Print(meetingviews.PrintPage{Frame: f}))
}
