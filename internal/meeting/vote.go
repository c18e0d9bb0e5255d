package meeting

import (
	"context"
	"strings"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/body"
	"rundertisch/internal/database"
	"rundertisch/internal/date"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/i18n"
	"rundertisch/internal/id"
	"rundertisch/internal/mail"
)

// Reading is what the holder of a personal link reads: the minutes, and what they said to them.
type Reading struct {
	Detail
	Workspace account.Workspace
	Vote      Vote
	Who       body.Member // the holder
	Left      bool        // whoever was sent the link has no seat any more; nothing else is known then
}

const linkDays = 90 // after the last day of a round: how long its links open the minutes

// Withdrawn reports whether the minutes are written anew, so that the link opens nothing: there will be another.
func (r Reading) Withdrawn() bool { return !r.Round.Open() && !r.Approved() }

// Expired reports whether the time of the link is over.
func (r Reading) Expired(today date.Date) bool { return today > r.Round.UntilOn.AddDays(linkDays) }

// Read returns what the holder of the token reads; NotFound for an unknown one, and for that of somebody who has no seat any more, of which
// Left tells.
func (s *Service) Read(ctx context.Context, token string) (Reading, error) {
	return s.readIn(ctx, s.DB.Read(), token)
}

func (s *Service) readIn(ctx context.Context, db bun.IDB, token string) (Reading, error) {
	var read Reading
	hash := id.Hash(token)
	err := db.NewSelect().Model(&read.Vote).Where("mv.token_hash = ? OR mv.reminder_hash = ? OR mv.former_hash = ?", hash, hash, hash).Scan(ctx)
	if err != nil {
		return read, database.Fault(err)
	}
	if read.Vote.FormerHash == hash {
		return Reading{Left: true}, fault.Missing()
	}
	var round Round
	if err := db.NewSelect().Model(&round).Where("mr.id = ?", read.Vote.RoundID).Scan(ctx); err != nil {
		return read, database.Fault(err)
	}
	e, err := event.FindIn(ctx, db, round.EventID)
	if err != nil {
		return read, err
	}
	if err := db.NewSelect().Model(&read.Workspace).Where("w.id = ?", e.WorkspaceID).Scan(ctx); err != nil {
		return read, database.Fault(err)
	}
	if read.Detail, err = detailIn(ctx, db, e); err != nil {
		return read, err
	}
	read.Round = round // the one the link is for, which may be over
	if read.Who = read.Member(read.Vote); read.Who.Vacant() {
		return Reading{Left: true}, fault.Missing()
	}
	for _, v := range read.Votes { // what they said by the link of another seat holds, too
		if v.RoundID == read.Vote.RoundID && v.PersonID == read.Vote.PersonID {
			read.Vote.Answer, read.Vote.Comment, read.Vote.AnsweredAt = v.Answer, v.Comment, v.AnsweredAt
		}
	}
	return read, nil
}

// Answer notes what the holder of the token says. It may be said anew while the round lasts. When all have agreed the minutes are
// approved at once. Fields: answer, comment.
func (s *Service) Answer(ctx context.Context, token string, answer Verdict, comment string) error {
	comment = strings.TrimSpace(comment)
	var c fault.Checks
	if answer != Agreed && answer != Objected {
		c.Add("answer", "fault.choice")
	}
	if answer == Objected {
		c.Require("comment", comment)
	}
	c.MaxLen("comment", comment, maxComment)
	if err := c.Err(); err != nil {
		return err
	}
	return s.DB.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		read, err := s.readIn(ctx, tx, token)
		if err != nil {
			return err
		}
		if err := lock(ctx, tx, read.Event); err != nil {
			return err
		}
		if read, err = s.readIn(ctx, tx, token); err != nil { // as it is now that nobody else writes
			return err
		}
		if !read.Round.Open() || !Writable(read.Event) || s.today() > read.Round.UntilOn {
			return fault.New(fault.Conflict, "meeting.fault.over")
		}
		now := s.Clock.Now()
		_, err = tx.NewUpdate().Model((*Vote)(nil)).Set("answer = ?", answer).Set("comment = ?", comment).Set("answered_at = ?", now).
			Where("round_id = ? AND person_id = ?", read.Round.ID, read.Vote.PersonID).Exec(ctx)
		if err != nil {
			return database.Fault(err)
		}
		program := account.Program(read.Event.WorkspaceID, read.Event.ProjectID)
		if err := s.record(ctx, tx, program, "event.minutes_answered", read.Event.ID); err != nil {
			return err
		}
		of, err := detailIn(ctx, tx, read.Event)
		if err != nil || !of.Unanimous() {
			return err
		}
		return s.approve(ctx, tx, program, of, "")
	})
}

// Run asks those who have come to the seat of somebody who had not answered, reminds those who have not two days before a round ends, and
// approves minutes whose round is over without an objection.
func (s *Service) Run(ctx context.Context) error {
	var rounds []Round
	err := s.DB.Read().NewSelect().Model(&rounds).Where("mr.closed_at IS NULL").Order("mr.id").Scan(ctx)
	if err != nil {
		return database.Fault(err)
	}
	for _, r := range rounds {
		today := s.today()
		due := r.RemindedAt == nil && today >= r.UntilOn.AddDays(-remindDays) && today <= r.UntilOn && s.awake()
		if !due && today <= r.UntilOn {
			passed, err := s.passed(ctx, r)
			if err != nil {
				return err
			}
			if !passed {
				continue
			}
		}
		if err := s.DB.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error { return s.attend(ctx, tx, r) }); err != nil {
			return err
		}
	}
	return nil
}

