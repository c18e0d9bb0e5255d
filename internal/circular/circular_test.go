package circular_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
	"rundertisch/internal/attendance"
	"rundertisch/internal/circular"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/mail"
	"rundertisch/internal/mailing"
	"rundertisch/internal/registration"
)

// house is an office with a symposium for which Anna, Bela (who wants mail in English) and Cara are registered; Dora said no.
type house struct {
	*apptest.Site
	apptest.Office
	t     *testing.T
	event event.Event
	shop  event.ProgrammeItem
}

func each(t *testing.T, fn func(t *testing.T, h *house)) {
	t.Helper()
	eachWith(t, nil, fn)
}

func eachWith(t *testing.T, settings map[string]string, fn func(t *testing.T, h *house)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		s := apptest.NewWith(t, db, settings)
		h := &house{Site: s, Office: s.Office("Landkreis Musterland"), t: t}
		h.exec("UPDATE workspaces SET imprint = 'Landratsamt am Markt', privacy_contact = 'Frau Weiß'")
		var err error
		h.event, err = s.Events.Add(t.Context(), h.Actor, event.Details{
			Kind: event.Symposium, Title: "Fachtagung", Day: "27.05.2027", Begin: "9:30", End: "16:00", Venue: "Kreishaus", Contact: "Jana Größler",
		})
		h.must(err)
		h.shop, err = s.Events.AddItem(t.Context(), h.Actor, h.event.ID, event.ItemDetails{
			Kind: event.WorkshopItem, Title: "Prävention", Begin: "11:00", End: "12:30", NewSlot: "Vormittag", Capacity: "1",
		})
		h.must(err)
		h.event, err = s.Events.Publish(t.Context(), h.Actor, h.event.ID)
		h.must(err)
		for _, name := range []string{"Anna", "Bela", "Cara", "Dora"} {
			form := registration.Form{Name: name, Email: strings.ToLower(name) + "@example.org", Lang: "de"}
			switch name {
			case "Anna", "Cara":
				form.Chosen = []string{registration.Choice(h.shop.ID, name == "Cara")}
			case "Bela":
				form.Lang = "en"
			}
			_, err := s.Registrations.RegisterFor(t.Context(), h.Actor, h.event.ID, form)
			h.must(err)
		}
		_, err = s.Registrations.AnswerFor(t.Context(), h.Actor, h.event.ID, h.of("Dora"), attendance.Declined)
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

// of returns the identifier of somebody's registration.
func (h *house) of(name string) string {
	h.t.Helper()
	rows, err := attendance.ListIn(h.t.Context(), h.DB.Read(), h.event.ID)
	h.must(err)
	return rows[slices.IndexFunc(rows, func(row attendance.Attendance) bool { return row.Name == name })].ID
}

var words = circular.Order{
	Title: "Parken", Subject: "Parken bei {veranstaltung}", Text: "{name}, bitte nutzen Sie den Hof am {ort}.\nIhr Platz: {stand}. Ihr Workshop: {workshops}.",
}

// draft begins a circular to whom the filter shows and writes the words.
func (h *house) draft(filter registration.Filter, o circular.Order) mailing.Mailing {
	h.t.Helper()
	m, err := h.Circulars.Begin(h.t.Context(), h.Actor, h.event.ID, "Nachricht", filter)
	h.must(err)
	h.must(h.Circulars.Redraft(h.t.Context(), h.Actor, m, o))
	found, err := h.Mailings.Find(h.t.Context(), h.Actor, m.ID)
	h.must(err)
	return found.Mailing
}

// send lets the mailing go and returns its mails by receiver.
func (h *house) send(m mailing.Mailing) map[string]mail.Message {
	h.t.Helper()
	h.must(h.Mailings.Send(h.t.Context(), h.Actor, m.ID, m.Version))
	h.Work()
	return h.mails(m)
}

func (h *house) mails(m mailing.Mailing) map[string]mail.Message {
	h.t.Helper()
	var all []mail.Message
	h.must(h.DB.Read().NewSelect().Model(&all).Where("m.mailing_id = ?", m.ID).Scan(h.t.Context()))
	by := map[string]mail.Message{}
	for _, message := range all {
		if by[message.ToName].ID != "" {
			h.t.Errorf("%s gets it twice", message.ToName)
		}
		by[message.ToName] = message
	}
	return by
}

func TestEachReadsWhatAppliesToThem(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		m := h.draft(registration.Filter{Show: registration.Attending}, words)
		review, err := h.Mailings.Review(t.Context(), h.Actor, m.ID)
		h.must(err)
		preview, err := h.Mailings.Preview(t.Context(), h.Actor, m, review.Reached[2])
		h.must(err)
		mails := h.send(m)
		if len(mails) != 3 {
			t.Fatalf("%d mails", len(mails))
		}
		for name, says := range map[string]string{
			"Anna": "Anna, bitte nutzen Sie den Hof am Kreishaus.\nIhr Platz: Platz bestätigt. Ihr Workshop: Prävention.",
			"Cara": "Ihr Workshop: Prävention (Warteliste).", "Bela": "Ihr Workshop: kein Workshop.",
		} {
			message := mails[name]
			if !strings.Contains(message.Text, says) || message.Subject != "Parken bei Fachtagung" {
				t.Errorf("%s reads %q:\n%s", name, message.Subject, message.Text)
			}
			if message.Calendar != "" || message.Unsubscribe != "" || !strings.Contains(message.Text, "Landratsamt am Markt") || !strings.Contains(message.Text, "/a/") {
				t.Errorf("to %s with calendar %q, way out %q:\n%s", name, message.Calendar, message.Unsubscribe, message.Text)
			}
		}
		links := func(text string) string { // personal links differ
			var lines []string
			for line := range strings.Lines(text) {
				if !strings.Contains(line, "/a/") {
					lines = append(lines, line)
				}
			}
			return strings.Join(lines, "")
		}
		if links(preview.Text) != links(mails["Cara"].Text) {
			t.Errorf("the preview says\n%s\nthe mail\n%s", preview.Text, mails["Cara"].Text)
		}
	})
}

