package representation

import (
	"context"
	"errors"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/audit"
	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
	"rundertisch/internal/invite"
	"rundertisch/internal/mail"
	"rundertisch/internal/wish"
)

// Service holds the use cases.
type Service struct {
	db      *database.DB
	clock   clock.Clock
	places  *attendance.Service
	invites *invite.Service
	mail    *mail.Service
	texts   *mail.Renderer
	baseURL string
}

// New returns the service; baseURL is the program's public address without a slash at the end. A missing part is an error.
func New(db *database.DB, clock clock.Clock, places *attendance.Service, invites *invite.Service, mails *mail.Service, texts *mail.Renderer, baseURL string) (*Service, error) {
	if db == nil || clock == nil || places == nil || invites == nil || mails == nil || texts == nil || baseURL == "" {
		return nil, errors.New("representation: a required part is missing")
	}
	s := &Service{db: db, clock: clock, places: places, invites: invites, mail: mails, texts: texts, baseURL: baseURL}
	invites.Releasing(s)
	return s, nil
}

// Standing is how somebody stands who was invited: represented, coming instead of somebody, or free to pass the invitation on.
type Standing struct {
	Attendance    attendance.Attendance
	Event         event.Event
	RepresentedBy *Representation
	Represents    *Representation
	Pass          *Pass // the open link
	Passable      bool  // a substitute may be named now
}

// Standing returns how the holder of the personal link's token stands; NotFound for a wrong one.
func (s *Service) Standing(ctx context.Context, attendanceID, token string) (Standing, error) {
	row, err := s.holder(ctx, s.db.Read(), attendanceID, token)
	if err != nil {
		return Standing{}, err
	}
	return s.standingIn(ctx, s.db.Read(), row)
}

func (s *Service) holder(ctx context.Context, db bun.IDB, attendanceID, token string) (attendance.Attendance, error) {
	row, _, err := attendance.ByToken(ctx, db, s.clock.Now(), token)
	if err == nil && row.ID != attendanceID {
		err = fault.Missing()
	}
	return row, err
}

func (s *Service) standingIn(ctx context.Context, db bun.IDB, row attendance.Attendance) (Standing, error) {
	st := Standing{Attendance: row}
	var err error
	if st.Event, err = event.FindIn(ctx, db, row.EventID); err != nil {
		return st, err
	}
	if st.RepresentedBy, err = findOpen(ctx, db, "rp.attendance_id = ?", row.ID); err != nil {
		return st, err
	}
	if st.Represents, err = findOpen(ctx, db, "rp.substitute_id = ?", row.ID); err != nil {
		return st, err
	}
	now := s.clock.Now()
	st.Passable = attendance.Open(st.Event, now) && (row.Origin == attendance.Invited || row.Attends()) && row.ConfirmUntil == nil && st.RepresentedBy == nil && st.Represents == nil &&
		row.Place != attendance.Refused && (row.Place != attendance.Withdrawn || row.Answer != attendance.NeedsAction)
	if st.Passable { // an invitation that was taken back has no links any more, one that was declined keeps them
		if st.Passable, err = attendance.LinkedIn(ctx, db, row.ID); err != nil {
			return st, err
		}
	}
	if st.Passable {
		st.Pass, err = openPass(ctx, db, row.ID, now)
	}
	return st, err
}

// Name lets the holder say who comes instead.
func (s *Service) Name(ctx context.Context, attendanceID, token string, form Form) error {
	form, err := s.checked(form)
	if err != nil {
		return err
	}
	return s.change(ctx, func(ctx context.Context, tx bun.IDB) error {
		row, err := s.holder(ctx, tx, attendanceID, token)
		if err != nil {
			return err
		}
		_, err = s.makeIn(ctx, tx, account.Actor{}, row, form, Named, attendance.Reply{})
		return err
	})
}

// checked returns the form as it is stored. A fault at email also when the address is the organiser's own mailbox.
func (s *Service) checked(form Form) (Form, error) {
	form = form.trimmed()
	if err := form.Validate(); err != nil {
		return form, err
	}
	var c fault.Checks
	if s.mail.Own(form.Email) {
		c.Add("email", "mail.address.own")
	}
	return form, c.Err()
}

