package registration

import (
	"context"
	"errors"
	"maps"
	"os"
	"strings"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/audit"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/form"
)

// Own is what a person said to the questions that the event asks of its own.
type Own struct {
	Fields  []form.Field // also those that are not asked any more
	Answers map[string]form.Answer
	Needs   form.Needs
}

// Shown lists the fields that have an answer or are asked, in their order.
func (o Own) Shown() []form.Field {
	var shown []form.Field
	for _, f := range o.Fields {
		if f.Asked() || o.Answers[f.ID].Value != "" {
			shown = append(shown, f)
		}
	}
	return shown
}

// Questions returns what the form of the event asks of its own; an event that asks nothing costs no query.
func (s *Service) Questions(ctx context.Context, e event.Event) ([]form.Field, error) {
	if e.FormVersion == 0 {
		return nil, nil
	}
	return form.FieldsIn(ctx, s.db.Read(), e.ID)
}

// Told is what a notice said beyond the shipped text.
type Told struct {
	form.Notice
	Groups bool // tells of people who are registered along
	Lists  bool // tells of the public list of participants
}

// Notice returns what the notice of a version said, whatever is set for the event today; NotFound when the event never had it.
func (s *Service) Notice(ctx context.Context, e event.Event, version string) (told Told, err error) {
	shipped := NoticeVersion
	if told.Groups = strings.HasPrefix(version, GroupNoticeVersion); told.Groups {
		shipped = GroupNoticeVersion
	}
	if told.Lists = strings.HasPrefix(version, shipped+listMark); told.Lists {
		shipped += listMark
	}
	told.Notice, err = form.NoticeIn(ctx, s.db.Read(), e, shipped, version)
	return told, err
}

func ownIn(ctx context.Context, tx bun.IDB, e event.Event, attendanceID string) (own Own, err error) {
	if e.FormVersion == 0 {
		return own, nil
	}
	if own.Fields, err = form.FieldsIn(ctx, tx, e.ID); err != nil {
		return own, err
	}
	if own.Answers, err = form.AnswersIn(ctx, tx, attendanceID); err != nil {
		return own, err
	}
	own.Needs, err = form.NeedsIn(ctx, tx, attendanceID)
	return own, err
}

// said are the answers of one form, checked.
type said struct {
	version int64 // of the event's form
	fields  []form.Field
	answers map[string]string
	uploads form.Uploads
	kept    []form.Answer // the uploads, once they lie in the store
	dropped []string      // fields whose file goes
	needs   form.Needs
	given   bool // needs are among it
}

// own checks the answers to the event's own questions.
func (f Form) own(c *fault.Checks, a asked) (said, error) {
	s := said{version: a.event.FormVersion, fields: a.fields, answers: form.Check(c, a.fields, f.Answers, a.self)}
	if a.event.AsksNeeds {
		s.needs, s.given = f.Needs.Check(c)
	}
	var err error
	s.uploads, err = form.CheckFiles(c, a.fields, s.answers, f.Files, nil, a.self)
	return s, err
}

// withFiles lets do keep what was said, whose files lie in the store before its transaction begins; when nothing is kept,
// they are taken away again.
func (s *Service) withFiles(said *said, do func() (kept bool, err error)) (err error) {
	if said.kept, err = form.Put(s.files, said.uploads); err != nil {
		return err
	}
	kept, err := do()
	if err == nil && kept {
		return nil
	}
	if discardErr := form.Discard(s.files, said.kept); discardErr != nil {
		return errors.Join(err, discardErr)
	}
	return err
}

// saveIn keeps the answers of somebody who has just registered.
func (s *Service) saveIn(ctx context.Context, tx bun.IDB, row attendance.Attendance, said said) error {
	whose := form.Whose{WorkspaceID: row.WorkspaceID, EventID: row.EventID, AttendanceID: row.ID}
	if err := form.SaveIn(ctx, tx, s.clock.Now(), whose, said.fields, said.answers); err != nil {
		return err
	}
	if err := form.DropFilesIn(ctx, tx, row.ID, said.dropped); err != nil {
		return err
	}
	if err := form.KeepFilesIn(ctx, tx, s.clock.Now(), whose, said.kept); err != nil || !said.given {
		return err
	}
	return form.PutNeedsIn(ctx, tx, s.clock.Now(), whose, said.needs)
}

// Resay makes what was sent the holder's answers.
func (s *Service) Resay(ctx context.Context, attendanceID, token string, sent form.Sending) error {
	v, err := s.Visit(ctx, attendanceID, token)
	if err != nil {
		return err
	}
	now, err := resaid(v, sent)
	if err != nil {
		return err
	}
	return s.withFiles(&now, func() (bool, error) {
		err := s.own(ctx, attendanceID, token, "registration_form.answers_changed", func(ctx context.Context, tx bun.IDB, row attendance.Attendance, e event.Event) (bool, error) {
			if e.FormVersion != now.version {
				return false, fault.New(fault.Conflict, "form.fault.changed")
			}
			return true, s.resayIn(ctx, tx, row, now)
		})
		return err == nil, err
	})
}

