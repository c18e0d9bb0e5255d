package search_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
	"rundertisch/internal/directory"
	"rundertisch/internal/document"
	"rundertisch/internal/event"
	"rundertisch/internal/files"
	"rundertisch/internal/result"
	"rundertisch/internal/search"
	"rundertisch/internal/workplan"
)

// thing is something of a kind that a service has made, with the ways to change and remove it.
type thing struct {
	kind   search.Kind
	change func(text string) error
	remove func() error // nil where nothing removes it
}

// things makes one of every kind, each with the word before in its name.
func things(t *testing.T, s *apptest.Site, a account.Actor, before string) []thing {
	t.Helper()
	ctx := t.Context()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	goal, err := s.Plan.AddGoal(ctx, a, workplan.Goal{Number: "9", Title: before})
	must(err)
	milestone, err := s.Plan.AddMilestone(ctx, a, workplan.Milestone{GoalID: goal.ID, Number: "9.1", Title: before, DueOn: "2027-03"})
	must(err)
	task, err := s.Plan.AddTask(ctx, a, workplan.Task{MilestoneID: milestone.ID, Title: before, State: workplan.TaskOpen})
	must(err)
	comment, err := s.Plan.AddComment(ctx, a, task.ID, before, nil)
	must(err)
	organisation, err := s.Directory.AddOrganisation(ctx, a, directory.Organisation{Kind: directory.KindHousing, Name: before})
	must(err)
	person, err := s.Directory.AddPerson(ctx, a, directory.Person{Family: before, Lang: "de", Source: "Netzwerktreffen"})
	must(err)
	group, err := s.Directory.AddGroup(ctx, a, directory.Group{Name: before})
	must(err)
	details := event.Details{Kind: event.Workshop, Title: before, Day: "20.11.2027", Begin: "9:30", End: "16:00"}
	meeting, err := s.Events.Add(ctx, a, details)
	must(err)
	itemDetails := event.ItemDetails{Kind: event.Talk, Title: before, Begin: "10:00", End: "11:00"}
	item, err := s.Events.AddItem(ctx, a, meeting.ID, itemDetails)
	must(err)
	must(s.DB.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		_, err := tx.NewRaw("UPDATE events SET state = ? WHERE id = ?", event.Held, meeting.ID).Exec(ctx)
		return err
	}))
	card, err := s.Results.Add(ctx, a, meeting.ID, item.ID, result.Details{Kind: result.Need, Text: before})
	must(err)
	paper := document.Details{Title: before, Kind: document.Report, Language: "de"}
	file := files.Upload{Name: "Anlage.txt", Size: 4, Content: strings.NewReader("Text")}
	added, err := s.Documents.Add(ctx, a, paper, file, "")
	must(err)
	retitle := func(table, column, id string) func(string) error {
		return func(text string) error {
			return s.DB.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
				_, err := tx.NewRaw("UPDATE ? SET ? = ? WHERE id = ?", bun.Ident(table), bun.Ident(column), text, id).Exec(ctx)
				return err
			})
		}
	}
	return []thing{
		{search.Documents, func(text string) error {
			paper.Title = text
			_, err := s.Documents.Edit(ctx, a, added.ID, added.Version, paper)
			return err
		}, func() error { _, err := s.Documents.Remove(ctx, a, added.ID); return err }},
		{search.Cards, func(text string) error {
			_, err := s.Results.Edit(ctx, a, meeting.ID, card.ID, card.Version, result.Details{Kind: result.Need, Text: text})
			return err
		}, func() error { _, err := s.Results.Remove(ctx, a, meeting.ID, card.ID); return err }},
		{search.Items, retitle("programme_items", "title", item.ID), nil},
		{search.Events, retitle("events", "title", meeting.ID), nil},
		{search.Comments, func(text string) error {
			comment.Text = text
			return s.Plan.ChangeComment(ctx, a, comment, nil)
		}, func() error { return s.Plan.RemoveComment(ctx, a, task.ID, comment.ID) }},
		{search.Tasks, func(text string) error {
			task.Title = text
			_, err := s.Plan.ChangeTask(ctx, a, task)
			return err
		}, func() error { _, err := s.Plan.RemoveTask(ctx, a, task.ID); return err }},
		{search.Milestones, func(text string) error { milestone.Title = text; return s.Plan.ChangeMilestone(ctx, a, milestone, "") }, nil},
		{search.Goals, func(text string) error { goal.Title = text; return s.Plan.ChangeGoal(ctx, a, goal) }, nil},
		{search.Persons, func(text string) error {
			person.Family = text
			return s.Directory.ChangePerson(ctx, a, person)
		}, func() error { _, err := s.Directory.DeletePerson(ctx, a, person.ID); return err }},
		{search.Organisations, func(text string) error {
			organisation.Name = text
			return s.Directory.ChangeOrganisation(ctx, a, organisation)
		}, func() error {
			_, err := s.Directory.DeleteOrganisation(ctx, a, organisation.ID, directory.DeletePersons)
			return err
		}},
		{search.Groups, func(text string) error {
			group.Name = text
			return s.Directory.ChangeGroup(ctx, a, group)
		}, func() error { _, err := s.Directory.DeleteGroup(ctx, a, group.ID); return err }},
	}
}

