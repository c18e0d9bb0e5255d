package checkin

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"

	"github.com/uptrace/bun"

	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
)

// code is a random word in a person's QR, as they were before words followed from the installation's key. Those that were handed out hold good.
type code struct {
	bun.BaseModel `bun:"table:checkin_codes,alias:cc"`

	AttendanceID string `bun:"attendance_id,pk"`
	WorkspaceID  string `bun:"workspace_id"`
	EventID      string `bun:"event_id"`
	Code         string `bun:"code"`
}

// cipherOf is the permutation that makes words of identifiers and back: one block of AES, which is as long as an identifier. Whoever does not
// know the secret can neither read a word nor guess one.
func cipherOf(secret string) (cipher.Block, error) {
	key, err := hkdf.Key(sha256.New, []byte(secret), nil, "checkin codes", 16)
	if err != nil {
		return nil, err
	}
	return aes.NewCipher(key)
}

// word is the code that follows from the identifier of an attendance.
func (s *Service) word(attendanceID string) string {
	octets, ok := id.Octets(attendanceID)
	if !ok {
		return ""
	}
	s.block.Encrypt(octets[:], octets[:])
	return id.Word(octets)
}

// meant is the attendance that a word follows from; of words that are none it is the identifier of nobody.
func (s *Service) meant(word string) string {
	octets, ok := id.FromWord(word)
	if !ok {
		return ""
	}
	s.block.Decrypt(octets[:], octets[:])
	return id.Of(octets)
}

// CodesIn returns the codes of all who have a place at the event, wait for one or ask for one, by attendance.
func (s *Service) CodesIn(ctx context.Context, db bun.IDB, eventID string) (map[string]string, error) {
	var rows []struct {
		ID   string `bun:"id"`
		Code string `bun:"code"`
	}
	err := db.NewSelect().TableExpr("attendances AS t").Column("t.id").ColumnExpr("COALESCE(cc.code, '') AS code").
		Join("LEFT JOIN checkin_codes AS cc ON cc.attendance_id = t.id").
		Where("t.event_id = ? AND t.erased_at IS NULL AND t.place IN (?)", eventID, bun.List(active())).Scan(ctx, &rows)
	codes := make(map[string]string, len(rows))
	for _, row := range rows {
		if row.Code == "" {
			row.Code = s.word(row.ID)
		}
		codes[row.ID] = row.Code
	}
	return codes, database.Fault(err)
}

// CodeFor returns the code of somebody who is on the list of an event.
func (s *Service) CodeFor(ctx context.Context, attendanceID string) (string, error) {
	return s.codeIn(ctx, s.db.Read(), attendanceID)
}

func (s *Service) codeIn(ctx context.Context, db bun.IDB, attendanceID string) (string, error) {
	var known []code
	err := db.NewSelect().Model(&known).Where("cc.attendance_id = ?", attendanceID).Scan(ctx)
	if err != nil || len(known) == 0 {
		return s.word(attendanceID), database.Fault(err)
	}
	return known[0].Code, nil
}

// Whose returns the event that a code is for: what anybody may know who photographs somebody's QR. NotFound for a word that is none, for
// people who are erased, and a month after the event.
func (s *Service) Whose(ctx context.Context, word string) (event.Event, error) {
	row, err := s.holderIn(ctx, s.db.Read(), word, "")
	if err != nil {
		return event.Event{}, err
	}
	e, err := event.FindIn(ctx, s.db.Read(), row.EventID)
	if err == nil && s.clock.Now().After(e.EndsAt.Add(keepFor)) {
		err = fault.Missing()
	}
	return e, err
}

// holderIn finds whose code the word is, among the people of the event, or of all when none is given. NotFound for a word that is nobody's.
func (s *Service) holderIn(ctx context.Context, db bun.IDB, word, eventID string) (attendance.Attendance, error) {
	var row attendance.Attendance
	if word = CodeOf(word); word == "" {
		return row, fault.Missing()
	}
	err := among(db.NewSelect().Model(&row), eventID).Where("t.id = ?", s.meant(word)).Scan(ctx)
	if err = database.Fault(err); fault.Is(err, fault.NotFound) {
		err = database.Fault(among(db.NewSelect().Model(&row), eventID).Join("JOIN checkin_codes AS cc ON cc.attendance_id = t.id").Where("cc.code = ?", word).Scan(ctx))
	}
	return row, err
}

func among(q *bun.SelectQuery, eventID string) *bun.SelectQuery {
	if eventID != "" {
		q = q.Where("t.event_id = ?", eventID)
	}
	return q.Where("t.erased_at IS NULL")
}

func active() []attendance.Place {
	return []attendance.Place{attendance.Confirmed, attendance.Waitlisted, attendance.Requested}
}
