package trailweb_test

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
	"rundertisch/internal/directory"
	"rundertisch/internal/document"
	"rundertisch/internal/fault"
	"rundertisch/internal/files"
)

func TestAuditorsReadTheTrailInWordsAndChangeNothing(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		s.Clock.Advance(24 * time.Hour)
		auditor, _ := s.Person(o.Project, "", account.Auditor)
		coordination, _ := s.Person(o.Project, "", account.Coordination)
		boss := o.Actor
		boss.ProjectID = o.Project.ID
		added, err := s.Directory.AddOrganisation(t.Context(), boss, directory.Organisation{Kind: directory.Kinds()[0], Name: "Wohnhilfe Nord"})
		if err != nil {
			t.Fatal(err)
		}
		list := "/workspaces/" + o.Actor.WorkspaceID + "/audit"
		auditor.Get("/projects").Has("main a[href='"+list+"']", "Protokoll")
		page := auditor.Get(list).Status(200).Has("#audit tbody tr:first-child", "Akteur angelegt").Has("#audit tbody tr:first-child", "Jana Größler").
			Has("#audit a[href$='"+added.ID+"']", "Wohnhilfe Nord").Has("#audit", "Angemeldet").HasNot("#audit", "organisation.").HasNot("#audit", "⟦")
		if page.Find("main form[method=post]").Length() != 0 {
			t.Error("the trail can be changed")
		}
		all := page.Find("#audit tbody tr").Length()
		auditor.Submit("main form", url.Values{"kind": {"organisation"}})
		auditor.Get(list+"?kind=organisation").Status(200).Has("caption", "1 Eintrag")
		auditor.Get(list+"?to=2026-11-22").Status(200).HasNot("#audit", "Wohnhilfe")
		auditor.Get(list+"?from=2026-11-23&person="+boss.UserID).Status(200).Has("caption", "1 Eintrag")
		auditor.Get(list+"?from=gestern").Status(422).Has("[role=alert]", "Datum")
		auditor.Get(list+"?from=2030-01-01").Status(200).Has("main", "Keine Einträge").Has("main a", "Alle Einträge")
		auditor.Get(list+"?page=99").Status(200).Has("#audit", "Akteur angelegt")
		file := auditor.Get(list + ".csv?kind=organisation").Status(200)
		if lines := strings.Count(file.Body, "\r\n"); lines != 2 || !strings.Contains(file.Body, "Wohnhilfe Nord") {
			t.Errorf("%q", file.Body)
		}
		if whole := auditor.Get(list + ".csv").Status(200); strings.Count(whole.Body, "\r\n") != all+1 {
			t.Errorf("%d lines, the page has %d rows", strings.Count(whole.Body, "\r\n"), all)
		}
		auditor.Get(list + ".xlsx").Status(200)
		coordination.Get("/projects").HasNot("main a", "Protokoll der")
		coordination.Get(list).Status(404)
		s.Office("Landkreis Nebenan").Get(list).Status(404)
	})
}

func TestAuditorsOfOneProjectReadWhatWasDoneThere(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		boss := o.Actor
		other, err := s.Accounts.CreateProject(t.Context(), boss, account.Project{Name: "Anderes Vorhaben", StartsOn: "2026-01", EndsOn: "2027-12"})
		if err != nil {
			t.Fatal(err)
		}
		boss.ProjectID = o.Project.ID
		paper, err := s.Documents.Add(t.Context(), boss, document.Details{Title: "Sachbericht", Kind: document.Report, Language: "de"},
			files.Upload{Name: "bericht.csv", Size: 8, Content: strings.NewReader("a;b\n1;2\n")}, "")
		if err != nil {
			t.Fatal(err)
		}
		elsewhere := boss
		elsewhere.ProjectID = other.ID
		if _, err := s.Directory.AddOrganisation(t.Context(), elsewhere, directory.Organisation{Kind: directory.Kinds()[0], Name: "Wohnhilfe Nord"}); err != nil {
			t.Fatal(err)
		}
		auditor, _ := s.Person(o.Project, o.Project.ID, account.Auditor)
		list := "/projects/" + o.Project.ID + "/audit"
		auditor.Get("/projects/"+o.Project.ID).Has("footer a[href='"+list+"']", "Protokoll")
		auditor.Get(list).Status(200).Has("#audit a[href$='/documents/"+paper.ID+"']", "Sachbericht").HasNot("main", "Wohnhilfe").
			HasNot("#audit", "Angemeldet").HasNot("select[name=kind]", "Akteur")
		auditor.Get(list+"?kind=organisation").Status(200).Has("main", "Keine Einträge")
		if file := auditor.Get(list + ".csv").Status(200); strings.Contains(file.Body, "Wohnhilfe") || !strings.Contains(file.Body, "Sachbericht") {
			t.Errorf("%q", file.Body)
		}
		auditor.Get(list + ".xlsx").Status(200)
		auditor.Get("/projects/" + other.ID + "/audit").Status(404)
		auditor.Get("/workspaces/" + boss.WorkspaceID + "/audit").Status(404)
		auditor.Get("/projects").HasNot("main", "Protokoll")
		o.Get("/projects/"+other.ID+"/audit").Status(200).Has("#audit", "Wohnhilfe Nord").HasNot("#audit", "Sachbericht")
		coordination, _ := s.Person(o.Project, o.Project.ID, account.Coordination)
		coordination.Get(list).Status(403)
		coordination.Get("/projects/"+o.Project.ID).HasNot("footer", "Protokoll")
	})
}

func TestANameThatWasErasedIsNotInTheTrailAnyMore(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		ctx := t.Context()
		former, err := s.Accounts.AddUser(ctx, o.Project.WorkspaceID, "", account.Coordination, "Kai Öttinger", "kai@example.org")
		if err != nil {
			t.Fatal(err)
		}
		was := account.Actor{UserID: former.ID, Name: former.Name, WorkspaceID: o.Project.WorkspaceID, ProjectID: o.Project.ID, Roles: []account.Role{account.Coordination}}
		if _, err := s.Directory.AddOrganisation(ctx, was, directory.Organisation{Kind: directory.Kinds()[0], Name: "Wohnhilfe Nord"}); err != nil {
			t.Fatal(err)
		}
		list := "/workspaces/" + o.Actor.WorkspaceID + "/audit"
		o.Get(list).Status(200).Has("#audit", "Kai Öttinger").Has("main select", "Kai Öttinger")
		if _, err := s.Accounts.EraseName(ctx, o.Actor, former.ID); !fault.Is(err, fault.Conflict) {
			t.Errorf("while there is a role: %v", err)
		}
		if _, err := s.Accounts.EraseName(ctx, was, o.Actor.UserID); !fault.Is(err, fault.Forbidden) {
			t.Errorf("the coordination: %v", err)
		}
		err = s.DB.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error { return s.Accounts.LeaveIn(ctx, tx, o.Actor, former.ID) })
		if err != nil {
			t.Fatal(err)
		}
		if n, err := s.Accounts.EraseName(ctx, o.Actor, former.ID); err != nil || n != 1 {
			t.Fatalf("%d entries, %v", n, err)
		}
		if _, err := s.Accounts.EraseName(ctx, s.Office("Landkreis Nebenan").Actor, former.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("another workspace: %v", err)
		}
		o.Get(list+"?kind=organisation").Status(200).Has("#audit tbody tr", "Name gelöscht").HasNot("#audit", "Kai Öttinger").
			Has("main select", "Name gelöscht").HasNot("main select", "Kai Öttinger")
		o.Get(list).Has("#audit", "aus dem Protokoll gelöscht")
	})
}
