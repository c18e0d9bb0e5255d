package invite

import (
	"context"
	"encoding/base64"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/ical"
	"rundertisch/internal/id"
	"rundertisch/internal/mail"
	"rundertisch/internal/mail/proof"
)

// TooLate is the reason of an answer that came when nothing could be changed any more.
const TooLate Reason = "too_late"

// Receive takes one raw mail of the organiser's mailbox: an answer is applied, everything is kept. The same mail again
// changes nothing and returns what became of it. Mail that belongs to no event of ours is kept with the installation's
// first workspace. An error means that nothing was kept and the mail must be handed in again.
func (s *Service) Receive(ctx context.Context, raw []byte) (Incoming, error) {
	n, decided := claim(raw)
	n.ID, n.ReceivedAt = id.New(), s.clock.Now()
	n.Verdict = proof.Read(n.results, s.believed, mail.Domain(n.FromEmail)).String()
	if s.mail.Own(n.FromEmail) {
		n.State, n.Reason, decided = Ignored, OwnMail, true // whatever it says: two programs that answer each other would never end
	}
	n.Raw = base64.StdEncoding.EncodeToString(raw[:min(len(raw), MaxLetter)])
	err := s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		known, err := findMail(ctx, tx, n.MailKey)
		if err != nil || known.ID != "" {
			n = known
			return err
		}
		if err := s.place(ctx, tx, &n, decided); err != nil {
			return err
		}
		if _, err = tx.NewInsert().Model(&n).Exec(ctx); err != nil {
			return database.Fault(err)
		}
		return n.keepProposal(ctx, tx)
	})
	if err == nil {
		s.mail.Wake()
	}
	return n, err
}

// place finds out what becomes of the mail, and with whom it is kept.
func (s *Service) place(ctx context.Context, tx bun.IDB, n *Incoming, decided bool) error {
	if n.Reason == Undelivered {
		if err := s.returned(ctx, tx, n); err != nil {
			return err
		}
	}
	if !decided {
		if err := s.match(ctx, tx, n); err != nil {
			return err
		}
	}
	if err := s.belong(ctx, tx, n); err != nil {
		return err
	}
	if err := s.crowd(ctx, tx, n); err != nil {
		return err
	}
	if err := s.forget(ctx, tx, n); err != nil {
		return err
	}
	return giveWorkspace(ctx, tx, n)
}

// match looks the invitation up and applies the answer when nothing speaks against it.
func (s *Service) match(ctx context.Context, tx bun.IDB, n *Incoming) error {
	thread, err := findThread(ctx, tx, n.UID)
	if err != nil {
		return err
	}
	if thread.UID == "" {
		n.State, n.Reason = Review, UnknownUID
		return nil
	}
	row, err := attendance.FindIn(ctx, tx, thread.AttendanceID)
	if err != nil {
		return err
	}
	n.WorkspaceID, n.ProjectID, n.EventID, n.AttendanceID = row.WorkspaceID, row.ProjectID, row.EventID, row.ID
	known := asked{Email: row.Email, Sequence: row.Sequence, Cancelled: thread.CancelledAt != nil}
	if row.ErasedAt != nil {
		known.Email = row.ID // nobody's: whoever writes now is read by staff
	}
	if known.Further, err = furtherAddresses(ctx, tx, row); err != nil {
		return err
	}
	if thread.PlaceID != "" {
		return s.matchWorkshop(ctx, tx, n, known)
	}
	written := n.Sequence
	if known.Cancelled && n.State == "" {
		if n.Sequence, err = s.goOn(ctx, tx, n, thread, row, &known); err != nil {
			return err
		}
	}
	n.State, n.Reason = n.judge(known)
	switch {
	case n.State == Matched || n.Reason == OlderVersion:
		err = s.answer(ctx, tx, n, row)
		n.Sequence = written
		return err
	case n.Reason == Refreshing:
		n.Sequence = written
		return s.refresh(ctx, tx, n, func() error { return s.sendAgain(ctx, tx, row) })
	}
	n.Sequence = written
	return n.noteCalledOff(ctx, tx)
}

// noteCalledOff tells an event that is off from an invitation that was taken back.
func (n *Incoming) noteCalledOff(ctx context.Context, tx bun.IDB) error {
	if n.Reason != TakenBack {
		return nil
	}
	e, err := event.FindIn(ctx, tx, n.EventID)
	if err == nil && e.State == event.Cancelled {
		n.Reason = CalledOff
	}
	return err
}

// answer hands the answer on; attendance judges version and time once more, because its log knows the other ways too.
func (s *Service) answer(ctx context.Context, tx bun.IDB, n *Incoming, row attendance.Attendance) error {
	reply := attendance.Reply{
		Answer: answerOf(n.Answer), Source: attendance.ByMail, Sequence: n.Sequence, Comment: n.Comment, Verdict: genuine(n.Verdict),
		Quiet: n.null, MailID: n.ID, By: n.takenOverBy,
	}
	if n.Stamp != nil {
		reply.Stamp = *n.Stamp
	}
	answered, err := s.attendances.AnswerIn(ctx, tx, row.ID, reply)
	if err != nil {
		return err
	}
	n.State, n.Reason = verdict(answered.Outcome)
	if n.Reason != OlderVersion {
		return nil
	}
	return s.askAgain(ctx, tx, row)
}