// kindsOf returns the kinds in which a text is found, as a sorted list.
func kindsOf(t *testing.T, s *apptest.Site, a account.Actor, text string) []search.Kind {
	t.Helper()
	found, err := s.Search.Find(t.Context(), a, search.Query{Text: text})
	if err != nil {
		t.Fatal(err)
	}
	var kinds []search.Kind
	for _, g := range found.Groups {
		if len(g.Hits) != g.Total || g.Total != 1 {
			t.Errorf("%s: %d of %d %s shown, want the only one", text, len(g.Hits), g.Total, g.Kind)
		}
		kinds = append(kinds, g.Kind)
	}
	return kinds
}

func TestEveryKindIsFoundByWhatItSaysNow(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		here, neighbour := s.Office("Landkreis Musterland"), s.Office("Landkreis Nebenan")
		all := things(t, s, here.Actor, "Größler-Höfe")
		for _, typed := range []string{"groessler", "GROSSLER", "Größ", "höfe größler", "Größler-Höfe"} {
			if got := kindsOf(t, s, here.Actor, typed); len(got) != len(search.Kinds()) {
				t.Errorf("%q finds %v, want every kind", typed, got)
			}
		}
		if got := kindsOf(t, s, neighbour.Actor, "groessler"); len(got) != 0 {
			t.Errorf("another workspace finds %v", got)
		}
		for _, one := range all {
			if err := one.change("Zeughaus"); err != nil {
				t.Fatalf("%s: %v", one.kind, err)
			}
			if got := kindsOf(t, s, here.Actor, "zeug"); !slices.Contains(got, one.kind) {
				t.Errorf("%s is not found by its new text, only %v", one.kind, got)
			}
			if got := kindsOf(t, s, here.Actor, "groessler"); slices.Contains(got, one.kind) {
				t.Errorf("%s is still found by its old text", one.kind)
			}
			if one.remove == nil {
				continue
			}
			if err := one.remove(); err != nil {
				t.Fatalf("%s: %v", one.kind, err)
			}
			if got := kindsOf(t, s, here.Actor, "zeug"); slices.Contains(got, one.kind) {
				t.Errorf("%s is found although it is deleted", one.kind)
			}
		}
	})
}

