package account_test

import (
	"context"
	"net/mail"
	"regexp"
	"testing"
	"time"

	"rundertisch/internal/account"
	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
	outbox "rundertisch/internal/mail"
	"rundertisch/internal/mail/mailtest"
)

const password = "ein-recht-langes-kennwort"

type office struct {
	*account.Service
	clock   *clock.Manual
	session string
}

// letters are what the office writes mail with.
func letters(t *testing.T, db *database.DB, now clock.Clock) account.Letters {
	t.Helper()
	_, texts := mailtest.Sentences(t)
	mails, err := outbox.New(db, now, mail.Address{Name: "Planung", Address: "planung@example.org"}, false)
	if err != nil {
		t.Fatal(err)
	}
	return account.Letters{Outbox: mails, Texts: texts, BaseURL: "https://tisch.example.org"}
}

// administrator is the founder at work in the workspace.
func (o office) administrator(t *testing.T) account.Actor {
	t.Helper()
	user, err := o.Session(t.Context(), o.session)
	if err != nil {
		t.Fatal(err)
	}
	workspaces, err := o.Workspaces(t.Context(), user.ID)
	if err != nil {
		t.Fatal(err)
	}
	actor, _, err := o.EnterWorkspace(t.Context(), user, workspaces[0].ID, "")
	if err != nil {
		t.Fatal(err)
	}
	return actor
}

// lastLink returns the newest mail to the address and the token of the link in it.
func lastLink(t *testing.T, db *database.DB, to string) (outbox.Message, string) {
	t.Helper()
	var m outbox.Message
	err := db.Read().NewSelect().Model(&m).Where("m.to_email = ?", to).Order("m.created_at DESC", "m.id DESC").Limit(1).Scan(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`https://tisch\.example\.org/\S+/([a-z0-9]{32})\b`).FindStringSubmatch(m.Text)
	if found == nil {
		return m, ""
	}
	return m, found[1]
}

func founded(t *testing.T, db *database.DB) office {
	t.Helper()
	now := clock.At(time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC))
	s := account.New(db, now, letters(t, db, now))
	token, err := s.SetupLink(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	session, err := s.Found(context.Background(), token, account.Setup{
		Workspace: "Landkreis Musterland", Name: "Jana Größler", Email: "Jana@example.org", Password: password,
	}, "test")
	if err != nil {
		t.Fatal(err)
	}
	return office{s, now, session}
}

func TestTheFirstAdministratorFoundsTheWorkspaceOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := context.Background()
		o := founded(t, db)
		user, err := o.Session(ctx, o.session)
		if err != nil || user.Email != "jana@example.org" {
			t.Fatal(user, err)
		}
		if _, err := o.SetupLink(ctx); !fault.Is(err, fault.Conflict) {
			t.Errorf("a second setup link: %v", err)
		}
		workspaces, err := o.Workspaces(ctx, user.ID)
		if err != nil || len(workspaces) != 1 || workspaces[0].Name != "Landkreis Musterland" {
			t.Errorf("%+v %v", workspaces, err)
		}
	})
}

func TestARefusedFoundingLeavesTheLinkUsable(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := context.Background()
		s := account.New(db, clock.System{}, account.Letters{})
		token, err := s.SetupLink(ctx)
		if err != nil {
			t.Fatal(err)
		}
		_, err = s.Found(ctx, token, account.Setup{Workspace: " ", Name: "", Email: "kein-at", Password: "kurz"}, "")
		var names []string
		for _, f := range fault.Fields(err) {
			names = append(names, f.Name)
		}
		if len(names) != 4 {
			t.Errorf("fields with messages: %v", names)
		}
		good := account.Setup{Workspace: "Amt", Name: "Ada", Email: "ada@example.org", Password: password}
		if _, err := s.Found(ctx, "wrong-"+token, good, ""); !fault.Is(err, fault.NotFound) {
			t.Errorf("wrong token: %v", err)
		}
		if _, err := s.Found(ctx, token, good, ""); err != nil {
			t.Errorf("after a refusal: %v", err)
		}
		if _, err := s.Found(ctx, token, good, ""); err == nil {
			t.Error("the link worked twice")
		}
	})
}

