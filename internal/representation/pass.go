package representation

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/i18n"
	"rundertisch/internal/id"
	"rundertisch/internal/mail"
)

// OpenPass opens a link by which one other person may take over, and returns its token, of which only the hash is stored. An
// earlier link of the attendance stops working.
func (s *Service) OpenPass(ctx context.Context, attendanceID, token string) (string, error) {
	secret := id.Token()
	err := s.change(ctx, func(ctx context.Context, tx bun.IDB) error {
		row, err := s.holder(ctx, tx, attendanceID, token)
		if err != nil {
			return err
		}
		st, err := s.standingIn(ctx, tx, row)
		if err != nil {
			return err
		}
		made, err := tx.NewSelect().Model((*Pass)(nil)).Where("ps.attendance_id = ?", row.ID).Count(ctx)
		switch {
		case err != nil:
			return database.Fault(err)
		case !st.Passable:
			return fault.New(fault.Conflict, "representation.not_passable")
		case made >= maxPasses:
			return fault.New(fault.Conflict, "representation.too_many_links")
		}
		now := s.clock.Now()
		if err := closePasses(ctx, tx, row.ID, wasReplaced, now); err != nil {
			return err
		}
		p := Pass{
			ID: id.New(), WorkspaceID: row.WorkspaceID, ProjectID: row.ProjectID, EventID: row.EventID, AttendanceID: row.ID,
			TokenHash: id.Hash(secret), MadeAt: now, ExpiresAt: now.Add(passLife),
		}
		if p.ExpiresAt.After(st.Event.StartsAt) {
			p.ExpiresAt = st.Event.StartsAt
		}
		if _, err := tx.NewInsert().Model(&p).Exec(ctx); err != nil {
			return database.Fault(err)
		}
		return s.trail(ctx, tx, account.Actor{}, "representation.link_opened", row, map[string]any{})
	})
	return secret, err
}

// ClosePass makes the link stop working.
func (s *Service) ClosePass(ctx context.Context, attendanceID, token string) error {
	return s.change(ctx, func(ctx context.Context, tx bun.IDB) error {
		row, err := s.holder(ctx, tx, attendanceID, token)
		if err != nil {
			return err
		}
		if err := closePasses(ctx, tx, row.ID, wasRevoked, s.clock.Now()); err != nil {
			return err
		}
		return s.trail(ctx, tx, account.Actor{}, "representation.link_closed", row, map[string]any{})
	})
}

// Offer is what a link offers: to come to the event instead of somebody.
type Offer struct {
	Event      event.Event
	Attendance attendance.Attendance // of who passes the invitation on
	Workspace  account.Workspace
	Name       string // of who has claimed it, when a claim is looked at
}

// Offer returns what the link offers; NotFound when it was used, closed or has expired, and when the invitation itself
// does not hold any more.
func (s *Service) Offer(ctx context.Context, token string) (Offer, error) {
	p, err := findPass(ctx, s.db.Read(), token, s.clock.Now())
	if err != nil {
		return Offer{}, err
	}
	return s.offerIn(ctx, s.db.Read(), p)
}

// Claimed returns what is to be confirmed by the token of a mail.
func (s *Service) Claimed(ctx context.Context, token string) (Offer, error) {
	c, p, err := findClaim(ctx, s.db.Read(), token, s.clock.Now())
	if err != nil {
		return Offer{}, err
	}
	o, err := s.offerIn(ctx, s.db.Read(), p)
	o.Name = c.Name
	return o, err
}

func (s *Service) offerIn(ctx context.Context, db bun.IDB, p Pass) (o Offer, err error) {
	if o.Attendance, err = attendance.FindIn(ctx, db, p.AttendanceID); err != nil {
		return o, err
	}
	st, err := s.standingIn(ctx, db, o.Attendance)
	if err != nil {
		return o, err
	}
	if !st.Passable {
		return o, fault.Missing()
	}
	o.Event = st.Event
	err = db.NewSelect().Model(&o.Workspace).Where("w.id = ?", p.WorkspaceID).Scan(ctx)
	return o, database.Fault(err)
}

