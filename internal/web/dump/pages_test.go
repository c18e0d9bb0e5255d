package dumpweb_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
	"rundertisch/internal/workplan"
)

func TestTheLeadSavesTheProjectAndNothingStaysOnTheDisk(t *testing.T) { //nolint:paralleltest // has a folder for temporary files of its own
	spooled := t.TempDir()
	t.Setenv("TMPDIR", spooled)
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		if _, err := s.Plan.AddGoal(t.Context(), o.Actor, workplan.Goal{Number: "1", Title: "Datenbasis <neu>"}); err != nil {
			t.Fatal(err)
		}
		at := "/projects/" + o.Project.ID
		o.Get(at+"/plan").Status(200).Has("#dateien a[href='"+at+"/export.json']", "Projekt als JSON-Datei speichern")
		file := o.Get(at + "/export.json").Status(200)
		if !json.Valid([]byte(file.Body)) || !strings.Contains(file.Body, `"title":"Datenbasis <neu>"`) {
			t.Errorf("got %s", file.Body)
		}
		for header, want := range map[string]string{
			"Content-Disposition": `attachment; filename="projekt.json"`, "Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store",
		} {
			if got := file.Header.Get(header); got != want {
				t.Errorf("%s: %s, want %s", header, got, want)
			}
		}
		lead, _ := s.Person(o.Project, o.Project.ID, account.ProjectLead)
		lead.Get(at + "/export.json").Status(200)
		coordination, _ := s.Person(o.Project, o.Project.ID, account.Coordination)
		coordination.Get(at+"/plan").Status(200).HasNot("#dateien", "JSON")
		coordination.Get(at + "/export.json").Status(403)
		o.Get(at+"/audit").Status(200).Has("#audit", "Ganzes Projekt als Datei gespeichert")
		left, err := os.ReadDir(spooled)
		for _, entry := range left {
			if strings.HasPrefix(entry.Name(), "rundertisch-export-") {
				t.Errorf("%s is still there", entry.Name())
			}
		}
		if err != nil {
			t.Error(err)
		}
	})
}
