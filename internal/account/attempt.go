package account

import (
	"context"
	"errors"
	"net/netip"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/audit"
	"rundertisch/internal/database"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
)

// Wrong passwords cost time (OWASP ASVS 5, 6.3.1). They are counted by account and network together, so that a stranger
// cannot lock out the person from afar, and by account alone with more patience, against guessing from many networks.
// A browser that has signed in as the person before is counted by itself: whatever strangers try, it gets in. Counting
// comes before the password is checked, so that many attempts at once are no way around it.
const (
	fromOnePlace  = 5              // wrong passwords in a row, before the first wait
	fromAnywhere  = 25             // for an account, from all networks and unknown browsers
	longestWait   = time.Hour      // the wait doubles from a minute up to this
	attemptsCount = 24 * time.Hour // after the last one they are forgotten
	deviceLife    = 180 * 24 * time.Hour
)

// Visitor is where an attempt to sign in comes from.
type Visitor struct {
	UserAgent string
	Address   string // IP address; only its network is kept
	Device    string // token of a browser that has signed in before, as RememberDevice gave it; may be anything
}

// network cuts an address to what is kept of it: /24 of IPv4, /48 of IPv6; empty when it is none.
func (v Visitor) network() string {
	address, err := netip.ParseAddr(v.Address)
	if err != nil {
		return ""
	}
	bits := 48
	if address = address.Unmap(); address.Is4() {
		bits = 24
	}
	network, err := address.Prefix(bits)
	if err != nil {
		return ""
	}
	return network.String()
}

type attempts struct {
	bun.BaseModel `bun:"table:sign_in_attempts,alias:a"`

	KeyHash      string     `bun:"key_hash,pk"`
	Failures     int64      `bun:"failures"` // in a row
	LastAt       time.Time  `bun:"last_at"`
	BlockedUntil *time.Time `bun:"blocked_until"`
}

// counter is what wrong passwords are counted by, and how many are free.
type counter struct {
	key  string
	free int64
}

// counters are those of an attempt on the address.
func (s *Service) counters(ctx context.Context, user User, email string, from Visitor) ([]counter, error) {
	known, err := s.knowsDevice(ctx, user.ID, from.Device)
	if err != nil {
		return nil, err
	}
	if known {
		return []counter{{id.Hash("device " + from.Device), fromOnePlace}}, nil
	}
	email = FoldEmail(email)
	return []counter{
		{id.Hash("place " + email + " " + from.network()), fromOnePlace},
		{id.Hash("account " + email), fromAnywhere},
	}, nil
}

// count notes an attempt as failed until forget says otherwise, and returns when the next one counts if it does fail
// (zero: at once). TooMany while a wait goes on.
func (s *Service) count(ctx context.Context, counters []counter) (wait time.Time, err error) {
	err = s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		now := s.clock.Now()
		_, err := tx.NewDelete().Model((*attempts)(nil)).Where("last_at < ?", now.Add(-attemptsCount)).Exec(ctx)
		if err != nil {
			return database.Fault(err)
		}
		for _, c := range counters {
			until, err := countOne(ctx, tx, c, now)
			if err != nil {
				return err
			}
			if until.After(wait) {
				wait = until
			}
		}
		return nil
	})
	return wait, err
}

func countOne(ctx context.Context, tx bun.IDB, c counter, now time.Time) (until time.Time, err error) {
	row := attempts{KeyHash: c.key, LastAt: now}
	_, err = tx.NewInsert().Model(&row).On("CONFLICT (key_hash) DO UPDATE").Set("key_hash = EXCLUDED.key_hash").Returning("*").Exec(ctx)
	if err != nil {
		return until, database.Fault(err)
	}
	if row.BlockedUntil != nil && row.BlockedUntil.After(now) {
		return until, tooMany(*row.BlockedUntil)
	}
	row.Failures, row.LastAt, row.BlockedUntil = row.Failures+1, now, nil
	if over := row.Failures - c.free; over >= 0 {
		until = now.Add(min(time.Minute<<min(over, 6), longestWait))
		row.BlockedUntil = &until
	}
	return until, database.OneRow(tx.NewUpdate().Model(&row).WherePK().Exec(ctx))
}

// forget ends the counting after a right password.
func forget(ctx context.Context, tx bun.IDB, counters []counter) error {
	for _, c := range counters {
		if _, err := tx.NewDelete().Model((*attempts)(nil)).Where("key_hash = ?", c.key).Exec(ctx); err != nil {
			return database.Fault(err)
		}
	}
	return nil
}

