package inviteweb

import (
	"slices"
	"strings"

	"rundertisch/internal/attendance"
	"rundertisch/internal/fault"
	"rundertisch/internal/invite"
	"rundertisch/internal/web/page"
	inviteviews "rundertisch/views/invite"
	"rundertisch/views/shared"
)

// emptySpoken proposes what is usual: said on the telephone, now, to be confirmed by mail.
func emptySpoken(r *page.Request) shared.Form {
	source := attendance.Source(r.Query("source"))
	if !slices.Contains(attendance.Spoken(), source) {
		source = attendance.ByPhone
	}
	confirm := "1"
	if r.Query("quiet") != "" {
		confirm = ""
	}
	form := shared.Fill(map[string]string{
		"source": string(source), "day": r.Today().Format("2006-01-02"), "clock": r.Today().Format("15:04"), "confirm": confirm,
	})
	form.Labels = inviteviews.SpokenLabels
	return form
}

func spokenOf(form shared.Form) invite.Spoken {
	return invite.Spoken{
		Answer: attendance.Answer(form.Value("answer")), Source: attendance.Source(form.Value("source")),
		Day: form.Value("day"), Clock: form.Value("clock"), Comment: form.Value("comment"), Confirm: form.Value("confirm") != "",
	}
}

// Enter notes what the person said, on the person's page.
func (p *Pages) Enter(r *page.Request) error {
	form := r.Form()
	form.Labels = inviteviews.SpokenLabels
	answered, err := p.invites.Enter(r.Context(), r.Actor, r.Params("event"), r.Params("attendance"), spokenOf(form), r.Site().Zone)
	if fault.Refused(err) {
		return p.showPerson(r, form.Refused(form.Values, err))
	}
	if err != nil {
		return err
	}
	return r.SeeOther(personPath(r)+"#antworten", entered(answered))
}

func entered(answered attendance.Answered) string {
	if answered.Outcome == attendance.Superseded {
		return "invite.flash.entered_late"
	}
	return "invite.flash.entered"
}

// Spoken asks who said what, for many people in a row.
func (p *Pages) Spoken(r *page.Request) error { return p.showSpoken(r, emptySpoken(r), nil) }

func (p *Pages) showSpoken(r *page.Request, form shared.Form, several []invite.Invited) error {
	overview, err := p.invites.Overview(r.Context(), r.Actor, r.Params("event"), invite.Filter{})
	switch {
	case err != nil:
		return err
	case !mayInvite(r):
		return fault.Denied()
	case !overview.Open:
		return r.SeeOther(base(r)+"/invitations", "")
	}
	shown := inviteviews.SpokenPage{Page: r.Page("invite.spoken.title"), Base: base(r), Event: overview.Event, Form: form}
	if names := labelsOf(overview.Rows); len(names) <= offeredAtMost {
		shown.Names = names
	}
	for _, row := range several {
		shown.Several = append(shown.Several, shared.Option{Value: row.ID, Label: row.Name, Hint: joinedWords(row.Organisation, row.Email)})
	}
	if shown.Recent, err = p.heard(r); err != nil {
		return err
	}
	shown.Breadcrumb, shown.Of, shown.HasErrors = crumbs(r, overview.Event, listCrumb(r, overview.Event.ID)), overview.Event.Title, form.HasErrors()
	if form.HasErrors() {
		return r.Invalid(inviteviews.Spoken(shown))
	}
	return r.Render(inviteviews.Spoken(shown))
}

const (
	offeredAtMost = 500 // names sent along with the form
	severalShown  = 12  // people to choose from when the typed words fit several
)

// EnterSpoken notes what somebody said and asks for the next one.
func (p *Pages) EnterSpoken(r *page.Request) error {
	form := r.Form()
	form.Labels = inviteviews.SpokenLabels
	overview, err := p.invites.Overview(r.Context(), r.Actor, r.Params("event"), invite.Filter{})
	if err != nil {
		return err
	}
	meant := meantBy(overview.Rows, form.Value("who"), form.Value("person"))
	if len(meant) != 1 {
		var c fault.Checks
		switch {
		case form.Value("who") == "":
			c.Add("who", "fault.required")
		case len(meant) == 0:
			c.Add("who", "invite.spoken.nobody")
		case len(meant) > severalShown:
			c.Add("who", "invite.spoken.too_many", len(meant))
			meant = nil
		default:
			c.Add("person", "invite.spoken.several")
		}
		return p.showSpoken(r, form.Refused(form.Values, c.Err()), meant)
	}
	answered, err := p.invites.Enter(r.Context(), r.Actor, r.Params("event"), meant[0].ID, spokenOf(form), r.Site().Zone)
	if fault.Refused(err) {
		return p.showSpoken(r, form.Refused(form.Values, err), nil)
	}
	if err != nil {
		return err
	}
	return r.SeeOther(nextSpoken(r, form), entered(answered))
}

