package account_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/fault"
)

func TestAnInvitedColleagueChoosesAPasswordWithinSevenDays(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		o := founded(t, db)
		boss := o.administrator(t)
		in := account.Invitation{Name: "Mehmet Yılmaz", Email: " Mehmet@example.org", Lang: "de", Role: account.Coordination}
		if err := o.InviteColleague(ctx, boss, in); err != nil {
			t.Fatal(err)
		}
		m, first := lastLink(t, db, "mehmet@example.org")
		if m.Kind != "colleague" || !strings.Contains(m.Text, "Jana Größler") || first == "" {
			t.Fatalf("%q %q", m.Subject, m.Text)
		}
		if err := o.InviteColleague(ctx, boss, in); !fault.Is(err, fault.Invalid) {
			t.Errorf("invited twice: %v", err)
		}
		members, err := o.Members(ctx, boss)
		if err != nil || len(members) != 2 || members[1].Name != "Mehmet Yılmaz" || !members[1].Invited() || members[0].Invited() {
			t.Fatalf("%+v %v", members, err)
		}
		o.clock.Advance(time.Hour)
		if err := o.ResendInvitation(ctx, boss, members[1].ID); err != nil {
			t.Fatal(err)
		}
		_, second := lastLink(t, db, "mehmet@example.org")
		if _, err := o.SetPassword(ctx, first, password, ""); !fault.Is(err, fault.NotFound) {
			t.Errorf("the link before still works: %v", err)
		}
		o.clock.Advance(7*24*time.Hour - time.Minute)
		session, err := o.SetPassword(ctx, second, password, "")
		if err != nil {
			t.Fatal(err)
		}
		user, err := o.Session(ctx, session)
		if err != nil || user.Name != "Mehmet Yılmaz" {
			t.Errorf("%+v %v", user, err)
		}
		if err := o.RevokeInvitation(ctx, boss, user.ID); !fault.Is(err, fault.Conflict) {
			t.Errorf("who has come is sent away: %v", err)
		}
	})
}

func TestARevokedInvitationLeavesNothing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		holds := account.Grants{"": account.Administrator}
		o := founded(t, db)
		boss := o.administrator(t)
		in := account.Invitation{Name: "Ewa Łuczak", Email: "ewa@example.org", Lang: "en", Role: account.Administrator}
		if err := o.InviteColleague(ctx, boss, in); err != nil {
			t.Fatal(err)
		}
		members, _ := o.Members(ctx, boss)
		if err := o.ChangeRoles(ctx, boss, boss.UserID, holds, account.Grants{"": account.Coordination}, password); !fault.Is(err, fault.Invalid) {
			t.Errorf("only an invited person would administer: %v", err)
		}
		_, token := lastLink(t, db, "ewa@example.org")
		if err := o.RevokeInvitation(ctx, boss, members[0].ID); err != nil {
			t.Fatal(err)
		}
		if _, err := o.SetPassword(ctx, token, password, ""); !fault.Is(err, fault.NotFound) {
			t.Errorf("the link still works: %v", err)
		}
		if _, err := o.FindUser(ctx, "ewa@example.org"); !fault.Is(err, fault.NotFound) {
			t.Errorf("the account is still there: %v", err)
		}
		if err := o.InviteColleague(ctx, boss, in); err != nil {
			t.Errorf("invited again: %v", err)
		}
	})
}

func TestRolesChangeWithTheOwnPasswordAndSomebodyAdministers(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		holds := account.Grants{"": account.Administrator}
		o := founded(t, db)
		boss := o.administrator(t)
		project, err := o.CreateProject(ctx, boss, account.Project{Name: "Wohnen"})
		if err != nil {
			t.Fatal(err)
		}
		user, err := o.AddUser(ctx, boss.WorkspaceID, "", account.Administrator, "Tom", "tom@example.org")
		if err != nil {
			t.Fatal(err)
		}
		grants := account.Grants{"": account.Coordination, project.ID: account.ProjectLead}
		if err := o.ChangeRoles(ctx, boss, user.ID, holds, grants, "falsch"); !fault.Is(err, fault.Invalid) {
			t.Errorf("wrong password: %v", err)
		}
		if err := o.ChangeRoles(ctx, boss, user.ID, holds, account.Grants{"01J00000000000000000000000": account.ProjectLead}, password); !fault.Is(err, fault.NotFound) {
			t.Errorf("a foreign project: %v", err)
		}
		if err := o.ChangeRoles(ctx, boss, user.ID, holds, grants, password); err != nil {
			t.Fatal(err)
		}
		if actor, _, err := o.Enter(ctx, user, project.ID); err != nil || !actor.Has(account.ProjectLead) || actor.Has(account.Administrator) {
			t.Errorf("%+v %v", actor, err)
		}
		for _, left := range []account.Grants{{"": account.ProjectLead}, {project.ID: account.Administrator}} {
			if err := o.ChangeRoles(ctx, boss, boss.UserID, holds, left, password); !fault.Is(err, fault.Invalid) || fault.Fields(err)[0].Key != "account.member.last_administrator" {
				t.Errorf("nobody administers with %v: %v", left, err)
			}
		}
		tom := account.Actor{UserID: user.ID, WorkspaceID: boss.WorkspaceID, Roles: []account.Role{account.Coordination}}
		if _, err := o.Members(ctx, tom); !fault.Is(err, fault.Forbidden) {
			t.Errorf("the coordination reads the list: %v", err)
		}
	})
}

func TestTwoAdministratorsCannotDismissEachOther(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		holds := account.Grants{"": account.Administrator}
		o := founded(t, db)
		boss := o.administrator(t)
		other, err := o.AddUser(ctx, boss.WorkspaceID, "", account.Administrator, "Tom", "tom@example.org")
		if err != nil {
			t.Fatal(err)
		}
		second := boss
		second.UserID = other.ID
		var both sync.WaitGroup
		errs := make([]error, 2)
		both.Go(func() {
			errs[0] = o.ChangeRoles(ctx, boss, other.ID, holds, account.Grants{"": account.Coordination}, password)
		})
		both.Go(func() {
			errs[1] = o.ChangeRoles(ctx, second, boss.UserID, holds, account.Grants{"": account.Coordination}, "")
		})
		both.Wait()
		refused := 0
		for _, err := range errs {
			if err != nil {
				refused++
			}
		}
		if refused != 1 {
			t.Errorf("%v", errs)
		}
	})
}