// resayIn keeps the answers and writes down which of them were others before.
func (s *Service) resayIn(ctx context.Context, tx bun.IDB, row attendance.Attendance, said said) error {
	before, err := form.AnswersIn(ctx, tx, row.ID)
	if err != nil {
		return err
	}
	if err := s.saveIn(ctx, tx, row, said); err != nil {
		return err
	}
	whose := form.Whose{WorkspaceID: row.WorkspaceID, EventID: row.EventID, AttendanceID: row.ID}
	return form.NoteEditsIn(ctx, tx, s.clock.Now(), whose, said.fields, before)
}

// resaid checks what was sent against what the event asks and the person said before.
func resaid(v Visit, sent form.Sending) (said, error) {
	var c fault.Checks
	fields := v.Own.Fields
	s := said{version: v.Event.FormVersion, fields: fields, answers: form.Check(&c, fields, sent.Typed, true)}
	before := maps.Clone(v.Own.Answers)
	for _, fieldID := range sent.Dropped {
		delete(before, fieldID)
	}
	var err error
	if s.uploads, err = form.CheckFiles(&c, fields, s.answers, sent.Files, before, true); err != nil {
		return s, err
	}
	s.dropped = append(form.Unasked(fields, s.answers), sent.Dropped...)
	return s, c.Err()
}

// File opens the file with which the holder answered the field.
func (s *Service) File(ctx context.Context, attendanceID, token, fieldID string) (form.Answer, *os.File, error) {
	row, err := holder(ctx, s.db.Read(), s.clock.Now(), attendanceID, token)
	if err != nil {
		return form.Answer{}, nil, err
	}
	return form.OpenFile(ctx, s.db.Read(), s.files, row.ID, fieldID)
}

// FileOf opens for staff the file with which somebody answered the field.
func (s *Service) FileOf(ctx context.Context, actor account.Actor, eventID, attendanceID, fieldID string) (form.Answer, *os.File, error) {
	if err := mayRead(actor); err != nil {
		return form.Answer{}, nil, err
	}
	row, err := findOf(ctx, s.db.Read(), actor, eventID, attendanceID)
	if err != nil {
		return form.Answer{}, nil, err
	}
	return form.OpenFile(ctx, s.db.Read(), s.files, row.ID, fieldID)
}

// SayNeeds makes the typed needs the holder's; empty ones take back what was said before.
func (s *Service) SayNeeds(ctx context.Context, attendanceID, token string, typed form.NeedsTyped) error {
	return s.own(ctx, attendanceID, token, "registration_form.needs_given", func(ctx context.Context, tx bun.IDB, row attendance.Attendance, e event.Event) (bool, error) {
		if !e.AsksNeeds {
			return false, fault.New(fault.Conflict, "form.needs.closed")
		}
		var c fault.Checks
		needs, given := typed.Check(&c)
		if err := c.Err(); err != nil {
			return false, err
		}
		if !given {
			return form.DropNeedsIn(ctx, tx, row.ID)
		}
		whose := form.Whose{WorkspaceID: row.WorkspaceID, EventID: row.EventID, AttendanceID: row.ID}
		return true, form.PutNeedsIn(ctx, tx, s.clock.Now(), whose, needs)
	})
}

// WithdrawNeeds takes the consent to storing needs back: they are deleted at once. It can always be taken back.
func (s *Service) WithdrawNeeds(ctx context.Context, attendanceID, token string) error {
	_, err := s.asHolder(ctx, attendanceID, token, func(ctx context.Context, tx bun.IDB, row attendance.Attendance) (attendance.Attendance, error) {
		dropped, err := form.DropNeedsIn(ctx, tx, row.ID)
		if err != nil || !dropped {
			return row, err
		}
		return row, s.note(ctx, tx, "registration_form.needs_withdrawn", row)
	})
	return err
}

type ownDeed func(ctx context.Context, tx bun.IDB, row attendance.Attendance, e event.Event) (changed bool, err error)

// own lets the holder change what was said to the event's own questions, as long as the event lies ahead.
func (s *Service) own(ctx context.Context, attendanceID, token, action string, do ownDeed) error {
	_, err := s.asHolder(ctx, attendanceID, token, func(ctx context.Context, tx bun.IDB, row attendance.Attendance) (attendance.Attendance, error) {
		e, err := event.FindIn(ctx, tx, row.EventID)
		if err != nil {
			return row, err
		}
		if !attendance.Open(e, s.clock.Now()) {
			return row, fault.New(fault.Conflict, "registration.too_late")
		}
		changed, err := do(ctx, tx, row, e)
		if err != nil || !changed {
			return row, err
		}
		return row, s.note(ctx, tx, action, row)
	})
	return err
}

// note records that the holder did something about the own data; what was said is not the trail's.
func (s *Service) note(ctx context.Context, tx bun.IDB, action string, row attendance.Attendance) error {
	actor := account.Actor{WorkspaceID: row.WorkspaceID, ProjectID: row.ProjectID}
	return audit.Record(ctx, tx, actor.Entry(s.clock.Now(), action, "attendance", row.ID, map[string]any{"event": row.EventID}))
}

// answered adds the answers to the event's own questions.
func (l List) answered(ctx context.Context, tx bun.IDB, rows []Row) error {
	if len(l.Fields) == 0 || len(rows) == 0 {
		return nil
	}
	ids := make([]string, len(rows))
	for i, row := range rows {
		ids[i] = row.ID
	}
	answers, err := form.AnswersOfIn(ctx, tx, ids)
	for i, row := range rows {
		rows[i].Answers = answers[row.ID]
	}
	return err
}