// nextSpoken is the form for the next person, with the way and the confirmation of the last.
func nextSpoken(r *page.Request, form shared.Form) string {
	path := base(r) + "/invitations/spoken?source=" + string(spokenOf(form).Source)
	if form.Value("confirm") == "" {
		path += "&quiet=1"
	}
	return path
}

// meantBy returns the invited people that the typed words fit: the one chosen among several, the one whose label they are,
// or all who have the words.
func meantBy(rows []invite.Invited, who, chosen string) []invite.Invited {
	if strings.TrimSpace(who) == "" {
		return nil
	}
	var fit []invite.Invited
	filter := invite.Filter{Words: strings.ReplaceAll(who, ",", " ")}
	for _, row := range rows {
		switch {
		case row.TakenBack:
		case label(row) == who:
			return []invite.Invited{row}
		case filter.Matches(row):
			fit = append(fit, row)
		}
	}
	if at := slices.IndexFunc(fit, func(row invite.Invited) bool { return row.ID == chosen }); at >= 0 {
		return fit[at : at+1]
	}
	return fit
}

func label(row invite.Invited) string { return joinedWords(row.Name, row.Organisation) }

func labelsOf(rows []invite.Invited) []string {
	var names []string
	for _, row := range rows {
		if !row.TakenBack {
			names = append(names, label(row))
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func joinedWords(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(part string) bool { return part == "" }), ", ")
}

const recently = 5 // answers shown below the form

// heard lists what was entered lately.
func (p *Pages) heard(r *page.Request) ([]inviteviews.Heard, error) {
	entries, err := attendance.SpokenIn(r.Context(), p.db.Read(), r.Params("event"), recently)
	if err != nil {
		return nil, err
	}
	list := make([]inviteviews.Heard, len(entries))
	for i, entry := range entries {
		person := r.Path("events", r.Params("event"), "invitations", entry.AttendanceID)
		list[i] = inviteviews.Heard{Entry: entry.AnswerEntry, Name: entry.Name, Person: person}
		if _, err := p.invites.Undoable(r.Context(), entry.AttendanceID, entry.ID); err == nil {
			list[i].UndoPath = person + "/answers/" + entry.ID + "/undo"
		}
	}
	return list, nil
}

// UndoForm says what undoing the answer does.
func (p *Pages) UndoForm(r *page.Request) error {
	e, invited, err := p.invites.Invited(r.Context(), r.Actor, r.Params("event"), r.Params("attendance"))
	if err != nil {
		return err
	}
	undoing, err := p.invites.Undoing(r.Context(), r.Actor, e.ID, invited.ID, r.Params("answer"))
	if err != nil {
		return err
	}
	shown := inviteviews.UndoPage{Page: r.Page("invite.undo.title"), About: e.Title}
	shown.Breadcrumb, shown.Of = crumbs(r, e, listCrumb(r, e.ID)), e.Title
	said := r.L.T("invite.answer." + string(undoing.Entry.Answer))
	shown.Ask = shared.Confirmation{
		Title: r.L.T("invite.undo.ask", said, invited.Name), CSRF: shown.CSRF,
		Effects: undoEffects(r, undoing), Action: personPath(r) + "/answers/" + r.Params("answer") + "/undo",
		Button: r.L.T("invite.undo.button"), Cancel: personPath(r),
	}
	return r.Render(inviteviews.Undo(shown))
}

func undoEffects(r *page.Request, u attendance.Undoing) []string {
	effects := []string{r.L.T("invite.undo.holds", r.L.T("invite.answer."+string(u.Answer)))}
	say := func(when bool, what string) {
		if when {
			effects = append(effects, r.L.T("invite.undo."+what))
		}
	}
	say(u.GivesBack, "gives_back")
	say(u.Restores && !u.Full, "restores")
	say(u.Restores && u.Full, "full")
	say(u.Workshops > 0, "workshops")
	say(u.Told, "told")
	say(!u.Told, "silent")
	return effects
}

// Undo takes the answer back.
func (p *Pages) Undo(r *page.Request) error {
	undone, err := p.invites.Undo(r.Context(), r.Actor, r.Params("event"), r.Params("attendance"), r.Params("answer"))
	if err != nil {
		return err
	}
	flash := "invite.flash.undone"
	if undone.Lost || undone.Waiting > 0 {
		flash = "invite.flash.undone_waiting"
	}
	return r.SeeOther(personPath(r)+"#antworten", flash)
}
