package account_test

import (
	"strings"
	"testing"
	"time"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/fault"
)

// moving is the founder with a change of address under way, and the tokens of both links.
func moving(t *testing.T, db *database.DB) (o office, user account.User, toOld, toNew string) {
	t.Helper()
	o = founded(t, db)
	user, err := o.Session(t.Context(), o.session)
	if err != nil {
		t.Fatal(err)
	}
	if err := o.ChangeEmail(t.Context(), user, " Jana.Neu@example.org", password); err != nil {
		t.Fatal(err)
	}
	old, toOld := lastLink(t, db, "jana@example.org")
	fresh, toNew := lastLink(t, db, "jana.neu@example.org")
	if old.Kind != "email_old" || fresh.Kind != "email_new" || toOld == toNew || !strings.Contains(old.Text, "jana.neu@example.org") {
		t.Fatalf("%s %s", old.Kind, fresh.Kind)
	}
	return o, user, toOld, toNew
}

func (o office) signsIn(t *testing.T, email string) bool {
	t.Helper()
	_, err := o.SignIn(t.Context(), email, password, account.Visitor{})
	if err != nil && !fault.Is(err, fault.Unauthenticated) {
		t.Fatal(err)
	}
	return err == nil
}

func TestAnAddressChangesOnceBothHaveConfirmed(t *testing.T) {
	t.Parallel()
	for name, newFirst := range map[string]bool{"the present one first": false, "the new one first": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dbtest.Each(t, func(t *testing.T, db *database.DB) {
				ctx := t.Context()
				o, user, first, second := moving(t, db)
				if newFirst {
					first, second = second, first
				}
				if changed, err := o.ConfirmEmail(ctx, first); err != nil || changed {
					t.Fatal(changed, err)
				}
				if _, err := o.ConfirmEmail(ctx, first); !fault.Is(err, fault.NotFound) {
					t.Errorf("a link worked twice: %v", err)
				}
				if pending, err := o.PendingEmail(ctx, user); err != nil || pending == nil || pending.Whole() {
					t.Errorf("%+v %v", pending, err)
				}
				if !o.signsIn(t, "jana@example.org") || o.signsIn(t, "jana.neu@example.org") {
					t.Error("the address changed with half of the confirmations")
				}
				if changed, err := o.ConfirmEmail(ctx, second); err != nil || !changed {
					t.Fatal(changed, err)
				}
				if o.signsIn(t, "jana@example.org") || !o.signsIn(t, "jana.neu@example.org") {
					t.Error("the address did not change")
				}
				for _, address := range []string{"jana@example.org", "jana.neu@example.org"} {
					if m, _ := lastLink(t, db, address); m.Kind != "email_changed" {
						t.Errorf("%s was told %s last", address, m.Kind)
					}
				}
				if pending, err := o.PendingEmail(ctx, user); err != nil || pending != nil {
					t.Errorf("%+v %v", pending, err)
				}
			})
		})
	}
}

func TestAChangeOfAddressIsRefused(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		o := founded(t, db)
		boss := o.administrator(t)
		if _, err := o.AddUser(ctx, boss.WorkspaceID, "", account.Auditor, "Tom", "tom@example.org"); err != nil {
			t.Fatal(err)
		}
		user, _ := o.Session(ctx, o.session)
		withoutPassword := user
		withoutPassword.PasswordHash = ""
		for name, c := range map[string]struct {
			user                 account.User
			email, typed, expect string
		}{
			"a wrong password":            {user, "neu@example.org", "falsch", "account.password.wrong"},
			"no address":                  {user, "neu", password, "mail.address.invalid"},
			"the same address":            {user, "JANA@example.org", password, "account.email.same"},
			"somebody else's address":     {user, "Tom@example.org", password, "account.email.taken"},
			"an account without password": {withoutPassword, "neu@example.org", password, "account.email.no_password"},
		} {
			err := o.ChangeEmail(ctx, c.user, c.email, c.typed)
			if fields := fault.Fields(err); len(fields) != 1 || fields[0].Key != c.expect {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestAnAddressTakenMeanwhileStaysTheirs(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		o, user, toOld, toNew := moving(t, db)
		if _, err := o.AddUser(ctx, o.administrator(t).WorkspaceID, "", account.Auditor, "Tom", "jana.neu@example.org"); err != nil {
			t.Fatal(err)
		}
		if _, err := o.ConfirmEmail(ctx, toOld); err != nil {
			t.Fatal(err)
		}
		if changed, err := o.ConfirmEmail(ctx, toNew); changed || !fault.Is(err, fault.Conflict) {
			t.Errorf("%v %v", changed, err)
		}
		if known, err := o.FindUser(ctx, "jana@example.org"); err != nil || known.ID != user.ID {
			t.Errorf("%+v %v", known, err)
		}
	})
}

func TestAChangeOfAddressEnds(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(t *testing.T, o office, user account.User, toOld string) error{
		"when it is called off": func(t *testing.T, o office, user account.User, _ string) error {
			return o.WithdrawEmail(t.Context(), user)
		},
		"when the present address rejects it": func(t *testing.T, o office, _ account.User, toOld string) error {
			return o.RejectEmail(t.Context(), toOld)
		},
		"after a day": func(_ *testing.T, o office, _ account.User, _ string) error {
			o.clock.Advance(24*time.Hour + time.Minute)
			return nil
		},
		"with a new password": func(t *testing.T, o office, user account.User, _ string) error {
			_, err := o.ChangePassword(t.Context(), user, password, "vier blaue Stühle", "")
			return err
		},
		"with the next change": func(t *testing.T, o office, user account.User, _ string) error {
			return o.ChangeEmail(t.Context(), user, "jana.anders@example.org", password)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dbtest.Each(t, func(t *testing.T, db *database.DB) {
				o, user, toOld, toNew := moving(t, db)
				if err := end(t, o, user, toOld); err != nil {
					t.Fatal(err)
				}
				for _, token := range []string{toOld, toNew} {
					if _, err := o.ConfirmEmail(t.Context(), token); !fault.Is(err, fault.NotFound) {
						t.Errorf("a link still works: %v", err)
					}
				}
			})
		})
	}
}
