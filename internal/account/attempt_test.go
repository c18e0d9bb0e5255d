package account_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"rundertisch/internal/account"
	"rundertisch/internal/audit"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/fault"
)

var (
	office4  = account.Visitor{Address: "192.0.2.17"}
	stranger = account.Visitor{Address: "2001:db8:1::5"}
)

// guess tries wrong passwords and returns what was said of the last one.
func (o office) guess(t *testing.T, n int, email string, from account.Visitor) (err error) {
	t.Helper()
	for range n {
		_, err = o.SignIn(t.Context(), email, "falsch", from)
		if err == nil {
			t.Fatal("a wrong password opened a session")
		}
	}
	return err
}

func (o office) waits(t *testing.T, err error) time.Duration {
	t.Helper()
	until, ok := account.WaitUntil(err)
	if !ok {
		return 0
	}
	return until.Sub(o.clock.Now())
}

func TestWrongPasswordsCostMoreAndMoreTime(t *testing.T) {
	t.Parallel()
	for name, email := range map[string]string{"of a person": "jana@example.org", "of nobody": "niemand@example.org"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dbtest.Each(t, func(t *testing.T, db *database.DB) {
				o := founded(t, db)
				if err := o.guess(t, 4, email, office4); !fault.Is(err, fault.Unauthenticated) {
					t.Fatalf("the fourth: %v", err)
				}
				for _, minutes := range []time.Duration{1, 2, 4, 8, 16, 32, 60, 60} {
					if got := o.waits(t, o.guess(t, 1, email, office4)); got != minutes*time.Minute {
						t.Fatalf("wait %v, want %d minutes", got, minutes)
					}
					o.clock.Advance(minutes*time.Minute - time.Second)
					if _, err := o.SignIn(t.Context(), email, password, office4); !fault.Is(err, fault.TooMany) {
						t.Fatalf("a second too early: %v", err)
					}
					o.clock.Advance(time.Second)
				}
				o.clock.Advance(24*time.Hour + time.Second)
				if err := o.guess(t, 1, email, office4); !fault.Is(err, fault.Unauthenticated) {
					t.Errorf("a day later: %v", err)
				}
			})
		})
	}
}

func TestARightPasswordForgetsTheWrongOnes(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := founded(t, db)
		for range 3 {
			_ = o.guess(t, 4, "jana@example.org", office4)
			if _, err := o.SignIn(t.Context(), "jana@example.org", password, office4); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestAStrangerDoesNotLockThePersonOut(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		o := founded(t, db)
		device, err := o.RememberDevice(ctx, o.session, "")
		if err != nil {
			t.Fatal(err)
		}
		_ = o.guess(t, 9, "jana@example.org", stranger)
		if _, err := o.SignIn(ctx, "jana@example.org", password, office4); err != nil {
			t.Errorf("from another network: %v", err)
		}
		for i := range 28 { // from everywhere
			from := account.Visitor{Address: strings.Replace("203.0.x.1", "x", string(rune('0'+i%10)), 1)}
			_ = o.guess(t, 1, "jana@example.org", from)
			o.clock.Advance(time.Minute)
		}
		if _, err := o.SignIn(ctx, "jana@example.org", password, account.Visitor{Address: "198.51.100.1"}); !fault.Is(err, fault.TooMany) {
			t.Errorf("an unknown browser: %v", err)
		}
		known := account.Visitor{Address: "198.51.100.1", Device: device}
		if _, err := o.SignIn(ctx, "jana@example.org", password, known); err != nil {
			t.Errorf("the known browser: %v", err)
		}
		if err := o.guess(t, 5, "jana@example.org", known); !fault.Is(err, fault.TooMany) {
			t.Errorf("somebody guesses at the known browser: %v", err)
		}
		if err := o.guess(t, 1, "tom@example.org", known); !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("another account at that browser: %v", err)
		}
	})
}

func TestManyAttemptsAtOnceAreNoWayAround(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := founded(t, db)
		var all sync.WaitGroup
		errs := make([]error, 12)
		for i := range errs {
			all.Go(func() { _, errs[i] = o.SignIn(t.Context(), "jana@example.org", "falsch", office4) })
		}
		all.Wait()
		checked := 0
		for _, err := range errs {
			if fault.Is(err, fault.Unauthenticated) {
				checked++
			}
		}
		if checked != 4 {
			t.Errorf("%d were told that the password is wrong, want 4: %v", checked, errs)
		}
	})
}

func TestRefusedSignInsAreInTheTrailWithoutTheWholeAddress(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		o := founded(t, db)
		boss := o.administrator(t)
		_ = o.guess(t, 4, "jana@example.org", office4)
		_ = o.guess(t, 5, "jana@example.org", stranger)
		entries, err := audit.Of(ctx, db.Read(), boss.WorkspaceID, "user", boss.UserID)
		if err != nil {
			t.Fatal(err)
		}
		networks := map[string]int{}
		for _, e := range entries {
			if network, ok := e.Details["network"].(string); ok {
				networks[e.Action+" "+network]++
			}
		}
		if len(networks) != 3 || networks["user.sign_in_refused 192.0.2.0/24"] != 4 ||
			networks["user.sign_in_refused 2001:db8:1::/48"] != 4 || networks["user.sign_in_blocked 2001:db8:1::/48"] != 1 {
			t.Errorf("%v", networks)
		}
	})
}

func TestTheOwnPasswordIsNotGuessedInAnOpenSession(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		o := founded(t, db)
		boss := o.administrator(t)
		for range 5 {
			if err := o.Confirm(ctx, boss, "falsch"); !fault.Is(err, fault.Invalid) {
				t.Fatal(err)
			}
		}
		if err := o.Confirm(ctx, boss, password); !fault.Is(err, fault.Invalid) || fault.Fields(err)[0].Key != "account.password.wait" {
			t.Errorf("the sixth, which is right: %v", err)
		}
		o.clock.Advance(time.Minute)
		if err := o.Confirm(ctx, boss, password); err != nil {
			t.Errorf("after the wait: %v", err)
		}
	})
}
