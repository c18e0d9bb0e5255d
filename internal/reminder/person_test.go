package reminder_test

import (
	"context"
	"encoding/json"
	"regexp"
	"testing"

	"github.com/uptrace/bun"

	"rundertisch/internal/directory"
	"rundertisch/internal/fault"
	"rundertisch/internal/mail"
	"rundertisch/internal/workplan"
)

// partner adds a person of the directory.
func (h *house) partner(p directory.Person) directory.Person {
	h.t.Helper()
	p.Given, p.Source = "Ayla", "Netzwerktreffen"
	if p.Lang == "" {
		p.Lang = "de"
	}
	added, err := h.Directory.AddPerson(h.t.Context(), h.Actor, p)
	h.must(err)
	return added
}

// lent gives the person a task that is due on 20 March; Ewa stands in.
func (h *house) lent(p directory.Person) {
	h.t.Helper()
	m := h.milestone("2.1", "2028-03", nobody, nobody)
	_, err := h.Plan.AddTask(h.t.Context(), h.Actor, workplan.Task{
		MilestoneID: m.ID, Title: "Wohnungen zählen", DueOn: "2027-03-20", PersonID: p.ID, DeputyID: h.ewa.ID, State: workplan.TaskOpen,
	})
	h.must(err)
	h.choose(h.ewa, 0, 7)
	h.choose(h.lead, 0, 7)
}

var refuseLink = regexp.MustCompile(`http://tisch\.example\.org/r/([A-Za-z0-9_-]{20,})`)

func refuseToken(t *testing.T, m mail.Message) string {
	t.Helper()
	found := refuseLink.FindStringSubmatch(m.Text)
	if found == nil {
		t.Fatalf("no link in\n%s", m.Text)
	}
	return found[1]
}

func TestAPersonOfTheDirectoryIsRemindedAndRefusesByTheLink(t *testing.T) {
	t.Parallel()
	each(t, "2027-03-01", func(t *testing.T, h *house) {
		h.run()
		ayla := h.partner(directory.Person{Family: "Yılmaz", Email: "ayla@example.org", Lang: "en"})
		h.lent(ayla)
		h.through("2027-03-02", "2027-03-06")
		h.wants("Ayla Yılmaz: Reminder: 2.1 – Wohnungen zählen – due in 14 days, on 20 March 2027")
		token := refuseToken(t, h.mails()[0])
		choice, err := h.Reminders.Choice(t.Context(), token)
		h.must(err)
		if choice.Refused || choice.Name != "Ayla Yılmaz" {
			t.Errorf("the link leads to %+v", choice)
		}
		h.must(h.Reminders.Refuse(t.Context(), token, true))
		h.must(h.Reminders.Refuse(t.Context(), token, true))
		h.through("2027-03-07", "2027-03-17")
		h.wants("Ewa Łuczak: Erinnerung: 2.1 – Wohnungen zählen – in 3 Tagen fällig, am 20.03.2027")
		h.must(h.Reminders.Refuse(t.Context(), token, false))
		h.through("2027-03-18", "2027-03-20")
		h.wants(
			"Ayla Yılmaz: Reminder: 2.1 – Wohnungen zählen – due today, on 20 March 2027",
			"Ewa Łuczak: Erinnerung: 2.1 – Wohnungen zählen – heute fällig, am 20.03.2027",
		)
		if _, err := h.Reminders.Choice(t.Context(), token+"x"); !fault.Is(err, fault.NotFound) {
			t.Errorf("another token leads to %v", err)
		}
		h.wake("2027-09-10", 8) // half a year later
		if err := h.Reminders.Refuse(t.Context(), token, true); !fault.Is(err, fault.NotFound) {
			t.Errorf("after half a year the link leads to %v", err)
		}
	})
}

func TestWhoeverCannotBeReachedIsStoodInFor(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		person directory.Person
		change func(h *house, p directory.Person) error
	}{
		"a person without an address": {directory.Person{Family: "Yılmaz"}, nil},
		"a person whose time is over": {directory.Person{Family: "Yılmaz", Email: "ayla@example.org", ValidTo: "2027-03-05"}, nil},
		"an archived person": {directory.Person{Family: "Yılmaz", Email: "ayla@example.org"}, func(h *house, p directory.Person) error {
			return h.Directory.ArchivePerson(h.t.Context(), h.Actor, p.ID)
		}},
		"a deleted person": {directory.Person{Family: "Yılmaz", Email: "ayla@example.org"}, func(h *house, p directory.Person) error {
			_, err := h.Directory.DeletePerson(h.t.Context(), h.Actor, p.ID)
			return err
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			each(t, "2027-03-01", func(t *testing.T, h *house) {
				h.run()
				person := h.partner(c.person)
				h.lent(person)
				if c.change != nil {
					h.must(c.change(h, person))
				}
				h.through("2027-03-02", "2027-03-06")
				h.wants("Ewa Łuczak: Erinnerung: 2.1 – Wohnungen zählen – in 14 Tagen fällig, am 20.03.2027")
			})
		})
	}
}

func TestARefusalFollowsAMergeAndComesBack(t *testing.T) {
	t.Parallel()
	each(t, "2027-03-01", func(t *testing.T, h *house) {
		h.run()
		one, other := h.partner(directory.Person{Family: "Yılmaz", Email: "ayla@example.org"}), h.partner(directory.Person{Family: "Yilmaz", Email: "a.yilmaz@example.org"})
		h.lent(other)
		h.through("2027-03-02", "2027-03-06")
		h.wants("Ayla Yilmaz: Erinnerung: 2.1 – Wohnungen zählen – in 14 Tagen fällig, am 20.03.2027")
		token := refuseToken(t, h.mails()[0])
		h.must(h.Reminders.Refuse(t.Context(), token, true))
		leadsTo := func(name string) {
			t.Helper()
			choice, err := h.Reminders.Choice(t.Context(), token)
			if err != nil || choice.Name != name || !choice.Refused {
				t.Errorf("the link leads to %+v, %v, want a refusal of %s", choice, err, name)
			}
		}
		var moved json.RawMessage
		h.must(h.DB.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) (err error) {
			moved, err = h.Reminders.MoveIn(ctx, tx, h.Actor.WorkspaceID, directory.ImportPersons, other.ID, one.ID)
			return err
		}))
		leadsTo("Ayla Yılmaz")
		h.must(h.DB.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error {
			return h.Reminders.MoveBackIn(ctx, tx, h.Actor.WorkspaceID, directory.ImportPersons, other.ID, one.ID, moved)
		}))
		leadsTo("Ayla Yilmaz")
	})
}