func TestSignInTellsNothingAboutAccounts(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := context.Background()
		o := founded(t, db)
		for _, c := range []struct{ email, password string }{
			{"jana@example.org", "falsch"}, {"niemand@example.org", password}, {"", ""},
		} {
			_, err := o.SignIn(ctx, c.email, c.password, account.Visitor{})
			if !fault.Is(err, fault.Unauthenticated) || err.Error() != "account.signin.wrong" {
				t.Errorf("%q: %v", c.email, err)
			}
		}
		if _, err := o.SignIn(ctx, " JANA@example.org ", password, account.Visitor{}); err != nil {
			t.Errorf("right password: %v", err)
		}
	})
}

func TestASessionEndsIdleAtTheLatestAfterAWeekAndBySignOut(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := context.Background()
		o := founded(t, db)
		for range 14 {
			o.clock.Advance(11 * time.Hour)
			if _, err := o.Session(ctx, o.session); err != nil {
				t.Fatalf("in use: %v", err)
			}
		}
		o.clock.Advance(15 * time.Hour)
		if _, err := o.Session(ctx, o.session); !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("after a week: %v", err)
		}
		idle, err := o.SignIn(ctx, "jana@example.org", password, account.Visitor{})
		if err != nil {
			t.Fatal(err)
		}
		o.clock.Advance(13 * time.Hour)
		if _, err := o.Session(ctx, idle); !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("idle: %v", err)
		}
		left, err := o.SignIn(ctx, "jana@example.org", password, account.Visitor{})
		if err != nil {
			t.Fatal(err)
		}
		if err := o.SignOut(ctx, left); err != nil {
			t.Fatal(err)
		}
		if _, err := o.Session(ctx, left); !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("signed out: %v", err)
		}
	})
}

func TestRolesCountWhereTheyWereGiven(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := context.Background()
		o := founded(t, db)
		user, _ := o.Session(ctx, o.session)
		workspaces, _ := o.Workspaces(ctx, user.ID)
		boss, _, err := o.EnterWorkspace(ctx, user, workspaces[0].ID, "")
		if err != nil {
			t.Fatal(err)
		}
		first, err := o.CreateProject(ctx, boss, account.Project{Name: "Erstes"})
		if err != nil {
			t.Fatal(err)
		}
		second, err := o.CreateProject(ctx, boss, account.Project{Name: "Zweites"})
		if err != nil {
			t.Fatal(err)
		}
		helper, err := o.AddUser(ctx, boss.WorkspaceID, first.ID, account.Coordination, "Tom", "tom@example.org")
		if err != nil {
			t.Fatal(err)
		}
		if actor, _, err := o.Enter(ctx, helper, first.ID); err != nil || !actor.Has(account.Coordination) || actor.Leads() {
			t.Errorf("own project: %+v %v", actor, err)
		}
		for _, other := range []string{second.ID, id.New()} {
			if _, _, err := o.Enter(ctx, helper, other); !fault.Is(err, fault.NotFound) {
				t.Errorf("foreign project: %v", err)
			}
		}
		if _, err := o.CreateProject(ctx, account.Actor{WorkspaceID: boss.WorkspaceID, Roles: []account.Role{account.Coordination}}, account.Project{Name: "x"}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("coordination founds a project: %v", err)
		}
		places, err := o.Places(ctx, helper.ID)
		if err != nil || len(places) != 1 || places[0].Project.ID != first.ID {
			t.Errorf("%+v %v", places, err)
		}
	})
}

func TestAPasswordLinkReplacesPasswordAndSessions(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := context.Background()
		o := founded(t, db)
		user, _ := o.Session(ctx, o.session)
		token, err := o.PasswordLink(ctx, user.ID)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := o.SetPassword(ctx, token, "kurz", ""); !fault.Is(err, fault.Invalid) {
			t.Errorf("short: %v", err)
		}
		if _, err := o.SetPassword(ctx, token, "ganz-neues-kennwort", ""); err != nil {
			t.Fatal(err)
		}
		if _, err := o.Session(ctx, o.session); !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("old session: %v", err)
		}
		if _, err := o.SignIn(ctx, user.Email, "ganz-neues-kennwort", account.Visitor{}); err != nil {
			t.Errorf("new password: %v", err)
		}
	})
}
