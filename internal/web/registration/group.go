package registrationweb

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"rundertisch/internal/attendance"
	"rundertisch/internal/fault"
	ask "rundertisch/internal/form"
	"rundertisch/internal/registration"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	eventviews "rundertisch/views/event"
	formviews "rundertisch/views/form"
	registrationviews "rundertisch/views/registration"
	"rundertisch/views/shared"
)

// AskComplete shows somebody who was registered by another person what only they can say.
func (p *Pages) AskComplete(r *page.Request) error {
	v, err := p.visit(r)
	if err != nil {
		return p.orLost(r, err)
	}
	if !v.Incomplete() {
		return r.SeeOther(selfPath(v.Attendance.ID), "")
	}
	form := storedAnswers(v.Own)
	for name, values := range storedNeeds(v.Own.Needs).Values {
		form.Values[name] = values
	}
	for name, value := range map[string]string{"organisation": v.Attendance.Organisation, "remark": v.Attendance.Remark, "lang": v.Attendance.Lang} {
		form.Values[name] = []string{value}
	}
	return p.showComplete(r, fiber.StatusOK, v, form)
}

func (p *Pages) showComplete(r *page.Request, status int, v registration.Visit, form shared.Form) error {
	form = formviews.Named(form, v.Own.Fields)
	form.Labels, form.Anchor = registrationviews.Labels, ownAnchor
	c := registrationviews.CompletePage{Page: r.Page("registration.complete.title"), Visit: v, Base: selfPath(v.Attendance.ID)}
	c.Block = registrationviews.Block{
		L: r.L, Workspace: r.Workspace, Privacy: views.PathPrivacy, Needs: v.Event.AsksNeeds, Photos: v.Event.TakesPhotos, Lists: v.Event.ShowsGuests(r.Now()),
		Notice: ask.NoticeNow(v.Event, v.Own.Fields), Fields: v.Own.Fields, Groups: true,
	}
	form.Order = c.Block.Names()
	c.Form, c.Of, c.HasErrors = form, v.Event.Title, form.HasErrors()
	c.Typing = views.Typing{Form: ownAnchor, Action: c.Base + "/ergaenzen"}
	return r.RenderStatus(status, registrationviews.Complete(c))
}

// Complete takes it.
func (p *Pages) Complete(r *page.Request) error {
	retold, form := r.Retold(), r.Form()
	if retold {
		v, err := p.visit(r)
		if err != nil {
			return p.orLost(r, err)
		}
		form.Values["lang"] = []string{string(r.L.Lang())}
		return p.showComplete(r, fiber.StatusOK, v, form)
	}
	err := withUploads(r, func(uploads ask.Uploads) error {
		entered := typed(form, nil)
		entered.Files = uploads
		return p.registrations.Complete(r.Context(), r.Params("attendance"), r.PathCookie(linkCookie), entered)
	})
	if fault.Refused(err) {
		v, missing := p.visit(r)
		if missing != nil {
			return p.orLost(r, missing)
		}
		return p.showComplete(r, fiber.StatusUnprocessableEntity, v, form.Refused(form.Values, err))
	}
	if err != nil {
		return p.orLost(r, err)
	}
	return r.SeeOther(selfPath(r.Params("attendance")), "registration.flash.completed")
}

// TakeOffer takes the places that are held for the holder's group.
func (p *Pages) TakeOffer(r *page.Request) error {
	err := p.registrations.TakeOffer(r.Context(), r.Params("attendance"), r.PathCookie(linkCookie))
	return p.actedForGroup(r, err, "registration.flash.group_accepted")
}

// actedForGroup leads back to the page of the group's contact, with the reason when it was refused.
func (p *Pages) actedForGroup(r *page.Request, err error, flash string) error {
	if fault.Refused(err) {
		return p.refuseSelf(r, shared.Form{}, err)
	}
	if err != nil {
		return p.orLost(r, err)
	}
	return r.SeeOther(selfPath(r.Params("attendance")), flash)
}

// Member shows the contact of a group what can be done about one of its people.
func (p *Pages) Member(r *page.Request) error {
	return p.showMember(r, fiber.StatusOK, shared.Form{})
}

func (p *Pages) showMember(r *page.Request, status int, form shared.Form) error {
	v, err := p.visit(r)
	if err != nil {
		return p.orLost(r, err)
	}
	member, err := v.Companion(r.Params("member"))
	if err != nil {
		return err
	}
	form.Labels, form.Anchor = registrationviews.Labels, ownAnchor
	m := registrationviews.MemberPage{Page: r.Titled(member.Name), Visit: v, Member: member, Base: selfPath(v.Attendance.ID), Form: form}
	effect := "registration.group.cancel_effect.wait"
	if member.Place == attendance.Confirmed || member.OfferedUntil != nil {
		effect = "registration.group.cancel_effect.place"
	}
	m.Ask = shared.Confirmation{
		Title: r.L.T("registration.group.cancel_question", member.Name), CSRF: m.CSRF,
		Effects: []string{r.L.T(effect), r.L.T("registration.group.cancel_effect.mail", member.Name)},
		Action:  m.Base + "/gruppe/" + member.ID + "/abmelden", Button: r.L.T("registration.group.cancel"), Cancel: m.Base,
	}
	m.Of, m.HasErrors = v.Event.Title, form.HasErrors()
	m.Typing = views.Typing{Form: ownAnchor, Action: m.Base + "/gruppe/" + member.ID + "/ersetzen"}
	return r.RenderStatus(status, registrationviews.Member(m))
}