// Claim sends whoever wants to take over a mail with a link that confirms the address. Nothing changes before. A Conflict says
// that too many have tried with this link.
func (s *Service) Claim(ctx context.Context, token string, form Form, notice string) error {
	form, err := s.checked(form)
	if err != nil {
		return err
	}
	return s.change(ctx, func(ctx context.Context, tx bun.IDB) error {
		p, err := findPass(ctx, tx, token, s.clock.Now())
		if err != nil {
			return err
		}
		// counting belongs behind a lock: the row of the pass
		if _, err := tx.NewUpdate().Model((*Pass)(nil)).Set("closed_how = closed_how").Where("id = ?", p.ID).Exec(ctx); err != nil {
			return database.Fault(err)
		}
		tried, err := tx.NewSelect().Model((*claim)(nil)).Where("pc.pass_id = ?", p.ID).Count(ctx)
		if err != nil {
			return database.Fault(err)
		}
		if tried >= maxClaims {
			return fault.New(fault.Conflict, "representation.too_many_claims")
		}
		o, err := s.offerIn(ctx, tx, p)
		if err != nil {
			return err
		}
		if account.FoldEmail(form.Email) == o.Attendance.EmailKey && database.FoldWord(form.Name) == o.Attendance.NameKey {
			var c fault.Checks
			c.Add("email", "representation.yourself")
			return c.Err()
		}
		secret, now := id.Token(), s.clock.Now()
		c := claim{
			ID: id.New(), PassID: p.ID, Name: form.Name, Email: form.Email, Lang: form.Lang, TokenHash: id.Hash(secret),
			NoticeVersion: notice, MadeAt: now, ExpiresAt: now.Add(claimLife),
		}
		if _, err := tx.NewInsert().Model(&c).Exec(ctx); err != nil {
			return database.Fault(err)
		}
		return s.askToConfirm(ctx, tx, o, c, secret)
	})
}

func (s *Service) askToConfirm(ctx context.Context, tx bun.IDB, o Offer, c claim, secret string) error {
	wording, err := s.texts.For(ctx, tx, mail.Scope{WorkspaceID: o.Event.WorkspaceID, ProjectID: o.Event.ProjectID})
	if err != nil {
		return err
	}
	from, lang := s.mail.From(), i18n.Lang(c.Lang)
	said, err := wording.Render(lang, "pass_confirm", mail.Fields{
		"receiver_name": c.Name, "invited_by": o.Attendance.Name, "event_title": o.Event.Title,
		"action_url":   i18n.InLanguage(s.baseURL+"/vertretung/bestaetigen/"+secret, lang),
		"organisation": o.Workspace.Name, "sender_name": from.Name, "sender_email": from.Address,
		"funding_notice": o.Workspace.FundingNotice, "imprint": o.Workspace.Imprint,
	})
	if err != nil {
		return err
	}
	return s.mail.QueueIn(ctx, tx, mail.Message{
		ID: id.New(), WorkspaceID: o.Event.WorkspaceID, ProjectID: o.Event.ProjectID, Kind: "pass_confirm", ThreadKey: c.ID,
		ToName: c.Name, ToEmail: c.Email, Subject: said.Subject, Text: said.Text, HTML: said.HTML,
	})
}

// Confirm takes over for the one who has the mail, and returns the attendance with the token of a personal link for this
// browser. NotFound when the link was used by somebody else meanwhile, closed, or has expired.
func (s *Service) Confirm(ctx context.Context, token string) (attendance.Attendance, string, error) {
	var to attendance.Attendance
	var link string
	err := s.change(ctx, func(ctx context.Context, tx bun.IDB) error {
		now := s.clock.Now()
		c, p, err := findClaim(ctx, tx, token, now)
		if err != nil {
			return err
		}
		used, err := database.Changed(tx.NewUpdate().Model((*claim)(nil)).Set("confirmed_at = ?", now).
			Where("id = ? AND confirmed_at IS NULL", c.ID).Exec(ctx))
		if err == nil && !used {
			err = fault.Missing()
		}
		if err != nil {
			return err
		}
		row, err := attendance.FindIn(ctx, tx, p.AttendanceID)
		if err != nil {
			return err
		}
		form := Form{Name: c.Name, Email: c.Email, Lang: c.Lang}
		if to, err = s.makeIn(ctx, tx, account.Actor{}, row, form, PassedOn, attendance.Reply{Answer: attendance.Accepted, Source: attendance.ByWeb}); err != nil {
			return err
		}
		link, err = attendance.NewLinkIn(ctx, tx, now, to.ID)
		return err
	})
	return to, link, err
}
