package bin_test

import (
	"strings"
	"testing"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
	"rundertisch/internal/attendance"
	"rundertisch/internal/bin"
	"rundertisch/internal/body"
	"rundertisch/internal/directory"
	"rundertisch/internal/document"
	"rundertisch/internal/event"
	"rundertisch/internal/files"
	"rundertisch/internal/mailing"
	"rundertisch/internal/meeting"
	"rundertisch/internal/registration"
	"rundertisch/internal/report"
	"rundertisch/internal/result"
	"rundertisch/internal/workplan"
)

// house is an office with things of every kind. Each one's name has the word that starts its kind.
type house struct {
	*apptest.Site
	apptest.Office
	t            *testing.T
	goal         workplan.Goal
	milestone    workplan.Milestone
	tasks        []workplan.Task
	draft        event.Event         // with talk and a workshop
	open         event.Event         // published
	held         event.Event         // with card
	talk         event.ProgrammeItem // of the draft
	shop         event.ProgrammeItem // of the open event; somebody has given a place in it back
	card         result.Card         // published, beside another
	organisation directory.Organisation
	report       report.Report     // a draft with a text about the milestone
	mailing      mailing.Mailing   // a draft of invitations to the open event
	document     document.Document // at the milestone and the draft, with two versions
	person       directory.Person  // at the organisation, in the group
	group        directory.Group
	body         body.Body // with the person, holds the draft
}

func furnished(t *testing.T, s *apptest.Site) *house {
	t.Helper()
	h := &house{Site: s, Office: s.Office("Landkreis Musterland"), t: t}
	h.publishable()
	h.furnishPlan()
	h.furnishDirectory()
	h.furnishEvents()
	h.furnishDocuments()
	h.furnishReport()
	h.mailing = h.Draft(h.Actor, h.open.ID, h.person)
	h.furnishBody()
	return h
}

