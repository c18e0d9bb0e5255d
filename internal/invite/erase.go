package invite

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/directory"
	"rundertisch/internal/mail"
)

var _ directory.Eraser = (*Service)(nil)

// otherwise are kinds of mails that people get as staff or as subscribers, not as persons of the directory.
var otherwise = []string{
	"list_confirm", "list_known", "list_message", "colleague", "password_reset", "email_changed", "email_new", "email_old", "digest", "test",
}

// EraseIn takes an erased person's name, address and words out of the mails that went to and came from them. The entries of
// events stay as they are: who took part is not the directory's to say.
func (s *Service) EraseIn(ctx context.Context, tx bun.IDB, whose directory.Erasure) error {
	workspaceID := whose.Person.WorkspaceID
	attendances, threads, err := threadsOfPerson(ctx, tx, whose.Person)
	if err != nil {
		return err
	}
	if err := s.mailings.ForgetIn(ctx, tx, workspaceID, append([]string{whose.Person.ID}, attendances...)); err != nil {
		return err
	}
	ids, err := s.mail.OfThreadsIn(ctx, tx, workspaceID, threads)
	if err != nil {
		return err
	}
	if len(whose.Addresses) > 0 {
		name := ""
		if whose.Shared {
			name = whose.Person.Name()
		}
		more, err := s.mail.ToAddressesIn(ctx, tx, workspaceID, keys(whose.Addresses), name, otherwise...)
		if err != nil {
			return err
		}
		ids = append(ids, more...)
	}
	if err := eraseProposals(ctx, tx, attendances); err != nil {
		return err
	}
	if err := attendance.ForgetStepsIn(ctx, tx, attendances); err != nil {
		return err
	}
	if err := eraseReceived(ctx, tx, whose, attendances, ids, s.clock.Now()); err != nil {
		return err
	}
	if !whose.Shared && len(whose.Addresses) > 0 {
		if err := s.mail.ForgetAddressesIn(ctx, tx, workspaceID, keys(whose.Addresses)); err != nil {
			return err
		}
	}
	return s.mail.ForgetIn(ctx, tx, workspaceID, ids)
}

func keys(addresses []string) []string {
	all := make([]string, len(addresses))
	for i, address := range addresses {
		all[i] = mail.Key(address)
	}
	return all
}

// threadsOfPerson returns the entries of events that are the person's, and the keys of all mails about them.
func threadsOfPerson(ctx context.Context, tx bun.IDB, p directory.Person) (attendances, threads []string, err error) {
	err = tx.NewSelect().TableExpr("attendances AS t").Column("t.id").
		Where("t.workspace_id = ? AND t.person_id = ?", p.WorkspaceID, p.ID).Scan(ctx, &attendances)
	if err != nil || len(attendances) == 0 {
		return nil, nil, database.Fault(err)
	}
	var places []string
	err = tx.NewSelect().Model((*Thread)(nil)).Column("place_id").
		Where("attendance_id IN (?) AND place_id <> ''", bun.List(attendances)).Scan(ctx, &places)
	return attendances, append(places, attendances...), database.Fault(err)
}

// eraseReceived takes out of received mail who wrote what: of mail about the person's entries, notices about the person's mails, and
// all that came from the addresses when they are the person's alone. What became of the mail stays; nobody has to see to it any more.
func eraseReceived(ctx context.Context, tx bun.IDB, whose directory.Erasure, attendances, mails []string, now any) error {
	theirs := func(q *bun.UpdateQuery) *bun.UpdateQuery {
		q = q.WhereOr("attendance_id <> '' AND attendance_id IN (?)", bun.List(attendances)).
			WhereOr("message_id <> '' AND message_id IN (?)", bun.List(mails))
		if whose.Shared || len(whose.Addresses) == 0 {
			return q
		}
		return q.WhereOr("lower(from_email) IN (?)", bun.List(whose.Addresses)).WhereOr("lower(attendee) IN (?)", bun.List(whose.Addresses))
	}
	_, err := tx.NewUpdate().Model((*Incoming)(nil)).
		Set("from_name = ?, subject = ?", mail.Erased, mail.Erased).
		Set("from_email = '', attendee = '', comment = '', search = '', subject_key = '', from_key = '', raw = ''").
		Set("settled_at = COALESCE(settled_at, ?)", now).
		Where("workspace_id = ?", whose.Person.WorkspaceID).
		WhereGroup(" AND ", theirs).Exec(ctx)
	return database.Fault(err)
}

// eraseProposals takes the words out of other times that the person proposed.
func eraseProposals(ctx context.Context, tx bun.IDB, attendances []string) error {
	_, err := tx.NewUpdate().Table("invite_proposals").Set("comment = ''").Where("attendance_id IN (?)", bun.List(attendances)).Exec(ctx)
	return database.Fault(err)
}

// forget leaves out who wrote what when a mail is about somebody who was erased meanwhile: what became of it is enough. What waits for
// staff keeps its words, because whoever writes after that wants to be read.
func (s *Service) forget(ctx context.Context, tx bun.IDB, n *Incoming) error {
	if n.Open() || n.MessageID == "" && n.AttendanceID == "" {
		return nil
	}
	threads := []string{n.AttendanceID}
	thread, err := findThread(ctx, tx, n.UID)
	if err != nil {
		return err
	}
	if thread.PlaceID != "" {
		threads = append(threads, thread.PlaceID)
	}
	erased, err := s.mail.ErasedIn(ctx, tx, n.WorkspaceID, n.MessageID, threads)
	if err != nil || !erased {
		return err
	}
	n.FromName, n.Subject = mail.Erased, mail.Erased
	n.FromEmail, n.Attendee, n.Comment, n.Search, n.SubjectKey, n.FromKey, n.Raw = "", "", "", "", "", "", ""
	n.DelegateName, n.DelegateEmail = "", ""
	return nil
}
