package thanks_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/attendance"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/mail"
	"rundertisch/internal/survey"
	"rundertisch/internal/thanks"
)

// house is an office with a symposium on 27 May 2027 to which people were invited.
type house struct {
	*apptest.Site
	apptest.Office
	t     *testing.T
	event event.Event
}

func each(t *testing.T, fn func(t *testing.T, h *house)) {
	t.Helper()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := &house{Site: s, Office: s.Office("Landkreis Musterland"), t: t}
		h.wake("2027-05-01")
		h.exec("UPDATE workspaces SET imprint = 'Landkreis', privacy_contact = 'Frau Weiß'")
		var err error
		h.event, err = s.Events.Add(t.Context(), h.Actor, event.Details{
			Kind: event.Symposium, Title: "Fachtagung", Day: "27.05.2027", Begin: "9:30", End: "16:00", Venue: "Kreishaus", Contact: "Jana Größler",
		})
		h.must(err)
		h.event, err = s.Events.Publish(t.Context(), h.Actor, h.event.ID)
		h.must(err)
		fn(t, h)
	})
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) exec(sql string, args ...any) {
	h.t.Helper()
	h.must(h.DB.RunInTx(h.t.Context(), func(ctx context.Context, tx bun.IDB) error {
		_, err := tx.NewRaw(sql, args...).Exec(ctx)
		return err
	}))
}

func (h *house) wake(day string) {
	h.t.Helper()
	at, err := time.ParseInLocation(time.DateOnly, day, h.Config.Zone())
	h.must(err)
	h.Clock.Advance(at.Add(9 * time.Hour).Sub(h.Clock.Now()))
}

// said invites somebody, who answers.
func (h *house) said(given string, answer attendance.Answer) {
	h.t.Helper()
	p, err := h.Directory.AddPerson(h.t.Context(), h.Actor, directory.Person{Given: given, Family: "Weiß", Email: strings.ToLower(given) + "@example.org", Lang: "de", Source: "Test"})
	h.must(err)
	h.Invite(h.Actor, h.event.ID, p)
	rows, err := attendance.ListIn(h.t.Context(), h.DB.Read(), h.event.ID)
	h.must(err)
	at := slices.IndexFunc(rows, func(row attendance.Attendance) bool { return row.PersonID == p.ID })
	h.must(h.DB.RunInTx(h.t.Context(), func(ctx context.Context, tx bun.IDB) error {
		_, err := h.Attendance.AnswerIn(ctx, tx, rows[at].ID, attendance.Reply{Answer: answer, Source: attendance.ByWeb})
		return err
	}))
}

// thanked sends the order and returns its mails.
func (h *house) thanked(order thanks.Order) []mail.Message {
	h.t.Helper()
	m, err := h.Thanks.Draft(h.t.Context(), h.Actor, h.event.ID, order)
	h.must(err)
	review, err := h.Mailings.Review(h.t.Context(), h.Actor, m.ID)
	h.must(err)
	preview, err := h.Mailings.Preview(h.t.Context(), h.Actor, m, review.Reached[0])
	h.must(err)
	h.must(h.Mailings.Send(h.t.Context(), h.Actor, m.ID, m.Version))
	h.Work()
	var all []mail.Message
	h.must(h.DB.Read().NewSelect().Model(&all).Where("m.mailing_id = ?", m.ID).Order("m.to_name").Scan(h.t.Context()))
	if len(all) == 0 || all[0].Text != preview.Text {
		h.t.Fatalf("%d mails; the preview says\n%s", len(all), preview.Text)
	}
	return all
}

func TestThoseWhoHadAPlaceAreThankedOnceTheEventIsOver(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		h.said("Ayla", attendance.Accepted)
		h.said("Tom", attendance.Declined)
		h.said("Ewa", attendance.Tentative)
		h.said("Zoe", attendance.Accepted)
		order := thanks.Order{Title: "Dank"}
		if _, err := h.Thanks.Draft(t.Context(), h.Actor, h.event.ID, order); !fault.Is(err, fault.Conflict) {
			t.Errorf("before the event: %v", err)
		}
		h.wake("2027-05-28")
		if _, err := h.Thanks.Draft(t.Context(), h.Actor, h.event.ID, thanks.Order{}); len(fault.Fields(err)) != 1 {
			t.Errorf("without a title: %v", err)
		}
		sent := h.thanked(order)
		var names []string
		for _, m := range sent {
			names = append(names, m.ToName)
			if m.Calendar != "" || m.Method != "" || strings.Contains(m.Text, "/a/") || !strings.Contains(m.Text, "herzlichen Dank") || strings.Contains(m.Text, "Ergebnisse") {
				t.Errorf("the mail is %q with calendar %q:\n%s", m.Method, m.Calendar, m.Text)
			}
		}
		if !slices.Equal(names, []string{"Ayla Weiß", "Zoe Weiß"}) {
			t.Errorf("thanked are %v", names)
		}
		h.exec("UPDATE events SET state = 'held' WHERE id = ?", h.event.ID)
		h.exec("INSERT INTO result_publications (event_id, workspace_id, project_id, published_at) VALUES (?, ?, ?, ?)",
			h.event.ID, h.event.WorkspaceID, h.event.ProjectID, h.Clock.Now())
		asked, err := h.Surveys.Save(t.Context(), h.Actor, h.event.ID, 0, survey.Details{
			Title: "Wie war es?", ClosesOn: "2027-06-10", Questions: []survey.Question{{Kind: survey.Scale, Text: "Nützlich?"}},
		})
		h.must(err)
		if text := h.thanked(order)[0].Text; strings.Contains(text, "/umfrage/") {
			t.Errorf("before the survey is open:\n%s", text)
		}
		h.must(h.Surveys.Open(t.Context(), h.Actor, h.event.ID))
		open := h.thanked(order)
		if open[0].Text != strings.ReplaceAll(open[1].Text, "Zoe", "Ayla") || strings.Count(open[0].Text, h.Config.BaseURL+asked.Path()) != 1 {
			t.Errorf("the survey's address is not the same for everybody:\n%s\n%s", open[0].Text, open[1].Text)
		}
		text := h.thanked(thanks.Order{Title: "Ergebnisse", Text: "Es war ein guter Tag."})[0].Text
		if !strings.Contains(text, "Es war ein guter Tag.") || strings.Contains(text, "herzlichen Dank") || strings.Count(text, "/v/"+h.event.Slug) != 1 {
			t.Errorf("with results:\n%s", text)
		}
	})
}

func TestNobodyIsThankedForAnEventThatWasCalledOff(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		_, err := h.Events.Cancel(t.Context(), h.Actor, h.event.ID)
		h.must(err)
		h.wake("2027-05-28")
		if _, err := h.Thanks.Draft(t.Context(), h.Actor, h.event.ID, thanks.Order{Title: "Dank"}); !fault.Is(err, fault.Conflict) {
			t.Errorf("of an event that is off: %v", err)
		}
	})
}
