package reminder

import (
	"context"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/date"
	"rundertisch/internal/fault"
)

// Settings is what somebody who signs in has chosen about their reminders.
type Settings struct {
	bun.BaseModel `bun:"table:reminder_settings,alias:s"`

	UserID     string    `bun:"user_id,pk"`
	Quiet      bool      `bun:"quiet"`       // neither reminders nor digest
	QuietUntil date.Date `bun:"quiet_until"` // last quiet day; empty: until further notice
	DigestDay  int       `bun:"digest_day"`  // 1 is Monday, 7 Sunday; 0: no digest
	DigestHour int       `bun:"digest_hour"` // in the house's zone
	ChangedAt  time.Time `bun:"changed_at"`
}

// usualSettings are those of who has chosen nothing: everything, the digest on Monday at seven.
func usualSettings(userID string) Settings {
	return Settings{UserID: userID, DigestDay: 1, DigestHour: fromHour}
}

// DigestHours lists the hours to choose from: those in which mail goes out.
func DigestHours() []int {
	var hours []int
	for hour := fromHour; hour < untilHour; hour++ {
		hours = append(hours, hour)
	}
	return hours
}

// Validate checks the choices. Fields: digest_day, digest_hour.
func (s Settings) Validate() error {
	var c fault.Checks
	if s.DigestDay < 0 || s.DigestDay > 7 {
		c.Add("digest_day", "fault.choice")
	}
	if !slices.Contains(DigestHours(), s.DigestHour) {
		c.Add("digest_hour", "fault.choice")
	}
	return c.Err()
}

// quietOn reports whether the person wants no reminders on the day.
func (s Settings) quietOn(day date.Date) bool {
	return s.Quiet && (s.QuietUntil == "" || day <= s.QuietUntil)
}

// alike compares what is chosen.
func (s Settings) alike(other Settings) bool {
	s.ChangedAt, other.ChangedAt = time.Time{}, time.Time{}
	return s == other
}

// Settings returns what the user has chosen.
func (s *Service) Settings(ctx context.Context, user account.User) (Settings, error) {
	return findSettings(ctx, s.db.Read(), user.ID)
}

// Choose keeps what the user chooses instead of was, a Conflict when something else counts by now. Fields: digest_day,
// digest_hour.
func (s *Service) Choose(ctx context.Context, user account.User, was, is Settings) error {
	was.UserID, is.UserID, is.ChangedAt = user.ID, user.ID, s.clock.Now()
	if err := is.Validate(); err != nil {
		return err
	}
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		stored, err := findSettings(ctx, tx, user.ID)
		if err != nil {
			return err
		}
		if !stored.alike(was) {
			return fault.New(fault.Conflict, "fault.conflict")
		}
		if err := putSettings(ctx, tx, is); err != nil {
			return err
		}
		return s.recordOwn(ctx, tx, user, "user.reminders_set")
	})
}

func putSettings(ctx context.Context, tx bun.IDB, is Settings) error {
	_, err := tx.NewInsert().Model(&is).On("CONFLICT (user_id) DO UPDATE").
		Set("quiet = EXCLUDED.quiet").Set("quiet_until = EXCLUDED.quiet_until").Set("digest_day = EXCLUDED.digest_day").
		Set("digest_hour = EXCLUDED.digest_hour").Set("changed_at = EXCLUDED.changed_at").Exec(ctx)
	return database.Fault(err)
}

func (s *Service) recordOwn(ctx context.Context, tx bun.IDB, user account.User, action string) error {
	return s.accounts.RecordOwnIn(ctx, tx, user, action)
}

func findSettings(ctx context.Context, db bun.IDB, userID string) (Settings, error) {
	var found Settings
	err := database.Fault(db.NewSelect().Model(&found).Where("s.user_id = ?", userID).Scan(ctx))
	if fault.Is(err, fault.NotFound) {
		return usualSettings(userID), nil
	}
	return found, err
}

// settingsOf returns what the people have chosen.
func settingsOf(ctx context.Context, db bun.IDB, members []account.Member) (map[string]Settings, error) {
	ids := make([]string, len(members))
	all := make(map[string]Settings, len(members))
	for i, m := range members {
		ids[i] = m.ID
		usual := usualSettings(m.ID)
		usual.ChangedAt = m.CreatedAt // no digest of a day before somebody came
		all[m.ID] = usual
	}
	var rows []Settings
	err := db.NewSelect().Model(&rows).Where("s.user_id IN (?)", bun.List(ids)).Scan(ctx)
	for _, row := range rows {
		all[row.UserID] = row
	}
	return all, database.Fault(err)
}