func TestWhoWantsEnglishGetsItWhereItIsWritten(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		german := h.send(h.draft(registration.Filter{}, words))
		if text := german["Bela"].Text; !strings.Contains(text, "Guten Tag Bela") || !strings.Contains(text, "bitte nutzen Sie") {
			t.Errorf("without English words:\n%s", text)
		}
		both := words
		both.SubjectEN, both.TextEN = "Parking at {event}", "{name}, please use the yard. {status}, {veranstaltung}."
		mails := h.send(h.draft(registration.Filter{}, both))
		if m := mails["Bela"]; m.Subject != "Parking at Fachtagung" || !strings.Contains(m.Text, "Bela, please use the yard. Place confirmed, Fachtagung.") || strings.Contains(m.Text, "Guten Tag") {
			t.Errorf("in English %q:\n%s", m.Subject, m.Text)
		}
		if m := mails["Anna"]; m.Subject != "Parken bei Fachtagung" {
			t.Errorf("in German %q", m.Subject)
		}
	})
}

func TestTheReviewSaysWhoGetsNoneAndWhy(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		h.exec("UPDATE attendances SET email = '', email_key = '' WHERE name = 'Bela'")
		h.exec("UPDATE attendances SET confirm_until = ? WHERE name = 'Cara'", h.Clock.Now().Add(time.Hour))
		m := h.draft(registration.Filter{Show: registration.Everybody}, words)
		why := func(m mailing.Mailing) string {
			t.Helper()
			review, err := h.Mailings.Review(t.Context(), h.Actor, m.ID)
			h.must(err)
			all := make([]string, 0, 4)
			for _, r := range slices.Concat(review.Reached, review.Missed) {
				all = append(all, strings.TrimSpace(r.Name+" "+string(r.Reason)))
			}
			return strings.Join(all, ", ")
		}
		if got := why(m); got != "Anna, Bela no_address, Cara unconfirmed, Dora cancelled" {
			t.Error(got)
		}
		also := words
		also.AlsoGone = true
		if got := why(h.draft(registration.Filter{Show: registration.Everybody}, also)); got != "Anna, Dora, Bela no_address, Cara unconfirmed" {
			t.Error(got)
		}
		if got := why(h.draft(registration.Filter{Show: registration.Everybody, Chosen: []string{h.of("Anna"), h.of("Dora")}}, words)); got != "Anna, Dora cancelled" {
			t.Errorf("of those chosen: %s", got)
		}
		if _, err := h.Circulars.Begin(t.Context(), h.Actor, h.event.ID, "Nachricht", registration.Filter{Chosen: []string{}}); len(fault.Fields(err)) != 1 {
			t.Errorf("nobody is chosen: %v", err)
		}
	})
}

func TestWhoCancelsBetweenReviewAndSendingGetsNone(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		m := h.draft(registration.Filter{}, words)
		h.must(h.Mailings.Send(t.Context(), h.Actor, m.ID, m.Version))
		_, err := h.Registrations.AnswerFor(t.Context(), h.Actor, h.event.ID, h.of("Anna"), attendance.Declined)
		h.must(err)
		h.Work()
		if mails := h.mails(m); len(mails) != 2 || mails["Anna"].ID != "" {
			t.Errorf("%d mails, to Anna %q", len(mails), mails["Anna"].Subject)
		}
		if err := h.Mailings.Send(t.Context(), h.Actor, m.ID, m.Version); !fault.Is(err, fault.Conflict) {
			t.Errorf("sent once more: %v", err)
		}
	})
}

