package workplan_test

import (
	"bytes"
	"context"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/directory"
	"rundertisch/internal/fault"
	"rundertisch/internal/jobs"
	"rundertisch/internal/sheet"
	"rundertisch/internal/workplan"
)

// book is the office's directory.
func (o *office) book() *directory.Service {
	return directory.New(o.db, o.clock, time.UTC, jobs.New(o.db, o.clock, slog.New(slog.DiscardHandler)))
}

func (o *office) person(t *testing.T, a account.Actor, p directory.Person) directory.Person {
	t.Helper()
	p.Lang, p.Source = "de", "Liste"
	added, err := o.book().AddPerson(t.Context(), a, p)
	if err != nil {
		t.Fatal(err)
	}
	return added
}

func TestATaskLiesWithOnePerson(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o, ctx := open(t, db), context.Background()
		m := o.load(t, o.lead).Milestones()[0]
		known := o.person(t, o.lead, directory.Person{Title: "Dr.", Given: "Jana", Family: "Größler-Weiß", Email: "jana@example.org"})
		foreign := o.person(t, o.place(t, "Nachbarkreis", "Plan"), directory.Person{Family: "Łuczak"})
		mira := o.coordinator.ID
		for name, c := range map[string]struct {
			task workplan.Task
			want []string // fields that are refused
		}{
			"nobody":                       {workplan.Task{}, nil},
			"a colleague with nobody":      {workplan.Task{AssigneeID: mira}, nil},
			"a person with a deputy":       {workplan.Task{PersonID: known.ID, DeputyID: mira}, nil},
			"both":                         {workplan.Task{AssigneeID: mira, PersonID: known.ID}, []string{"person"}},
			"their own deputy":             {workplan.Task{AssigneeID: mira, DeputyID: mira}, []string{"deputy"}},
			"a person of the neighbours":   {workplan.Task{PersonID: foreign.ID}, []string{"person"}},
			"a deputy who is no colleague": {workplan.Task{DeputyID: known.ID}, []string{"deputy"}},
			"a start after the end":        {workplan.Task{StartsOn: "2027-02-02", DueOn: "2027-02-01"}, []string{"due_on"}},
			"one day":                      {workplan.Task{StartsOn: "2028-02-29", DueOn: "2028-02-29"}, nil},
		} {
			c.task.MilestoneID, c.task.Title, c.task.State = m.ID, name, workplan.TaskOpen
			added, err := o.AddTask(ctx, o.coord, c.task)
			if got := fields(err); !slices.Equal(got, c.want) || (err != nil) != (c.want != nil) {
				t.Errorf("%s: refused at %q (%v), want %q", name, got, err, c.want)
			}
			if err != nil || c.task.PersonID == "" {
				continue
			}
			stored, err := o.Task(ctx, o.coord, added.ID)
			if err != nil || stored.Assignee != "Dr. Jana Größler-Weiß" || stored.Deputy != "Mira Koch" {
				t.Errorf("%s: lies with %q, deputy %q, %v", name, stored.Assignee, stored.Deputy, err)
			}
		}
	})
}

func TestAPersonKeepsTheTaskAfterLeavingTheDirectory(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o, ctx := open(t, db), context.Background()
		m := o.load(t, o.lead).Milestones()[0]
		jana := o.person(t, o.lead, directory.Person{Given: "Jana", Family: "Größler"})
		task, err := o.AddTask(ctx, o.coord, workplan.Task{MilestoneID: m.ID, Title: "Raum", State: workplan.TaskOpen, PersonID: jana.ID})
		if err != nil {
			t.Fatal(err)
		}
		if err := o.book().ArchivePerson(ctx, o.lead, jana.ID); err != nil {
			t.Fatal(err)
		}
		people, err := o.People(ctx, o.coord)
		if err != nil {
			t.Fatal(err)
		}
		if task, err = o.Task(ctx, o.coord, task.ID); err != nil {
			t.Fatal(err)
		}
		if id, problem := people.PersonCalled(people.PersonText(task), task); id != jana.ID || problem != "" {
			t.Errorf("the form's %q is %q %q", people.PersonText(task), id, problem)
		}
		task.Title = "Saal"
		if _, err := o.ChangeTask(ctx, o.coord, task); err != nil {
			t.Errorf("who has the task already is asked about again: %v", err)
		}
		if _, err := o.AddTask(ctx, o.coord, workplan.Task{MilestoneID: m.ID, Title: "Neu", State: workplan.TaskOpen, PersonID: jana.ID}); !slices.Equal(fields(err), []string{"person"}) {
			t.Errorf("an archived person gets a new task: %v", err)
		}
	})
}

