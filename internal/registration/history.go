package registration

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/audit"
	"rundertisch/internal/database"
	"rundertisch/internal/form"
	"rundertisch/internal/mail"
)

// Moment is something that happened to a person's registration; one of the pointers is set.
type Moment struct {
	At     time.Time
	Answer *attendance.AnswerEntry
	Step   *attendance.Step // on the event's waitlist
	Mail   *Letter
	Change *audit.Entry     // of the registration, as far as nothing else tells of it
	Was    attendance.Place // before the change, empty when it left the place as it was
	Is     attendance.Place
	Edits  []Edited // what was before and is since, where it is told
}

// Edited is something that was and is different since a moment. Of needs the history says only that they changed, never which they were.
type Edited struct {
	What     attendance.Aspect // empty for the answer to a question of the event
	Question form.Field
	Workshop string // its title, empty when the programme has it no longer
	Was, Is  string
}

// Letter is a mail to the person about the event.
type Letter struct {
	Kind      string
	Subject   string
	State     mail.State
	CreatedAt time.Time
}

// told are the changes that answers, steps and notes tell of.
var told = []string{"answered", "moved", "offer_lapsed", "noted"}

// History is all that happened to the person of the visit, the latest first.
func (s *Service) History(ctx context.Context, actor account.Actor, v Visit) ([]Moment, error) {
	if err := mayRead(actor); err != nil {
		return nil, err
	}
	var entries []audit.Entry
	var letters []Letter
	var edits []edit
	err := s.db.Snapshot(ctx, func(ctx context.Context, tx bun.IDB) (err error) {
		if entries, err = audit.Of(ctx, tx, actor.WorkspaceID, "attendance", v.Attendance.ID); err != nil {
			return err
		}
		if edits, err = v.editsIn(ctx, tx); err != nil {
			return err
		}
		letters, err = lettersTo(ctx, tx, v.Attendance)
		return err
	})
	moments := changes(entries)
	for i := range v.Answers {
		moments = append(moments, Moment{At: v.Answers[i].At, Answer: &v.Answers[i]})
	}
	for i := range v.Steps {
		moments = append(moments, Moment{At: v.Steps[i].At, Step: &v.Steps[i]})
	}
	for i := range letters {
		moments = append(moments, Moment{At: letters[i].CreatedAt, Mail: &letters[i]})
	}
	moments = withEdits(moments, edits)
	slices.SortStableFunc(moments, func(a, b Moment) int { return b.At.Compare(a.At) })
	return moments, err
}

// lettersTo lists the mails of the person's calendar entries, that of the event and those of workshops.
func lettersTo(ctx context.Context, tx bun.IDB, row attendance.Attendance) ([]Letter, error) {
	var letters []Letter
	places := tx.NewSelect().TableExpr("workshop_places AS wp").Column("wp.id").Where("wp.attendance_id = ?", row.ID)
	err := tx.NewSelect().TableExpr("mail_messages AS m").Column("m.kind", "m.subject", "m.state", "m.created_at").
		Where("m.workspace_id = ? AND (m.thread_key = ? OR m.thread_key IN (?))", row.WorkspaceID, row.ID, places).
		OrderExpr("m.created_at DESC, m.id DESC").Limit(200).Scan(ctx, &letters)
	return letters, database.Fault(err)
}

// changes are the entries of the trail, given the latest first, with the places before and after each.
func changes(entries []audit.Entry) []Moment {
	var moments []Moment
	var before attendance.Place
	for i := range slices.Backward(entries) {
		is, _ := entries[i].Details["place"].(string)
		moment := Moment{At: entries[i].At, Change: &entries[i]}
		if place := attendance.Place(is); place != "" && place != before {
			moment.Was, moment.Is, before = before, place, place
		}
		if moment.Is != "" || !slices.Contains(told, strings.TrimPrefix(entries[i].Action, "attendance.")) {
			moments = append(moments, moment)
		}
	}
	slices.Reverse(moments)
	return moments
}
