package account_test

import (
	"strings"
	"testing"
	"time"

	"rundertisch/internal/account"
	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/fault"
	outbox "rundertisch/internal/mail"
)

func TestPasswordsThatAreGuessedFirstAreRefused(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		s := account.New(db, clock.System{}, account.Letters{})
		for password, refused := range map[string]string{
			"elf Zeichen":                    "account.password.short",
			strings.Repeat("lang", 33):       "fault.too_long",
			"Passwort123456":                 "account.password.common",
			"qwertzuiop2026":                 "account.password.common",
			"aaaaaaaaaaaaaaaaaa":             "account.password.common",
			"jana.groessler@example.org":     "account.password.names_you",
			"JanaGrößler11":                  "account.password.names_you",
			"MusterlandMusterland":           "account.password.names_you",
			"Runder Tisch 2026":              "account.password.common",
			"1Q2w3e4r5t6y":                   "account.password.common",
			"finalfantasy":                   "account.password.common",
			strings.Repeat("ß ü€ж🙂 7-", 14):  "",
			"nurkleinebuchstaben":            "",
			"vier blaue Stühle am Ufer":      "",
			"ключ от старого сарая":          "",
			"    alle acht Leerzeichen     ": "",
		} {
			_, err := s.Found(t.Context(), "kein-link", account.Setup{
				Workspace: "Landkreis Musterland", Name: "Jana Größler", Email: "jana.groessler@example.org", Password: password,
			}, "")
			got := ""
			for _, f := range fault.Fields(err) {
				got = f.Key
			}
			if got != refused {
				t.Errorf("%q: %q, want %q", password, got, refused)
			}
		}
	})
}

func TestAForgottenPasswordIsReplacedWithinAnHour(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		o := founded(t, db)
		forget := func(email string) {
			t.Helper()
			if err := o.ForgotPassword(ctx, email); err != nil {
				t.Fatal(err)
			}
		}
		forget("niemand@example.org")
		forget(" JANA@example.org ")
		forget("jana@example.org")
		n, err := db.Read().NewSelect().Model((*outbox.Message)(nil)).Where("kind = 'password_reset'").Count(ctx)
		if err != nil || n != 1 {
			t.Errorf("%d mails, want one: %v", n, err)
		}
		_, late := lastLink(t, db, "jana@example.org")
		o.clock.Advance(61 * time.Minute)
		if _, err := o.SetPassword(ctx, late, "vier blaue Stühle", ""); !fault.Is(err, fault.NotFound) {
			t.Errorf("after an hour: %v", err)
		}
		forget("jana@example.org")
		_, token := lastLink(t, db, "jana@example.org")
		if _, err := o.SetPassword(ctx, token, "jana@example.org", ""); !fault.Is(err, fault.Invalid) {
			t.Errorf("the address as password: %v", err)
		}
		if _, err := o.SetPassword(ctx, token, "vier blaue Stühle", ""); err != nil {
			t.Fatal(err)
		}
		if _, err := o.SignIn(ctx, "jana@example.org", "vier blaue Stühle", account.Visitor{}); err != nil {
			t.Error(err)
		}
		if _, err := o.Session(ctx, o.session); !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("the session of before goes on: %v", err)
		}
	})
}

func TestTheNamesOfTheOwnWorkspacesAreNoPassword(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		o := founded(t, db)
		user, err := o.Session(ctx, o.session)
		if err != nil {
			t.Fatal(err)
		}
		token, err := o.PasswordLink(ctx, user.ID)
		if err != nil {
			t.Fatal(err)
		}
		_, byLink := o.SetPassword(ctx, token, "Musterland-1234", "")
		_, own := o.ChangePassword(ctx, user, password, "Musterland-1234", "")
		for _, err := range []error{byLink, own} {
			if fields := fault.Fields(err); len(fields) != 1 || fields[0].Key != "account.password.names_you" {
				t.Errorf("%v", err)
			}
		}
	})
}

func TestAPasswordCountsExactlyAsItWasTypedAndForEver(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		o := founded(t, db)
		user, err := o.Session(ctx, o.session)
		if err != nil {
			t.Fatal(err)
		}
		long := strings.Repeat("Vier blaue Stühle am Ufer ", 4) + " x" // 106 characters, blanks at the end of each part
		if _, err := o.ChangePassword(ctx, user, password, long, ""); err != nil {
			t.Fatal(err)
		}
		for name, typed := range map[string]string{
			"another case": strings.ToLower(long), "cut": long[:len(long)-1], "trimmed": strings.ReplaceAll(long, "  ", " "), "composed otherwise": strings.ReplaceAll(long, "ü", "u\u0308"),
		} {
			if _, err := o.SignIn(ctx, user.Email, typed, account.Visitor{Address: "192.0.2.1"}); !fault.Is(err, fault.Unauthenticated) {
				t.Errorf("%s: %v", name, err)
			}
		}
		o.clock.Advance(10 * 365 * 24 * time.Hour)
		if _, err := o.SignIn(ctx, user.Email, long, account.Visitor{}); err != nil {
			t.Errorf("ten years later: %v", err)
		}
	})
}