// makeIn lets the person of the form come instead of row.
func (s *Service) makeIn(ctx context.Context, tx bun.IDB, actor account.Actor, row attendance.Attendance, form Form, way Way, reply attendance.Reply) (attendance.Attendance, error) {
	st, err := s.standingIn(ctx, tx, row)
	if err != nil {
		return row, err
	}
	if !st.Passable {
		return row, fault.New(fault.Conflict, "representation.not_passable")
	}
	if form.Lang == "" {
		form.Lang = row.Lang
	}
	h, err := s.places.HandOverIn(ctx, tx, row.ID, attendance.Guest{
		Name: form.Name, Email: form.Email, Organisation: row.Organisation, Lang: form.Lang,
	}, reply)
	if err != nil {
		return row, err
	}
	if actor.UserID == "" { // counted behind the lock of the event
		made, err := tx.NewSelect().Model((*Representation)(nil)).Where("rp.attendance_id = ?", row.ID).Count(ctx)
		if err != nil {
			return row, database.Fault(err)
		}
		if made >= maxSubstitutes {
			return row, fault.New(fault.Conflict, "representation.too_many_substitutes")
		}
	}
	now := s.clock.Now()
	if err := wish.HandOverIn(ctx, tx, now, st.Event, row, h.To); err != nil {
		return row, err
	}
	by := actor.Name
	if by == "" {
		by = row.Name
	}
	r := Representation{
		ID: id.New(), WorkspaceID: row.WorkspaceID, ProjectID: row.ProjectID, EventID: row.EventID, AttendanceID: row.ID,
		SubstituteID: h.To.ID, Way: way, MadeBy: by, Found: h.Found, MadeAt: now,
	}
	if _, err := tx.NewInsert().Model(&r).Exec(ctx); err != nil {
		return row, database.Fault(err)
	}
	how := wasReplaced
	if way == PassedOn {
		how = wasUsed
	}
	if err := closePasses(ctx, tx, row.ID, how, now); err != nil {
		return row, err
	}
	return h.To, s.trail(ctx, tx, actor, "representation.made", row, map[string]any{"substitute": h.To.ID, "way": string(way)})
}

// End lets the represented person come after all.
func (s *Service) End(ctx context.Context, attendanceID, token string) (attendance.Undone, error) {
	var undone attendance.Undone
	err := s.change(ctx, func(ctx context.Context, tx bun.IDB) error {
		row, err := s.holder(ctx, tx, attendanceID, token)
		if err != nil {
			return err
		}
		undone, err = s.endIn(ctx, tx, account.Actor{}, row)
		return err
	})
	return undone, err
}

func (s *Service) endIn(ctx context.Context, tx bun.IDB, actor account.Actor, row attendance.Attendance) (attendance.Undone, error) {
	r, err := findOpen(ctx, tx, "rp.attendance_id = ?", row.ID)
	if err != nil {
		return attendance.Undone{}, err
	}
	if r == nil {
		return attendance.Undone{}, fault.New(fault.Conflict, "attendance.represent.over")
	}
	undone, err := s.places.ReturnIn(ctx, tx, row.ID, r.SubstituteID, r.Found)
	if err != nil {
		return undone, err
	}
	if err := s.wishBack(ctx, tx, undone.Attendance, r.SubstituteID); err != nil {
		return undone, err
	}
	by := actor.Name
	if by == "" {
		by = row.Name
	}
	ended, err := database.Changed(tx.NewUpdate().Model((*Representation)(nil)).Set("ended_at = ?", s.clock.Now()).Set("ended_by = ?", by).
		Where("id = ? AND ended_at IS NULL", r.ID).Exec(ctx))
	if err == nil && !ended {
		err = fault.New(fault.Conflict, "attendance.represent.over")
	}
	if err != nil {
		return undone, err
	}
	return undone, s.trail(ctx, tx, actor, "representation.ended", row, map[string]any{"substitute": r.SubstituteID})
}

// wishBack gives the wishes of the substitute, as they are now, back to the represented person.
func (s *Service) wishBack(ctx context.Context, tx bun.IDB, row attendance.Attendance, substituteID string) error {
	e, err := event.FindIn(ctx, tx, row.EventID)
	if err != nil {
		return err
	}
	substitute, err := attendance.FindIn(ctx, tx, substituteID)
	if err != nil {
		return err
	}
	return wish.HandOverIn(ctx, tx, s.clock.Now(), e, substitute, row)
}

func (s *Service) change(ctx context.Context, fn func(ctx context.Context, tx bun.IDB) error) error {
	err := s.db.RunInTx(ctx, fn)
	if err == nil {
		s.mail.Wake()
	}
	return err
}

// trail records what happened to the invitation; who acts by link is nobody with an account.
func (s *Service) trail(ctx context.Context, tx bun.IDB, actor account.Actor, action string, row attendance.Attendance, details map[string]any) error {
	actor.WorkspaceID, actor.ProjectID = row.WorkspaceID, row.ProjectID
	details["event"] = row.EventID
	return audit.Record(ctx, tx, actor.Entry(s.clock.Now(), action, "attendance", row.ID, details))
}