func TestWordsAreRefusedWhereTheyStand(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*circular.Order)
		field  string
	}{
		"as they should be":            {func(*circular.Order) {}, ""},
		"a placeholder in capitals":    {func(o *circular.Order) { o.Text = "{NAME} und { ort }" }, ""},
		"no subject":                   {func(o *circular.Order) { o.Subject = " " }, "subject"},
		"no text":                      {func(o *circular.Order) { o.Text = "" }, "text"},
		"an unknown placeholder":       {func(o *circular.Order) { o.Text = "Liebe {vorname}" }, "text"},
		"an unknown one, as a subject": {func(o *circular.Order) { o.Subject = "{betreff}" }, "subject"},
		"a brace that is not closed":   {func(o *circular.Order) { o.Text = "{name" }, "text"},
		"half of an English version":   {func(o *circular.Order) { o.TextEN = "Hello" }, "subject_en"},
		"unknown in English":           {func(o *circular.Order) { o.SubjectEN, o.TextEN = "Hello", "{vorname}" }, "text_en"},
		"too long":                     {func(o *circular.Order) { o.Text = strings.Repeat("ä", 4001) }, "text"},
		"no title":                     {func(o *circular.Order) { o.Title = "" }, "title"},
	} {
		o := words
		c.change(&o)
		fields := fault.Fields(o.Validate())
		if c.field == "" && len(fields) > 0 || c.field != "" && (len(fields) != 1 || fields[0].Name != c.field) {
			t.Errorf("%s: %v", name, fields)
		}
	}
}

func TestWithoutWordsNothingGoesOut(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		m, err := h.Circulars.Begin(t.Context(), h.Actor, h.event.ID, "Nachricht", registration.Filter{})
		h.must(err)
		review, err := h.Mailings.Review(t.Context(), h.Actor, m.ID)
		h.must(err)
		if review.NotNow == nil || len(review.Reached) != 3 {
			t.Errorf("ready for %d people: %v", len(review.Reached), review.NotNow)
		}
		if err := h.Mailings.Send(t.Context(), h.Actor, m.ID, m.Version); !fault.Is(err, fault.Conflict) {
			t.Errorf("sent without words: %v", err)
		}
	})
}

// TestATestMailIsWhatTheFirstReaderWillGetAndOpensNobodysPage: it goes to who writes, and leaves the draft as it is.
func TestATestMailIsWhatTheFirstReaderWillGetAndOpensNobodysPage(t *testing.T) {
	t.Parallel()
	as := mailing.Test{Subject: "[Test]", Note: "Nur ein Test."}
	eachWith(t, map[string]string{"RUNDERTISCH_SMTP_URL": "smtp://127.0.0.1:1"}, func(t *testing.T, h *house) {
		m := h.draft(registration.Filter{}, words)
		h.must(h.Mailings.SendTest(t.Context(), h.Actor, m.ID, as))
		var tests []mail.Message
		h.must(h.DB.Read().NewSelect().Model(&tests).Where("m.kind = 'test'").Scan(t.Context()))
		if len(tests) != 1 {
			t.Fatalf("%d test mails", len(tests))
		}
		test := tests[0]
		if test.ToEmail != h.Actor.Email || test.Subject != "[Test] Parken bei Fachtagung" || test.Calendar != "" || test.MailingID != "" || test.ThreadKey != "" {
			t.Errorf("got %+v", test)
		}
		for _, says := range []string{"Nur ein Test.\n\nAnna, bitte nutzen Sie den Hof am Kreishaus.", "Ihr Platz: Platz bestätigt. Ihr Workshop: Prävention."} {
			if !strings.Contains(test.Text, says) {
				t.Errorf("not said: %q in\n%s", says, test.Text)
			}
		}
		if strings.Count(test.Text, "/a/") != 1 || strings.Count(test.Text, "/a/vorschau") != 1 {
			t.Errorf("links of\n%s", test.Text)
		}
		if _, err := h.Registrations.Open(t.Context(), "vorschau"); !fault.Is(err, fault.NotFound) {
			t.Errorf("the link of a test mail opens a page: %v", err)
		}
		_, reader := h.Person(h.Project, h.Project.ID, account.Auditor)
		if err := h.Mailings.SendTest(t.Context(), reader, m.ID, as); !fault.Is(err, fault.Forbidden) {
			t.Errorf("somebody who does not write: %v", err)
		}
		if mails := h.send(m); len(mails) != 3 || strings.Contains(mails["Anna"].Text, "Nur ein Test") || strings.Contains(mails["Anna"].Subject, "[Test]") {
			t.Errorf("%d mails, to Anna %q:\n%s", len(mails), mails["Anna"].Subject, mails["Anna"].Text)
		}
	})
	each(t, func(t *testing.T, h *house) { // without a mail server
		m := h.draft(registration.Filter{}, words)
		if err := h.Mailings.SendTest(t.Context(), h.Actor, m.ID, as); !fault.Is(err, fault.Conflict) {
			t.Errorf("without a mail server: %v", err)
		}
	})
}