// genuine says how far the author of an applied answer is known: the address alone fits, or our mail server vouches for it.
func genuine(verdict string) string {
	if proof.Stored(verdict).DMARC == proof.Pass {
		return "pass"
	}
	return "from"
}

func verdict(outcome attendance.Outcome) (State, Reason) {
	switch outcome {
	case attendance.Stale:
		return Stale, OlderVersion
	case attendance.Superseded:
		return Stale, OlderAnswer
	case attendance.TooLate:
		return Stale, TooLate
	}
	return Matched, FirstAnswer
}

// askAgain sends the current version to somebody who answered an older one, once for each version: a program that answers by itself with
// what it knows would have us ask for ever.
func (s *Service) askAgain(ctx context.Context, tx bun.IDB, row attendance.Attendance) error {
	e, err := event.FindIn(ctx, tx, row.EventID)
	if err != nil || !attendance.Open(e, s.clock.Now()) {
		return err
	}
	asked, err := s.mail.QueuedIn(ctx, tx, row.WorkspaceID, row.ID, olderAnswered, int(row.Sequence))
	if err != nil || asked {
		return err
	}
	d, err := s.announcer.desk(ctx, tx, e)
	if err != nil {
		return err
	}
	return d.request(ctx, letter{kind: olderAnswered, to: row})
}

// askWorkshopAgain is askAgain for a workshop place, with a mail of the kind.
func (s *Service) askWorkshopAgain(ctx context.Context, tx bun.IDB, row attendance.Attendance, chosen attendance.WorkshopPlace, kind string) error {
	e, err := s.attendances.HoldIn(ctx, tx, row.EventID)
	if err != nil || !attendance.Open(e, s.clock.Now()) {
		return err
	}
	asked, err := s.mail.QueuedIn(ctx, tx, row.WorkspaceID, chosen.ID, olderAnswered, int(chosen.Sequence))
	if err != nil || asked {
		return err
	}
	d, err := s.announcer.desk(ctx, tx, e)
	if err != nil {
		return err
	}
	item, err := d.item(ctx, chosen.ItemID)
	if err != nil {
		return err
	}
	if chosen, err = attendance.StampWorkshopIn(ctx, tx, d.now, chosen.ID); err != nil {
		return err
	}
	m := d.workshopLetter(row, chosen, item)
	m.kind, m.method = kind, ical.MethodRequest
	return d.send(ctx, m)
}

// matchWorkshop applies a no to a workshop place; a yes changes nothing, the place is taken already.
func (s *Service) matchWorkshop(ctx context.Context, tx bun.IDB, n *Incoming, known asked) error {
	row, chosen, err := attendance.FindByUIDIn(ctx, tx, n.UID)
	if fault.Is(err, fault.NotFound) || err == nil && chosen == nil { // the place has a newer entry
		known.Cancelled, err = true, nil
	}
	if err != nil {
		return err
	}
	if chosen != nil {
		known.Sequence = chosen.Sequence
		known.Cancelled = known.Cancelled || chosen.State != attendance.Confirmed
	}
	n.State, n.Reason = n.judge(known)
	switch {
	case n.Reason == OlderVersion:
		return s.askWorkshopAgain(ctx, tx, row, *chosen, olderAnswered)
	case n.Reason == Refreshing:
		return s.refresh(ctx, tx, n, func() error { return s.askWorkshopAgain(ctx, tx, row, *chosen, confirmation) })
	case n.State != Matched:
		return n.noteCalledOff(ctx, tx)
	case ical.PartStat(n.Answer) != ical.Declined:
		return nil
	}
	e, err := event.FindIn(ctx, tx, row.EventID)
	if err != nil {
		return err
	}
	if !attendance.Open(e, s.clock.Now()) || !row.Attends() {
		n.State, n.Reason = Stale, TooLate
		return nil
	}
	return s.attendances.LeaveWorkshopIn(ctx, tx, *chosen, attendance.ByMail)
}

func findMail(ctx context.Context, db bun.IDB, key string) (Incoming, error) {
	var found []Incoming
	err := db.NewSelect().Model(&found).Where("n.mail_key = ?", key).Scan(ctx)
	if err != nil || len(found) == 0 {
		return Incoming{}, database.Fault(err)
	}
	return found[0], nil
}

// giveWorkspace keeps mail that belongs to no event with the first workspace.
func giveWorkspace(ctx context.Context, tx bun.IDB, n *Incoming) error {
	if n.WorkspaceID != "" {
		return nil
	}
	var first account.Workspace
	err := tx.NewSelect().Model(&first).Column("id").Order("w.id").Limit(1).Scan(ctx)
	n.WorkspaceID = first.ID
	return database.Fault(err)
}