func tooMany(until time.Time) error { return fault.New(fault.TooMany, "account.signin.wait", until) }

// WaitUntil returns until when SignIn refuses further attempts, if that is what err says.
func WaitUntil(err error) (time.Time, bool) {
	var e *fault.Error
	if !errors.As(err, &e) || e.Kind != fault.TooMany || len(e.Args) == 0 {
		return time.Time{}, false
	}
	until, ok := e.Args[0].(time.Time)
	return until, ok
}

// refuse records a wrong password and returns what is said of it. An address that nobody signs in with takes the same
// way, so that the time it takes tells nothing.
func (s *Service) refuse(ctx context.Context, user User, from Visitor, wait time.Time) error {
	action, said := "user.sign_in_refused", error(fault.New(fault.Unauthenticated, "account.signin.wrong"))
	details := map[string]any{"network": from.network()}
	if !wait.IsZero() {
		action, said = "user.sign_in_blocked", tooMany(wait)
		details["until"] = wait.UTC().Format(time.RFC3339)
	}
	err := s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		return s.recordOwn(ctx, tx, user, action, details)
	})
	if err != nil {
		return err
	}
	return said
}

// recordOwn writes an entry about the user's own account into the trail of every workspace they belong to, so that each
// of them can be read by itself; without one it belongs to none.
func (s *Service) recordOwn(ctx context.Context, tx bun.IDB, user User, action string, details map[string]any) error {
	var workspaces []string
	err := tx.NewSelect().Model((*Membership)(nil)).ColumnExpr("DISTINCT m.workspace_id").Where("m.user_id = ?", user.ID).Scan(ctx, &workspaces)
	if err != nil {
		return database.Fault(err)
	}
	if len(workspaces) == 0 {
		workspaces = []string{""}
	}
	for _, workspaceID := range workspaces {
		actor := Actor{UserID: user.ID, Name: user.Name, WorkspaceID: workspaceID}
		if err := audit.Record(ctx, tx, actor.Entry(s.clock.Now(), action, "user", user.ID, details)); err != nil {
			return err
		}
	}
	return nil
}

// RecordOwnIn is recordOwn for higher packages that keep something of the user's own.
func (s *Service) RecordOwnIn(ctx context.Context, tx bun.IDB, user User, action string) error {
	return s.recordOwn(ctx, tx, user, action, nil)
}

type knownDevice struct {
	bun.BaseModel `bun:"table:known_devices,alias:d"`

	TokenHash string    `bun:"token_hash,pk"`
	UserID    string    `bun:"user_id"`
	CreatedAt time.Time `bun:"created_at"`
	ExpiresAt time.Time `bun:"expires_at"`
}

func (s *Service) knowsDevice(ctx context.Context, userID, device string) (bool, error) {
	if userID == "" || device == "" {
		return false, nil
	}
	n, err := s.db.Read().NewSelect().Model((*knownDevice)(nil)).
		Where("d.token_hash = ? AND d.user_id = ? AND d.expires_at > ?", id.Hash(device), userID, s.clock.Now()).Count(ctx)
	return n > 0, database.Fault(err)
}

// RememberDevice returns the token by which the browser of a fresh session is known at the next attempt: the one it
// has, when that is the session's person's, else a new one. It opens nothing; see SignIn.
func (s *Service) RememberDevice(ctx context.Context, session, device string) (string, error) {
	user, err := s.Session(ctx, session)
	if err != nil {
		return "", err
	}
	known, err := s.knowsDevice(ctx, user.ID, device)
	if err != nil || known {
		return device, err
	}
	now, token := s.clock.Now(), id.Token()
	return token, s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		if _, err := tx.NewDelete().Model((*knownDevice)(nil)).Where("expires_at < ?", now).Exec(ctx); err != nil {
			return database.Fault(err)
		}
		return insert(ctx, tx, &knownDevice{TokenHash: id.Hash(token), UserID: user.ID, CreatedAt: now, ExpiresAt: now.Add(deviceLife)})
	})
}

func dropDevices(ctx context.Context, tx bun.IDB, userID string) error {
	_, err := tx.NewDelete().Model((*knownDevice)(nil)).Where("user_id = ?", userID).Exec(ctx)
	return database.Fault(err)
}
