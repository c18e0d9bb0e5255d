package inviteweb_test

import (
	"strings"
	"testing"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/attendance"
)

// receive hands in a calendar mail about the invitation of the person with the page, and returns the page of the mail.
func (d *desk) receive(person, method, from string, lines ...string) string {
	d.t.Helper()
	row, err := attendance.FindIn(d.t.Context(), d.site.DB.Read(), person[strings.LastIndex(person, "/")+1:])
	d.must(err)
	object := append([]string{"BEGIN:VCALENDAR", "METHOD:" + method, "BEGIN:VEVENT", "UID:" + row.UID, "SEQUENCE:0", "DTSTAMP:20270101T000000Z"}, lines...)
	object = append(object, "END:VEVENT", "END:VCALENDAR", "")
	n, err := d.site.Invites.Receive(d.t.Context(), []byte("From: "+from+"\r\nSubject: Antwort\r\nMessage-ID: <"+method+from+"@x>\r\n"+
		"Content-Type: text/calendar; method="+method+"; charset=UTF-8\r\n\r\n"+strings.Join(object, "\r\n")))
	d.must(err)
	return "/projects/" + d.Project.ID + "/received/" + n.ID
}

func TestAMailOffersWhatCanBeDoneInWordsAndOneClick(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		d := open(t, s)
		person := d.invited(d.person("Anna", "Weiß"))["Anna Weiß"]
		mail := d.receive(person, "REPLY", "uwe@example.org", `ATTENDEE;PARTSTAT=ACCEPTED;CN="Uwe Schreiber":mailto:uwe@example.org`)
		page := d.Get(mail).Status(200)
		page.Has("#tun", "Uwe Schreiber (uwe@example.org) bekommt eine eigene Einladung").Has("#tun", "weitere Adresse von Anna Weiß").Has("#tun", "Nichts weiter tun")
		d.Submit("main form[action$='/settle']", nil).Status(303)
		d.Get(mail).Has("main", "erledigt am").HasNot("main", "Als eigene Teilnahme aufnehmen")
		d.Submit("main form[action$='/reopen']", nil).Status(303)
		d.Get(mail)
		d.Submit("main form[action$='/deeds/admit']", nil).Status(303)
		d.Follow().Status(200).Has("main dl", "als eigene Teilnahme aufgenommen").Has("main dl", "Uwe Schreiber")
		d.Get(d.base).Has("#invited", "Uwe Schreiber")
		d.Post(mail+"/deeds/admit", nil).Status(409)
		d.Post(mail+"/deeds/nothing", nil).Status(409)
	})
}

// TestAnAnswerByMailShowsItsWayItsCommentAndWhoVouchesForIt: staff see how far an answer can be trusted.
func TestAnAnswerByMailShowsItsWayItsCommentAndWhoVouchesForIt(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		d := open(t, s)
		person := d.invited(d.person("Anna", "Weiß"))["Anna Weiß"]
		mail := d.receive(person, "REPLY", "anna@example.org", "ATTENDEE;PARTSTAT=DECLINED:mailto:anna@example.org", "COMMENT:Leider <b>krank</b>")
		page := d.Get(mail).Status(200).Has("main dl", "Anna Weiß")
		if page.Find(".rt-letter__body").Length() != 0 || page.Find(".rt-bar--accepts").Length() != 0 {
			t.Error("a refusal without a text looks like a yes, or has an empty body")
		}
		d.Get(person).Has("#answers", "Abgesagt").Has("#answers", "E-Mail").Has("#answers", "Leider <b>krank</b>").
			Has("#answers", "Absender ist die eingeladene Adresse").HasNot("#answers", "vom Mailserver bestätigt")
		d.Get(person).Has("#answers a[href$='/undo']", "Rückgängig machen")
	})
}

func TestAProposedTimeIsFilledIntoTheEventsFormAndSavedByNobodyElse(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		d := open(t, s)
		person := d.invited(d.person("Anna", "Weiß"))["Anna Weiß"]
		mail := d.receive(person, "COUNTER", "anna@example.org", "ATTENDEE;PARTSTAT=TENTATIVE:mailto:anna@example.org",
			"DTSTART:20270326T090000Z", "DTEND:20270327T110000Z", "COMMENT:Besser zweitägig")
		d.Get(mail).Status(200).Has("#tun", "Anna Weiß schlägt einen anderen Termin vor").Has("#tun", "25. März 2027").Has("#tun", "Besser zweitägig")
		list := d.Get(d.base).Has("#vorschlaege", "26. März 2027, 10:00 Uhr bis Samstag, 27. März 2027, 12:00 Uhr")
		form := d.Get(list.Find("#vorschlaege a").AttrOr("href", "")).Status(200)
		for name, want := range map[string]string{"day": "2027-03-26", "begin": "10:00", "end": "12:00", "end_day": "2027-03-27"} {
			if got := form.Find("input[name="+name+"]").AttrOr("value", ""); got != want {
				t.Errorf("the form's %s is %s, want %s", name, got, want)
			}
		}
		d.Get(d.base)
		d.Submit("#vorschlaege form", nil).Status(303)
		d.Follow().Has("[role=status]", "abgelehnt")
		d.Get(d.base).HasNot("main", "Vorschläge für einen anderen Termin")
		d.Get(mail).Has("main dl", "Vorschlag abgelehnt")
	})
}
