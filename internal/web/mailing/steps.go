package mailingweb

import (
	"context"
	"strconv"

	"rundertisch/internal/account"
	"rundertisch/internal/fault"
	"rundertisch/internal/mailing"
	"rundertisch/internal/web/page"
	mailingviews "rundertisch/views/mailing"
	"rundertisch/views/shared"
)

// Edit shows the form of a draft.
func (p *Pages) Edit(r *page.Request) error { return p.desk(r, Desk.EditDraft) }

// Save stores a draft.
func (p *Pages) Save(r *page.Request) error { return p.desk(r, Desk.SaveDraft) }

// desk lets the handlers of the mailing's kind answer.
func (p *Pages) desk(r *page.Request, answer func(Desk, *page.Request, mailing.Mailing) error) error {
	found, err := p.mailings.Find(r.Context(), r.Actor, r.Params("mailing"))
	if err != nil {
		return err
	}
	desk := p.desks[found.Kind]
	switch {
	case desk == nil:
		return fault.Missing()
	case found.State() != mailing.Draft:
		return fault.New(fault.Conflict, "mailing.no_draft")
	}
	return answer(desk, r, found.Mailing)
}

// step takes one step with the mailing and shows its page again.
func (p *Pages) step(r *page.Request, flash string, do func(ctx context.Context, a account.Actor, mailingID string) error) error {
	if err := do(r.Context(), r.Actor, r.Params("mailing")); err != nil {
		return err
	}
	return r.SeeOther(at(r), flash)
}

// Send lets the mailing go out at once.
func (p *Pages) Send(r *page.Request) error {
	return p.step(r, "mailing.flash.sent", func(ctx context.Context, a account.Actor, mailingID string) error {
		return p.mailings.Send(ctx, a, mailingID, looked(r))
	})
}

// looked is the version of the mailing that was on the page: what goes out is what was looked at.
func looked(r *page.Request) int64 {
	version, _ := strconv.ParseInt(r.Form().Value("version"), 10, 64)
	return version
}

// Schedule lets the mailing go out at a chosen time.
func (p *Pages) Schedule(r *page.Request) error {
	form := r.Form()
	form.Labels = timeLabels
	err := p.mailings.Schedule(r.Context(), r.Actor, r.Params("mailing"), looked(r), mailing.Time{Day: form.Value("day"), Clock: form.Value("clock")})
	if !fault.Is(err, fault.Invalid) {
		return p.step(r, "mailing.flash.scheduled", func(context.Context, account.Actor, string) error { return err })
	}
	found, findErr := p.mailings.Find(r.Context(), r.Actor, r.Params("mailing"))
	if findErr != nil {
		return findErr
	}
	form.Err = err
	return p.review(r, found, r.Invalid, form)
}

// Recall makes a scheduled mailing a draft again.
func (p *Pages) Recall(r *page.Request) error {
	return p.step(r, "mailing.flash.recalled", p.mailings.Recall)
}

// Pause stops the mailing until Resume.
func (p *Pages) Pause(r *page.Request) error {
	return p.step(r, "mailing.flash.paused", p.mailings.Pause)
}

// Resume lets a paused mailing go on.
func (p *Pages) Resume(r *page.Request) error {
	return p.step(r, "mailing.flash.resumed", p.mailings.Resume)
}

// AbortForm says what calling the mailing off does.
func (p *Pages) AbortForm(r *page.Request) error {
	found, err := p.mailings.Find(r.Context(), r.Actor, r.Params("mailing"))
	if err != nil {
		return err
	}
	if state := found.State(); state != mailing.Sending && state != mailing.Paused && state != mailing.Scheduled {
		return fault.New(fault.Conflict, "mailing.not_sending")
	}
	base, err := p.base(r, found)
	if err != nil {
		return err
	}
	base.Title = r.L.T("mailing.abort")
	open := found.Open()
	return r.Render(mailingviews.Abort(mailingviews.AbortPage{Base: base, Ask: shared.Confirmation{
		Title: r.L.T("mailing.abort.ask"), CSRF: base.CSRF, Action: at(r) + "/abort",
		Effects: []string{
			r.L.N("mailing.abort.open", open, r.L.Number(open)), r.L.N("mailing.abort.sent", found.Sent(), r.L.Number(found.Sent())),
			r.L.T("mailing.abort.again"),
		},
		Button: r.L.T("mailing.abort.button"), Cancel: at(r),
	}}))
}

// Abort calls the mailing off.
func (p *Pages) Abort(r *page.Request) error {
	return p.step(r, "mailing.flash.aborted", p.mailings.Abort)
}

// Retry tries a failed mail again, or all of them.
func (p *Pages) Retry(r *page.Request) error {
	var ids []string
	if chosen := r.Form().Value("mail"); chosen != "" {
		ids = []string{chosen}
	}
	n, err := p.mailings.Retry(r.Context(), r.Actor, r.Params("mailing"), ids)
	if err != nil {
		return err
	}
	if n == 0 {
		return r.SeeOther(at(r), "mail.flash.superseded")
	}
	return r.SeeOther(at(r), "mail.flash.retried")
}

// Test sends the mail of the first receiver to the person who asks for it.
func (p *Pages) Test(r *page.Request) error {
	as := mailing.Test{Subject: r.L.T("mailing.test.subject"), Note: r.L.T("mailing.test.note")}
	return p.step(r, "mailing.flash.tested", func(ctx context.Context, a account.Actor, mailingID string) error {
		return p.mailings.SendTest(ctx, a, mailingID, as)
	})
}

// Remove puts a draft into the bin.
func (p *Pages) Remove(r *page.Request) error {
	entry, err := p.mailings.Remove(r.Context(), r.Actor, r.Params("mailing"))
	if err != nil {
		return err
	}
	return r.Deleted(r.Path("mailings"), "mailing.flash.removed", entry.ID)
}
