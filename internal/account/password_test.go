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
