package reminder_test

import (
	"net/url"
	"strings"
	"testing"

	"rundertisch/internal/workplan"
)

// press is what a mail program sends when its reader unsubscribes from the newest mail of the kind.
func (h *house) press(t *testing.T) string {
	t.Helper()
	all := h.mails()
	address, err := url.Parse(all[len(all)-1].Unsubscribe)
	h.must(err)
	token := strings.TrimPrefix(address.Path, "/r/")
	for range 2 {
		h.Site.Browser().Do("POST", address.Path, "application/x-www-form-urlencoded", strings.NewReader("List-Unsubscribe=One-Click")).Status(200)
	}
	return token
}

func TestAColleagueEndsRemindersWithOneClick(t *testing.T) {
	t.Parallel()
	each(t, "2027-03-01", func(t *testing.T, h *house) {
		h.run()
		m := h.milestone("2.1", "2028-03", nobody, nobody)
		h.choose(h.lead, 0, 7)
		_, err := h.Plan.AddTask(t.Context(), h.Actor, workplan.Task{MilestoneID: m.ID, Title: "Wohnungen zählen", DueOn: "2027-03-20", AssigneeID: h.jana.ID, DeputyID: h.ewa.ID, State: workplan.TaskOpen})
		h.must(err)
		h.through("2027-03-02", "2027-03-06")
		h.wants("Jana Größler: Erinnerung: 2.1 – Wohnungen zählen – in 14 Tagen fällig, am 20.03.2027")
		token := h.press(t)
		settings, err := h.Reminders.Settings(t.Context(), h.jana)
		h.must(err)
		if !settings.Quiet || settings.QuietUntil != "" || settings.DigestDay != 1 {
			t.Errorf("the settings are %+v", settings)
		}
		h.through("2027-03-07", "2027-03-17")
		h.wants("Ewa Łuczak: Erinnerung: 2.1 – Wohnungen zählen – in 3 Tagen fällig, am 20.03.2027")
		choice, err := h.Reminders.Choice(t.Context(), token)
		h.must(err)
		if !choice.Refused || !choice.Account || choice.Digest || choice.Name != "Jana Größler" {
			t.Errorf("the link leads to %+v", choice)
		}
		h.must(h.Reminders.Refuse(t.Context(), token, false))
		if settings, err = h.Reminders.Settings(t.Context(), h.jana); err != nil || settings.Quiet {
			t.Errorf("taken back, the settings are %+v, %v", settings, err)
		}
	})
}

func TestADigestIsEndedAloneWithOneClick(t *testing.T) {
	t.Parallel()
	each(t, "2027-03-01", func(t *testing.T, h *house) {
		h.kind = "digest"
		h.milestone("2.1", "2027-03", h.jana, nobody)
		h.choose(h.lead, 0, 7)
		h.through("2027-03-02", "2027-03-08")
		if len(h.news()) == 0 {
			t.Fatal("no digest")
		}
		h.press(t)
		settings, err := h.Reminders.Settings(t.Context(), h.jana)
		h.must(err)
		if settings.Quiet || settings.DigestDay != 0 || settings.DigestHour != 7 {
			t.Errorf("the settings are %+v", settings)
		}
		h.through("2027-03-09", "2027-03-16")
		h.wants()
	})
}
