package attendance

import (
	"context"
	"strings"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/event"
	"rundertisch/internal/id"
)

// Guest is somebody to be asked to an event.
type Guest struct {
	PersonID     string // directory person; may be empty
	Name         string
	Email        string
	Organisation string
	Lang         string
}

// InviteIn finds or makes the attendance of the guest at the event and reports whether it is new. It sends nothing and
// gives no place. Somebody who registered before keeps answer and place and is linked to the directory person.
func (s *Service) InviteIn(ctx context.Context, tx bun.IDB, eventID string, guest Guest) (Attendance, bool, error) {
	held, err := s.lockEvent(ctx, tx, eventID)
	if err != nil {
		return Attendance{}, false, err
	}
	row := s.newRow(held, guest)
	found, err := findPerson(ctx, tx, eventID, row.EmailKey, row.NameKey)
	if err == nil && found.ID == "" {
		found, err = findAsked(ctx, tx, eventID, guest.PersonID)
	}
	if err != nil {
		return Attendance{}, false, err
	}
	if found.ID == "" {
		row.Origin = Invited
		return row, true, insertAttendance(ctx, tx, &row)
	}
	if found.PersonID != "" || guest.PersonID == "" {
		return found, false, nil
	}
	found.PersonID = guest.PersonID
	return found, false, updateAttendance(ctx, tx, &found)
}

// newRow is the guest's attendance before anything was said or given.
func (s *Service) newRow(of event.Event, guest Guest) Attendance {
	now := s.clock.Now()
	row := Attendance{
		ID: id.New(), WorkspaceID: of.WorkspaceID, ProjectID: of.ProjectID, EventID: of.ID,
		PersonID: guest.PersonID, Name: strings.TrimSpace(guest.Name), Email: strings.TrimSpace(guest.Email),
		Organisation: strings.TrimSpace(guest.Organisation), Lang: guest.Lang,
		UID: s.newUID(), Stamp: now, Answer: NeedsAction, Place: NoPlace, CreatedAt: now, UpdatedAt: now,
	}
	row.NameKey, row.EmailKey = database.FoldWord(row.Name), account.FoldEmail(row.Email)
	row.Nonce = row.ID
	return row
}

// UninviteIn takes back an invitation that never left: the row goes, as if the guest had not been asked. Only for
// untouched rows; whoever refers to it must have let go before. It reports whether the row was there.
func UninviteIn(ctx context.Context, tx bun.IDB, attendanceID string) (bool, error) {
	if err := EndLinksIn(ctx, tx, attendanceID); err != nil {
		return false, err
	}
	return database.Changed(tx.NewDelete().Model((*Attendance)(nil)).Where("id = ?", attendanceID).Exec(ctx))
}

// Untouched reports whether nothing was said or given since the invitation.
func (a Attendance) Untouched() bool {
	return a.Origin == Invited && a.Answer == NeedsAction && a.Place == NoPlace
}