// awake reports whether it is a time at which people are written to.
func (s *Service) awake() bool { return s.Clock.Now().In(s.Zone).Hour() >= remindFrom }

// passed reports whether a seat of the round may have passed on before its vote was given.
func (s *Service) passed(ctx context.Context, r Round) (bool, error) {
	if !s.awake() {
		return false, nil
	}
	passed, err := s.DB.Read().NewSelect().Model((*Vote)(nil)).Join("JOIN body_members AS bm ON bm.id = mv.member_id").
		Where("mv.round_id = ? AND mv.answer = ? AND bm.person_id <> mv.person_id AND bm.person_id <> ''", r.ID, Silent).Exists(ctx)
	return passed, database.Fault(err)
}

// askSuccessors asks those who hold the seats of people who had not answered. The former link says kindly that it is theirs no more.
func (s *Service) askSuccessors(ctx context.Context, tx bun.IDB, of Detail) error {
	for i, v := range of.Votes {
		m := of.successor(v)
		if v.Answer != Silent || m.Vacant() {
			continue
		}
		token := id.Token()
		_, err := tx.NewUpdate().Model((*Vote)(nil)).Set("person_id = ?", m.PersonID).Set("former_hash = token_hash").Set("token_hash = ?", id.Hash(token)).
			Set("reminder_hash = ''").Where("id = ?", v.ID).Exec(ctx)
		if err != nil {
			return database.Fault(err)
		}
		of.Votes[i].PersonID = m.PersonID
		if err := s.ask(ctx, tx, of, m, v, token, "minutes_approval"); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) attend(ctx context.Context, tx bun.IDB, r Round) error {
	e, err := event.FindIn(ctx, tx, r.EventID)
	if err != nil {
		return err
	}
	if err := lock(ctx, tx, e); err != nil {
		return err
	}
	if !Writable(e) {
		return s.callOff(ctx, tx, e)
	}
	of, err := detailIn(ctx, tx, e)
	if err != nil || of.Round.ID != r.ID || !of.Round.Open() {
		return err
	}
	if s.today() > r.UntilOn {
		if len(of.Objections()) > 0 {
			return nil // staff settle them
		}
		return s.approve(ctx, tx, account.Program(e.WorkspaceID, e.ProjectID), of, "")
	}
	if err := s.askSuccessors(ctx, tx, of); err != nil {
		return err
	}
	if of.Round.RemindedAt != nil || s.today() < r.UntilOn.AddDays(-remindDays) {
		return nil
	}
	return s.remind(ctx, tx, of)
}

// remind writes once more to those who have not answered.
func (s *Service) remind(ctx context.Context, tx bun.IDB, of Detail) error {
	for _, v := range of.Votes {
		m := of.Member(v)
		if v.Answer != Silent || m.Email == "" {
			continue
		}
		token := id.Token()
		if _, err := tx.NewUpdate().Model((*Vote)(nil)).Set("reminder_hash = ?", id.Hash(token)).Where("id = ?", v.ID).Exec(ctx); err != nil {
			return database.Fault(err)
		}
		if err := s.ask(ctx, tx, of, m, v, token, "minutes_reminder"); err != nil {
			return err
		}
	}
	_, err := tx.NewUpdate().Model((*Round)(nil)).Set("reminded_at = ?", s.Clock.Now()).Where("id = ?", of.Round.ID).Exec(ctx)
	return database.Fault(err)
}

// ask writes to a member with the personal link.
func (s *Service) ask(ctx context.Context, tx bun.IDB, of Detail, m body.Member, v Vote, token, kind string) error {
	var w account.Workspace
	if err := tx.NewSelect().Model(&w).Where("w.id = ?", of.Event.WorkspaceID).Scan(ctx); err != nil {
		return database.Fault(err)
	}
	wording, err := s.Texts.For(ctx, tx, mail.Scope{WorkspaceID: of.Event.WorkspaceID, ProjectID: of.Event.ProjectID})
	if err != nil {
		return err
	}
	from, lang := s.Outbox.From(), i18n.Lang(m.Lang)
	l := s.Catalogue.Locale(lang, s.Zone)
	said, err := wording.Render(lang, kind, mail.Fields{
		"receiver_name": m.Name, "event_title": of.Event.Title, "event_when": l.LongDay(of.Event.StartsAt.In(of.Event.Location())),
		"answer_by": l.LongDay(of.Round.UntilOn.Time()), "action_url": i18n.InLanguage(s.BaseURL+"/protokoll/"+token, lang),
		"organisation": w.Name, "sender_name": from.Name, "sender_email": from.Address, "funding_notice": w.FundingNotice, "imprint": w.Imprint,
	})
	if err != nil {
		return err
	}
	return s.Outbox.QueueIn(ctx, tx, mail.Message{
		ID: id.New(), WorkspaceID: of.Event.WorkspaceID, ProjectID: of.Event.ProjectID, Kind: kind, ThreadKey: v.ID,
		ToName: m.Name, ToEmail: m.Email, Subject: said.Subject, Text: said.Text, HTML: said.HTML,
	})
}
