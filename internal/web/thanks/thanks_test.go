package thanksweb_test

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
	"rundertisch/internal/attendance"
	"rundertisch/internal/event"
	"rundertisch/internal/mail"
)

// hall is an office with a conference that is over, at which Anna Weiß had a place; Otto Horn had said no.
type hall struct {
	apptest.Office
	site *apptest.Site
	at   string // address of the event
	form string // of thanks
	t    *testing.T
}

func (h *hall) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func each(t *testing.T, fn func(t *testing.T, h *hall)) {
	t.Helper()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := &hall{Office: s.Office("Landkreis Musterland"), site: s, t: t}
		workspace, err := s.Accounts.Workspace(t.Context(), h.Actor.WorkspaceID)
		h.must(err)
		workspace.Imprint, workspace.PrivacyContact = "Landratsamt", "datenschutz@example.org"
		h.must(s.Accounts.UpdateWorkspace(t.Context(), h.Actor, workspace))
		e, err := s.Events.Add(t.Context(), h.Actor, event.Details{
			Kind: event.Symposium, Title: "Fachtagung", Day: s.Clock.Now().AddDate(0, 0, 1).Format("02.01.2006"), Begin: "09:30", End: "16:00", Venue: "Kreishaus", Contact: "planung@example.org",
		})
		h.must(err)
		_, err = s.Events.Publish(t.Context(), h.Actor, e.ID)
		h.must(err)
		h.said(e.ID, "Anna Weiß", "anna@example.org", attendance.Accepted)
		h.said(e.ID, "Otto Horn", "otto@example.org", attendance.Declined)
		h.at = "/projects/" + h.Project.ID + "/events/" + e.ID
		h.form = h.at + "/thanks"
		h.Get(h.form).Status(409)
		h.Get(h.at+"/invitations").HasNot("main", "Den Teilnehmenden danken")
		s.Clock.Advance(e.EndsAt.Sub(s.Clock.Now()) + time.Hour)
		h.Browser, _ = s.Person(h.Project, h.Project.ID, account.Coordination) // the earlier session has ended meanwhile
		fn(t, h)
	})
}

func (h *hall) said(eventID, name, email string, answer attendance.Answer) {
	h.t.Helper()
	h.must(h.site.DB.RunInTx(h.t.Context(), func(ctx context.Context, tx bun.IDB) error {
		row, _, err := h.site.Attendance.InviteIn(ctx, tx, eventID, attendance.Guest{Name: name, Email: email, Lang: "de"})
		if err != nil {
			return err
		}
		_, err = h.site.Attendance.AnswerIn(ctx, tx, row.ID, attendance.Reply{Answer: answer, Source: attendance.ByWeb})
		return err
	}))
}

func TestThoseWhoTookPartAreThankedFromTheListOfInvitations(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *hall) {
		if to := h.Get(h.at+"/invitations").Find("main a:contains('Den Teilnehmenden danken')").AttrOr("href", ""); to != h.form {
			t.Fatalf("the list leads to %q", to)
		}
		h.Get(h.form).Status(200).Has("h1", "Den Teilnehmenden danken").Has("main", "Fachtagung")
		h.Submit("main form", url.Values{"text": {"Es war ein guter Tag."}}).Status(303)
		draft := h.Follow().Status(200).Has("[role=status]", "Noch ist nichts versandt").Has("h1", "Dank: Fachtagung").
			Has("main", "1 Person bekommt diese E-Mail").Has(".rt-letter__who", "Anna Weiß").Has(".rt-letter", "Es war ein guter Tag.").HasNot("main", "Otto Horn")
		at := draft.Find("main form[action$='/send']").AttrOr("action", "")
		h.Submit("#senden form[action$='/send']", nil).Status(303)
		h.site.Work()
		h.Get(strings.TrimSuffix(at, "/send")).Status(200).Has("#receivers", "Anna Weiß").HasNot("#receivers", "Otto Horn")
		var sent []mail.Message
		h.must(h.site.DB.Read().NewSelect().Model(&sent).Where("m.kind = 'thanks'").Scan(t.Context()))
		if len(sent) != 1 || sent[0].ToEmail != "anna@example.org" || !strings.Contains(sent[0].Text, "Es war ein guter Tag.") {
			t.Errorf("the outbox has %+v", sent)
		}
	})
}

func TestWhatIsRefusedStaysInTheForm(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *hall) {
		h.Get(h.form)
		h.Submit("main form", url.Values{"title": {""}, "text": {"Danke!"}}).Status(422).Has(".rt-summary", "Bezeichnung des Versands").Has("textarea", "Danke!")
		h.Submit("main form", url.Values{"title": {"Dank"}, "text": {strings.Repeat("ä", 2001)}}).Status(422).Has(".rt-summary", "Eigene Worte")
		h.Submit("main form", url.Values{"title": {"Dank"}, "text": {"Danke!"}}).Status(303)
		h.Follow().Has("h1", "Dank").HasNot(".rt-letter", "äää")
	})
}

func TestADraftOfThanksIsChanged(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *hall) {
		h.Get(h.form)
		h.Submit("main form", url.Values{"text": {"Danke!"}}).Status(303)
		draft := h.Follow()
		edit := draft.Find("main a[href$='/edit']").AttrOr("href", "")
		h.Get(edit).Status(200).Has("textarea", "Danke!")
		h.Submit("main form", url.Values{"title": {""}}).Status(422).Has("textarea", "Danke!")
		h.Submit("main form", url.Values{"title": {"Dank an alle"}, "text": {"Auf Wiedersehen im Herbst."}}).Status(303)
		h.Follow().Has("h1", "Dank an alle").Has(".rt-letter", "Auf Wiedersehen im Herbst.").HasNot(".rt-letter", "Danke!")
	})
}

func TestThanksAreForThoseWhoInvite(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *hall) {
		reader, _ := h.site.Person(h.Project, h.Project.ID, account.MinuteTaker)
		reader.Get(h.form).Status(403)
		reader.Get(h.at+"/invitations").HasNot("main", "Den Teilnehmenden danken")
		h.site.Office("Nachbarkreis").Get(h.form).Status(404)
	})
}
