package form

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/fault"
)

// NeedsDays is how many days after the event needs are deleted.
const NeedsDays = 14

// ConsentVersion names the words of the consent to the storing of needs; it rises with every change of them.
const ConsentVersion = "2026-11"

const maxNote = 1000

// Needs is what is to be arranged for a person.
type Needs struct {
	bun.BaseModel `bun:"table:form_needs,alias:fn"`

	AttendanceID string    `bun:"attendance_id,pk"`
	WorkspaceID  string    `bun:"workspace_id"`
	EventID      string    `bun:"event_id"`
	Arranged     string    `bun:"arranged"` // codes, one on each line
	Note         string    `bun:"note"`
	Consent      string    `bun:"consent"` // version of the words that were agreed to
	ConsentedAt  time.Time `bun:"consented_at"`
}

// Given reports whether there are any.
func (n Needs) Given() bool { return n.AttendanceID != "" }

// Codes lists what is to be arranged.
func (n Needs) Codes() []string { return lines(n.Arranged) }

// Access lists what can be arranged so that people can come, see, hear and follow.
func Access() []string {
	return []string{"step_free", "hearing_loop", "sign_language", "speech_to_text", "large_print", "seat_near", "companion", "parking"}
}

// Food lists what can be arranged for meals.
func Food() []string {
	return []string{"vegetarian", "vegan", "no_pork", "no_gluten", "no_lactose", "no_nuts"}
}

// NeedsTyped is what somebody types about needs.
type NeedsTyped struct {
	Arranged []string // codes
	Note     string
	Consent  bool
}

// Check reads the needs; none are given when nothing is typed. Fields: needs_note, needs_consent.
func (t NeedsTyped) Check(c *fault.Checks) (n Needs, given bool) {
	for _, code := range slices.Concat(Access(), Food()) {
		if slices.Contains(t.Arranged, code) {
			n.Arranged = strings.TrimPrefix(n.Arranged+"\n"+code, "\n")
		}
	}
	n.Note = strings.TrimSpace(t.Note)
	c.MaxLen("needs_note", n.Note, maxNote)
	if n.Arranged == "" && n.Note == "" {
		return n, false
	}
	if !t.Consent {
		c.Add("needs_consent", "form.fault.consent")
	}
	n.Consent = ConsentVersion
	return n, true
}

// PutNeedsIn makes the needs those of the person.
func PutNeedsIn(ctx context.Context, tx bun.IDB, now time.Time, whose Whose, n Needs) error {
	n.AttendanceID, n.WorkspaceID, n.EventID, n.ConsentedAt = whose.AttendanceID, whose.WorkspaceID, whose.EventID, now
	_, err := tx.NewInsert().Model(&n).On("CONFLICT (attendance_id) DO UPDATE").
		Set("arranged = EXCLUDED.arranged").Set("note = EXCLUDED.note").Set("consent = EXCLUDED.consent").
		Set("consented_at = EXCLUDED.consented_at").Exec(ctx)
	return database.Fault(err)
}

// DropNeedsIn deletes a person's needs and reports whether there were any.
func DropNeedsIn(ctx context.Context, tx bun.IDB, attendanceID string) (bool, error) {
	return database.Changed(tx.NewDelete().Model((*Needs)(nil)).Where("attendance_id = ?", attendanceID).Exec(ctx))
}

// NeedsIn returns a person's needs; those of somebody who gave none are not Given.
func NeedsIn(ctx context.Context, db bun.IDB, attendanceID string) (Needs, error) {
	var n Needs
	err := database.Fault(db.NewSelect().Model(&n).Where("fn.attendance_id = ?", attendanceID).Scan(ctx))
	if fault.Is(err, fault.NotFound) {
		return Needs{}, nil
	}
	return n, err
}

// Count says for how many people something is to be arranged.
type Count struct {
	Code   string // "note" for those who wrote something
	People int
}

// CountsIn counts the needs of those who have a place or wait for one.
func CountsIn(ctx context.Context, db bun.IDB, eventID string) ([]Count, error) {
	var all []Needs
	err := db.NewSelect().Model(&all).Join("JOIN attendances AS t ON t.id = fn.attendance_id").
		Where("fn.event_id = ? AND t.place IN ('confirmed', 'waitlisted')", eventID).Scan(ctx)
	people := map[string]int{}
	for _, n := range all {
		for _, code := range n.Codes() {
			people[code]++
		}
		if n.Note != "" {
			people["note"]++
		}
	}
	var counts []Count
	for _, code := range slices.Concat(Access(), Food(), []string{"note"}) {
		if people[code] > 0 {
			counts = append(counts, Count{Code: code, People: people[code]})
		}
	}
	return counts, database.Fault(err)
}