func must[T any](t *testing.T) func(T, error) T {
	return func(value T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

func (h *house) furnishBody() {
	h.body = must[body.Body](h.t)(h.Bodies.Add(h.t.Context(), h.Actor, body.Details{Name: "Gremienwort Beirat", Quorum: body.Majority}))
	must[body.Member](h.t)(h.Bodies.AddMember(h.t.Context(), h.Actor, h.body.ID, body.Seat{PersonID: h.person.ID, Duty: body.Chair}))
	must[meeting.Item](h.t)(h.Meetings.Add(h.t.Context(), h.Actor, h.draft.ID, meeting.Details{
		Title: "Begrüßung", Planned: "10", Links: []meeting.Named{{Kind: meeting.Milestone, ID: h.milestone.ID}},
	}))
	if err := h.Bodies.Hold(h.t.Context(), h.Actor, h.draft.ID, h.body.ID); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) furnishPlan() {
	ctx, a := h.t.Context(), h.Actor
	h.goal = must[workplan.Goal](h.t)(h.Plan.AddGoal(ctx, a, workplan.Goal{Number: "1", Title: "Zielwort Datenbasis"}))
	for _, number := range []string{"1.1", "1.2"} {
		h.milestone = must[workplan.Milestone](h.t)(h.Plan.AddMilestone(ctx, a, workplan.Milestone{
			GoalID: h.goal.ID, Number: number, Title: "Bausteinwort Statistik " + number, StartsOn: "2026-01", DueOn: "2026-12",
		}))
		for _, title := range []string{"Aufgabenwort Bogen abstimmen", "Lieferungen nachfassen – „heute“"} {
			h.tasks = append(h.tasks, must[workplan.Task](h.t)(h.Plan.AddTask(ctx, a, workplan.Task{
				MilestoneID: h.milestone.ID, Title: title, State: workplan.TaskOpen, AssigneeID: a.UserID, DueOn: "2026-12-01",
			})))
		}
	}
	if err := h.Plan.Complete(ctx, a, h.milestone.ID, workplan.Completion{On: "2026-11-01", Reason: "Alles da."}); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) furnishDirectory() {
	ctx, a := h.t.Context(), h.Actor
	h.organisation = must[directory.Organisation](h.t)(h.Directory.AddOrganisation(ctx, a, directory.Organisation{Name: "Trägerwort Hilfe", Kind: directory.KindProvider, Town: "Mühlhausen"}))
	h.person = must[directory.Person](h.t)(h.Directory.AddPerson(ctx, a, directory.Person{
		Given: "Jana", Family: "Personenwort", Email: "jana@example.org", Lang: "de", Source: "Netzwerk", OrganisationID: directory.Ref(h.organisation.ID),
	}))
	other := must[directory.Person](h.t)(h.Directory.AddPerson(ctx, a, directory.Person{Given: "Ole", Family: "Łuczak", Lang: "de", Source: "Netzwerk", ValidTo: "2026-10-31"}))
	h.group = must[directory.Group](h.t)(h.Directory.AddGroup(ctx, a, directory.Group{Name: "Gruppenwort AG", Description: "Zwei Zeilen\nText"}))
	if err := h.Directory.AddMembers(ctx, a, h.group.ID, []string{h.person.ID, other.ID}); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) furnishEvents() {
	ctx, a := h.t.Context(), h.Actor
	h.draft = h.event("Entwurfswort Fachtagung", "20.11.2027")
	h.talk = h.item(h.draft, event.ItemDetails{Kind: event.Talk, Title: "Vortragswort Lage", Begin: "10:00", End: "10:30"})
	h.item(h.draft, event.ItemDetails{Kind: event.WorkshopItem, Title: "Werkstatt", Begin: "11:00", End: "12:00", NewSlot: "Vormittag", Capacity: "7"})

	h.open = h.event("Tagung mit Anmeldung", "20.11.2027")
	h.shop = h.item(h.open, event.ItemDetails{Kind: event.WorkshopItem, Title: "Programmwort Wohnen", Begin: "11:00", End: "12:00", NewSlot: "Vormittag", Capacity: "5"})
	must[event.Event](h.t)(h.Events.Publish(ctx, a, h.open.ID))
	h.giveBackAPlace()

	h.held = h.event("Tagung mit Ergebnissen", "20.11.2026")
	item := h.item(h.held, event.ItemDetails{Kind: event.WorkshopItem, Title: "Prävention", Begin: "11:00", End: "12:00", NewSlot: "Vormittag"})
	must[event.Event](h.t)(h.Events.Publish(ctx, a, h.held.ID))
	must[event.Event](h.t)(h.Events.MarkHeld(ctx, a, h.held.ID))
	h.card = must[result.Card](h.t)(h.Results.Add(ctx, a, h.held.ID, item.ID, result.Details{Kind: result.Agreement, Text: "Kartenwort\nVerabredung", Organisation: "Jobcenter"}))
	must[result.Card](h.t)(h.Results.Add(ctx, a, h.held.ID, item.ID, result.Details{Kind: result.Need, Text: "Bleibt"}))
	if err := h.Results.Publish(ctx, a, h.held.ID); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) furnishDocuments() {
	ctx, a := h.t.Context(), h.Actor
	file := func(text string) files.Upload {
		return files.Upload{Name: "Bericht.txt", Size: int64(len(text)), Content: strings.NewReader(text)}
	}
	h.document = must[document.Document](h.t)(h.Documents.Add(ctx, a, document.Details{
		Title: "Dokumentwort Bericht", Description: "Zwei Zeilen\nText", Kind: document.Report, Language: "de",
		Subjects: []document.Subject{{Kind: document.Milestone, ID: h.milestone.ID}, {Kind: document.Event, ID: h.draft.ID}},
	}, file("eins"), "form"))
	must[document.Version](h.t)(h.Documents.Replace(ctx, a, h.document.ID, file("zwei")))
}

func (h *house) furnishReport() {
	ctx, a := h.t.Context(), h.Actor
	h.report = must[report.Report](h.t)(h.Reports.Draft(ctx, a, report.Report{
		Kind: report.Interim, Lang: "de", StartsOn: "2026-01-01", EndsOn: "2026-06-30", Summary: "Zwei Zeilen\nText",
	}))
	text := report.Text{ReportID: h.report.ID, MilestoneID: h.milestone.ID, Deviation: "Verspätet", Outlook: "„bald“"}
	if err := h.Reports.Write(ctx, a, text, 1); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) event(title, day string) event.Event {
	return must[event.Event](h.t)(h.Events.Add(h.t.Context(), h.Actor, event.Details{
		Kind: event.Symposium, Title: title, Summary: "Kurz", Description: "Lang", Day: day, Begin: "9:30", End: "16:00", Venue: "Rathaus",
		Address: "Markt 1", Access: "Stufenlos", Contact: "Planung", Capacity: "40",
	}))
}

func (h *house) item(e event.Event, d event.ItemDetails) event.ProgrammeItem {
	return must[event.ProgrammeItem](h.t)(h.Events.AddItem(h.t.Context(), h.Actor, e.ID, d))
}

// publishable gives the workspace what publishing an event needs.
func (h *house) publishable() {
	w := must[account.Workspace](h.t)(h.Accounts.Workspace(h.t.Context(), h.Actor.WorkspaceID))
	w.Imprint, w.PrivacyContact = "Landkreis", "datenschutz@example.org"
	if err := h.Accounts.UpdateWorkspace(h.t.Context(), h.Actor, w); err != nil {
		h.t.Fatal(err)
	}
}

// giveBackAPlace lets somebody choose the open event's workshop and decline again.
func (h *house) giveBackAPlace() {
	ctx := h.t.Context()
	must[registration.Receipt](h.t)(h.Registrations.RegisterFor(ctx, h.Actor, h.open.ID, registration.Form{
		Name: "Ewa Łuczak", Email: "ewa@example.org", Nonce: "one", Chosen: []string{h.shop.ID},
	}))
	rows := must[[]attendance.Attendance](h.t)(attendance.ListIn(ctx, h.DB.Read(), h.open.ID))
	must[attendance.Attendance](h.t)(h.Registrations.AnswerFor(ctx, h.Actor, h.open.ID, rows[0].ID, attendance.Declined))
}

// deletion is how a thing of a kind is deleted, where it is shown, and the word by which the search finds it.
type deletion struct {
	delete func() (bin.Entry, error)
	page   string
	word   string
}

func (h *house) deletions() map[bin.Kind]deletion {
	ctx, a := h.t.Context(), h.Actor
	at := "/projects/" + h.Project.ID
	return map[bin.Kind]deletion{
		bin.Goal:      {func() (bin.Entry, error) { return h.Plan.RemoveGoal(ctx, a, h.goal.ID) }, at + "/goals/" + h.goal.ID + "/edit", "zielwort"},
		bin.Milestone: {func() (bin.Entry, error) { return h.Plan.RemoveMilestone(ctx, a, h.milestone.ID) }, at + "/milestones/" + h.milestone.ID, "bausteinwort 1.2"},
		bin.Task:      {func() (bin.Entry, error) { return h.Plan.RemoveTask(ctx, a, h.tasks[0].ID) }, at + "/tasks/" + h.tasks[0].ID + "/edit", ""},
		bin.Event:     {func() (bin.Entry, error) { return h.Events.Remove(ctx, a, h.draft.ID) }, at + "/events/" + h.draft.ID, "entwurfswort"},
		bin.ProgrammeItem: {
			func() (bin.Entry, error) { return h.Events.RemoveItem(ctx, a, h.open.ID, h.shop.ID) },
			at + "/events/" + h.open.ID + "/programme/" + h.shop.ID + "/edit", "programmwort",
		},
		bin.ResultCard: {
			func() (bin.Entry, error) { return h.Results.Remove(ctx, a, h.held.ID, h.card.ID) },
			at + "/events/" + h.held.ID + "/results/cards/" + h.card.ID + "/edit", "kartenwort",
		},
		bin.Document: {func() (bin.Entry, error) { return h.Documents.Remove(ctx, a, h.document.ID) }, at + "/documents/" + h.document.ID, "dokumentwort"},
		bin.Report:   {func() (bin.Entry, error) { return h.Reports.Remove(ctx, a, h.report.ID) }, at + "/reports/" + h.report.ID, ""},
		bin.Body:     {func() (bin.Entry, error) { return h.Bodies.Remove(ctx, a, h.body.ID) }, at + "/bodies/" + h.body.ID, ""},
		bin.Mailing:  {func() (bin.Entry, error) { return h.Mailings.Remove(ctx, a, h.mailing.ID) }, at + "/mailings/" + h.mailing.ID, ""},
		bin.Organisation: {
			func() (bin.Entry, error) {
				return h.Directory.DeleteOrganisation(ctx, a, h.organisation.ID, directory.DeletePersons)
			},
			at + "/directory/organisations/" + h.organisation.ID, "traegerwort hilfe",
		},
		bin.Person: {func() (bin.Entry, error) { return h.Directory.DeletePerson(ctx, a, h.person.ID) }, at + "/directory/persons/" + h.person.ID, "personenwort"},
		bin.Group:  {func() (bin.Entry, error) { return h.Directory.DeleteGroup(ctx, a, h.group.ID) }, at + "/directory/groups/" + h.group.ID, "gruppenwort"},
	}
}