// RemindMember sends the member the mail with the personal link again.
func (p *Pages) RemindMember(r *page.Request) error {
	return p.aboutMember(r, "registration.flash.group_reminded", p.registrations.Remind)
}

// CancelMember gives the member's place back.
func (p *Pages) CancelMember(r *page.Request) error {
	return p.aboutMember(r, "registration.flash.group_cancelled", func(ctx context.Context, contactID, token, memberID string) error {
		return p.registrations.CancelMembers(ctx, contactID, token, memberID)
	})
}

// ReplaceMember lets somebody else come instead of the member.
func (p *Pages) ReplaceMember(r *page.Request) error {
	if r.Retold() {
		if form := r.Form(); !untouched(form) {
			return p.showMember(r, fiber.StatusOK, form)
		}
		return r.SeeOther(selfPath(r.Params("attendance"))+"/gruppe/"+r.Params("member"), "")
	}
	return p.aboutMember(r, "registration.flash.group_replaced", func(ctx context.Context, contactID, token, memberID string) error {
		form := r.Form()
		return p.registrations.Replace(ctx, contactID, token, memberID, registration.Member{Name: form.Value("name"), Email: form.Value("email")})
	})
}

// aboutMember does something about a member of the holder's group; what is refused is told on the member's page.
func (p *Pages) aboutMember(r *page.Request, flash string, do func(ctx context.Context, contactID, token, memberID string) error) error {
	err := do(r.Context(), r.Params("attendance"), r.PathCookie(linkCookie), r.Params("member"))
	if fault.Refused(err) {
		form := r.Form()
		return p.showMember(r, fiber.StatusUnprocessableEntity, form.Refused(form.Values, err))
	}
	return p.actedForGroup(r, err, flash)
}

const addAnchor = "weitere"

// AskMembers asks the contact of a group who comes along besides.
func (p *Pages) AskMembers(r *page.Request) error {
	v, err := p.visit(r)
	if err != nil {
		return p.orLost(r, err)
	}
	if v.More == 0 {
		return r.SeeOther(selfPath(v.Attendance.ID), "")
	}
	return p.showMembers(r, fiber.StatusOK, v, shared.Form{})
}

func (p *Pages) showMembers(r *page.Request, status int, v registration.Visit, form shared.Form) error {
	came := v.Attending()
	form = registrationviews.NamedMembers(r.L, formviews.Named(form, nil), v.More, came)
	form.Labels, form.Anchor = registrationviews.Labels, addAnchor
	rows := registrationviews.Rows(form, v.More)
	a := registrationviews.AddPage{
		Page: r.Page("registration.group.add_title"), Visit: v, Base: selfPath(v.Attendance.ID), Seats: eventviews.Places(v.Seats[v.Event.ID]),
		Rule: registrationviews.Rule(r.L, v.Event, false), Block: registrationviews.Block{L: r.L, Form: form, Members: rows, Came: came},
	}
	a.Block.Form.Order = a.Block.MemberNames()
	a.Of, a.HasErrors, a.Typing = v.Event.Title, form.HasErrors(), views.Typing{Form: addAnchor, Action: a.Base + "/gruppe-erweitern"}
	return r.RenderStatus(status, registrationviews.AddMembers(a))
}

// AddMembers registers them.
func (p *Pages) AddMembers(r *page.Request) error {
	retold, form := r.Retold(), r.Form()
	if retold {
		if untouched(form) {
			return r.SeeOther(selfPath(r.Params("attendance"))+"/gruppe-erweitern", "")
		}
		return p.reshowMembers(r, fiber.StatusOK, form)
	}
	err := p.registrations.AddMembers(r.Context(), r.Params("attendance"), r.PathCookie(linkCookie), members(form))
	if fault.Refused(err) {
		return p.reshowMembers(r, fiber.StatusUnprocessableEntity, form.Refused(form.Values, err))
	}
	return p.actedForGroup(r, err, "registration.flash.group_added")
}

func (p *Pages) reshowMembers(r *page.Request, status int, form shared.Form) error {
	v, err := p.visit(r)
	if err != nil {
		return p.orLost(r, err)
	}
	return p.showMembers(r, status, v, form)
}

// AskCancelGroup says what taking the whole group off does.
func (p *Pages) AskCancelGroup(r *page.Request) error {
	v, err := p.visit(r)
	if err != nil {
		return p.orLost(r, err)
	}
	if !v.Manages() || v.Attending() == 0 {
		return r.SeeOther(selfPath(v.Attendance.ID), "")
	}
	w := registrationviews.WithdrawPage{Page: r.Page("registration.group.all_title"), Title: v.Event.Title}
	w.Of = v.Event.Title
	w.Confirmation = shared.Confirmation{
		Title: r.L.T("registration.group.all_question"), CSRF: w.CSRF, Action: selfPath(v.Attendance.ID) + "/gruppe-abmelden",
		Effects: []string{
			r.L.T("registration.group.all_effect.people", registrationviews.AttendingNames(v)), r.L.T("registration.group.all_effect.place"),
			r.L.T("registration.group.all_effect.mail"),
		},
		Button: r.L.T("registration.group.all"), Cancel: selfPath(v.Attendance.ID),
	}
	return r.Render(registrationviews.Withdraw(w))
}

// CancelGroup gives all places of the group back.
func (p *Pages) CancelGroup(r *page.Request) error {
	err := p.registrations.CancelMembers(r.Context(), r.Params("attendance"), r.PathCookie(linkCookie))
	return p.actedForGroup(r, err, "registration.flash.group_cancelled")
}