func TestPersonsAreFoundByWhatIsTyped(t *testing.T) {
	t.Parallel()
	all := []directory.Person{
		{ID: "1", Given: "Jana", Family: "Größler", Email: "jana@example.org", EmailKey: "jana@example.org", NameKey: database.FoldWord("Jana Größler"), SortKey: database.FoldWord("Größler Jana"), Organisation: "Jobcenter"},
		{ID: "2", Given: "Jana", Family: "Größler", NameKey: database.FoldWord("Jana Größler"), SortKey: database.FoldWord("Größler Jana"), Organisation: "Wohnhilfe"},
		{ID: "3", Title: "Dr.", Given: "Tom", Family: "Łuczak", NameKey: database.FoldWord("Tom Łuczak"), SortKey: database.FoldWord("Łuczak Tom")},
	}
	people := workplan.People{Persons: all}
	for typed, want := range map[string]struct{ id, problem string }{
		"":                          {},
		"Jana Größler, Jobcenter":   {id: "1"},
		"jana groessler, WOHNHILFE": {id: "2"},
		"Jana Größler":              {problem: "workplan.fault.many_persons"},
		"JANA@example.org":          {id: "1"},
		"Dr. Tom Łuczak":            {id: "3"},
		"Łuczak, Tom":               {id: "3"},
		"Erika Niemand":             {problem: "workplan.fault.no_person"},
	} {
		if id, problem := people.PersonCalled(typed, workplan.Task{}); id != want.id || problem != want.problem {
			t.Errorf("%q is %q %q, want %+v", typed, id, problem, want)
		}
	}
	for _, p := range all {
		task := workplan.Task{PersonID: p.ID}
		if id, problem := people.PersonCalled(people.PersonText(task), workplan.Task{}); id != p.ID {
			t.Errorf("%q does not lead back to %s: %s", people.PersonText(task), p.Name(), problem)
		}
	}
	if id, _ := people.PersonCalled("Jana Größler", workplan.Task{PersonID: "2", Assignee: "Jana Größler"}); id != "2" {
		t.Errorf("whose name stays has it no longer: %q", id)
	}
}

func TestTasksWithAllTheirFieldsGoOutAndComeBackUnchanged(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o, ctx := open(t, db), context.Background()
		m := o.load(t, o.lead).Milestones()[0]
		twin := directory.Person{Given: "Jana", Family: "Größler", Email: "jana@example.org"}
		one := o.person(t, o.lead, twin)
		twin.Email = "groessler@example.org"
		o.person(t, o.lead, twin)
		gone := o.person(t, o.lead, directory.Person{Given: "Ole", Family: "Yılmaz"})
		for _, task := range []workplan.Task{
			{Title: "=SUMME(A1)", Description: "Erste Zeile\n\n  - https://example.org/a;b\n\"Ende\"", PersonID: one.ID, DeputyID: o.coordinator.ID, StartsOn: "2028-02-29", DueOn: "2028-03-31", State: workplan.TaskInWork},
			{Title: "Raum", AssigneeID: o.coordinator.ID, State: workplan.TaskDone},
			{Title: "Saal", PersonID: gone.ID, State: workplan.TaskOpen},
		} {
			task.MilestoneID = m.ID
			if _, err := o.AddTask(ctx, o.coord, task); err != nil {
				t.Fatal(err)
			}
		}
		if err := o.book().ArchivePerson(ctx, o.lead, gone.ID); err != nil {
			t.Fatal(err)
		}
		source, err := o.TasksTable(ctx, o.coord, func(key string, _ ...any) string {
			return key[strings.LastIndexByte(key, '.')+1:]
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, format := range sheet.Formats() {
			var out bytes.Buffer
			if err := sheet.Write(&out, format, source); err != nil {
				t.Fatal(err)
			}
			if p, err := o.PreviewTasks(ctx, o.coord, &out); err != nil || changes(p) != "unchanged unchanged unchanged" {
				t.Errorf("%s: %s %+v %v", format, changes(p), p.Problems, err)
			}
		}
		file := "milestone;title;description;assignee;person;deputy;starts\n" + m.Number + ";Raum;Neu;;jana@example.org;mira@example.org;\n" +
			m.Number + ";Saal;;;Ole Yılmaz;;01.02.2027\n"
		p, err := o.ImportTasks(ctx, o.coord, bytes.NewReader([]byte(file)), "")
		if err != nil || changes(p) != "changed changed" {
			t.Fatalf("%s %+v %v", changes(p), p.Problems, err)
		}
		if room := p.Rows[0].Task; room.PersonID != one.ID || room.AssigneeID != "" || room.DeputyID != o.coordinator.ID || room.Description != "Neu" {
			t.Errorf("%+v", room)
		}
		for row, want := range map[string]string{
			";Raum;;mira@example.org;jana@example.org;;": "2:person", ";Neu;;;Erika Niemand;;": "2:person", ";Neu;;;;niemand@example.org;": "2:deputy",
			";Neu;;;Jana Größler;;": "2:person", ";Neu;;;;;31.02.2027": "2:starts",
		} {
			file := "milestone;title;description;assignee;person;deputy;starts\n" + m.Number + row + "\n"
			if _, err := o.ImportTasks(ctx, o.coord, bytes.NewReader([]byte(file)), ""); !slices.Contains(fields(err), want) || !fault.Is(err, fault.Invalid) {
				t.Errorf("%q: %v, want a problem at %s", row, err, want)
			}
		}
	})
}