func TestThingsOfAProjectAreFoundThereOnly(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		here := s.Office("Landkreis Musterland")
		things(t, s, here.Actor, "Zeughaus")
		other, err := s.Accounts.CreateProject(t.Context(), account.Program(here.Actor.WorkspaceID, ""), account.Project{Name: "Zweites", StartsOn: "2026-01", EndsOn: "2029-12"})
		if err != nil {
			t.Fatal(err)
		}
		inOther := here.Actor
		inOther.ProjectID = other.ID
		want := []search.Kind{search.Organisations, search.Persons, search.Groups}
		if got := kindsOf(t, s, inOther, "zeughaus"); !slices.Equal(got, want) {
			t.Errorf("the other project finds %v, want %v", got, want)
		}
	})
}

func TestWhatIsArchivedIsNotFound(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		here := s.Office("Landkreis Musterland")
		person, err := s.Directory.AddPerson(t.Context(), here.Actor, directory.Person{Given: "Ewa", Family: "Łuczak", Lang: "de", Source: "Netzwerktreffen"})
		if err != nil {
			t.Fatal(err)
		}
		if got := kindsOf(t, s, here.Actor, "luczak"); len(got) != 1 {
			t.Fatalf("before, %v are found, want the person", got)
		}
		if err := s.Directory.ArchivePerson(t.Context(), here.Actor, person.ID); err != nil {
			t.Fatal(err)
		}
		if got := kindsOf(t, s, here.Actor, "luczak"); len(got) != 0 {
			t.Errorf("archived, still %v are found", got)
		}
	})
}

func TestPersonsAreFoundByTheNewNameOfTheirOrganisation(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		here := s.Office("Landkreis Musterland")
		o, err := s.Directory.AddOrganisation(t.Context(), here.Actor, directory.Organisation{Kind: directory.KindHousing, Name: "Wohnhilfe Alt"})
		if err != nil {
			t.Fatal(err)
		}
		_, err = s.Directory.AddPerson(t.Context(), here.Actor, directory.Person{Family: "Brandt", Lang: "de", Source: "Netzwerktreffen", OrganisationID: directory.Ref(o.ID)})
		if err != nil {
			t.Fatal(err)
		}
		kindsOf(t, s, here.Actor, "alt")
		o.Name = "Wohnhilfe Neu"
		if err := s.Directory.ChangeOrganisation(t.Context(), here.Actor, o); err != nil {
			t.Fatal(err)
		}
		want := []search.Kind{search.Organisations, search.Persons}
		if got := kindsOf(t, s, here.Actor, "neu wohn"); !slices.Equal(got, want) {
			t.Errorf("%v are found, want %v", got, want)
		}
	})
}

func TestThePageSaysWhyAndPages(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		here := s.Office("Landkreis Musterland")
		for i := range 60 {
			p := directory.Person{Given: "Ida", Family: fmt.Sprintf("Größler%02d", i), Lang: "de", Source: "Netzwerktreffen", Function: "Planung <b>"}
			if _, err := s.Directory.AddPerson(t.Context(), here.Actor, p); err != nil {
				t.Fatal(err)
			}
		}
		path := "/projects/" + here.Project.ID + "/search"
		here.Get(path).Status(200).Has("form.rt-search input[name=q]", "").HasNot(".rt-hit", "")
		first := here.Get(path + "?q=groess+pla").Status(200)
		first.Has("h1", "Suche: groess pla").Has("section h2", "Personen").Has("p", "60 Treffer")
		first.Has(".rt-hit__title mark", "Größ").Has(".rt-hit__match", "Funktion").Has(".rt-hit__match mark", "Pla")
		if n := first.Find(".rt-hit").Length(); n != 5 {
			t.Errorf("%d persons are shown first, want 5", n)
		}
		if strings.Contains(first.Body, "<b>") {
			t.Error("people's text becomes markup")
		}
		second := here.Get(path + "?q=groess&kind=persons&page=2").Status(200)
		if n := second.Find(".rt-hit").Length(); n != 10 {
			t.Errorf("the second page has %d persons, want 10", n)
		}
		here.Get(path+"?q=nirgends").Status(200).Has(".rt-empty", "Nichts gefunden")
	})
}
