package peers_test

import (
	"net/smtp"
	"net/url"
	"slices"
	"strings"
	"testing"

	"rundertisch/internal/app/apptest"
)

// The buttons of Thunderbird's invitation bar.
const (
	accept  = "imipAcceptButton"
	decline = "imipDeclineButton"
	remove  = "imipDeleteButton"
	update  = "imipUpdateButton"
)

// TestInvitationsAndAnswersTravel is the life of two invitations between our program and Thunderbird. Nobody types an answer:
// what the program shows has come by mail.
func TestInvitationsAndAnswersTravel(t *testing.T) {
	second := startCyrus(t)
	p := startPost(t, second.port(), mailbox, "petra.mueller", "ayla.oez", "otto.horn")
	petra, ayla := newGuest(t, p, "petra.mueller"), newGuest(t, p, "ayla.oez")
	petra.program = startThunderbird(t, p, petra.user, "Petra Müller")
	o := startOffice(t, p)
	o.person("Petra", "Müller", petra.address())
	o.person("Ayla", "Öz", ayla.address())
	o.person("Otto", "Unbekannt", "otto.unbekannt@"+domain)

	acceptedMovedDeclined(t, o, petra, ayla)
	calledOff(t, o, petra)
	o.received("Übernommen", 3)
	bounced(o, newGuest(t, p, "otto.horn"))
	if second != nil {
		second.welcome(p, "paula")
		keptByCyrus(o, second)
	}
}

// acceptedMovedDeclined: the last place goes to Petra, who then cannot come at the new time, and on to Ayla, who waited.
func acceptedMovedDeclined(t *testing.T, o *office, petra, ayla *guest) {
	t.Helper()
	const title = "Fachtagung „Wohnen“; Größler & Partner, Köln"
	o.publish(title, 1)
	o.invite("Müller", "Öz")
	invitation := petra.gets("REQUEST", 0)
	uid := invitation.property("UID")
	petra.holds(invitation, "09:30–16:00 "+title+" CONFIRMED")
	o.shows("Petra Müller", "Keine Antwort")
	shown := petra.program.open("Einladung: "+title, accept)
	if !slices.Contains(shown.Buttons, decline) || shown.Bar == "" || !strings.Contains(shown.Text, "Guten Tag Petra Müller") {
		t.Errorf("Thunderbird shows the invitation as %+v", shown)
	}
	entry := item{UID: uid, Title: title, Begin: "093000", End: "160000", Zone: "Europe/Berlin", Status: "CONFIRMED", Sequence: "0", PartStat: "ACCEPTED", Attendees: 1}
	petra.program.keeps(entry)
	o.shows("Petra Müller", "Zugesagt")
	o.seats("Petra Müller", "Platz bestätigt")

	petra.isAnsweredForBy("eve@"+domain, invitation)
	o.received("Absender und antwortende Person stimmen nicht überein", 1)
	o.shows("Petra Müller", "Zugesagt")

	ayla.acceptsByLink(ayla.gets("REQUEST", 0))
	o.seats("Ayla Öz", "Warteliste")

	o.change(url.Values{"begin": {"10:30"}, "end": {"17:00"}})
	moved := petra.gets("REQUEST", 1)
	if moved.property("UID") != uid || moved.property("DTSTAMP") <= invitation.property("DTSTAMP") {
		t.Errorf("the update is %s, the invitation was %s", moved.version(), invitation.version())
	}
	if said := squeeze(moved.text); !strings.Contains(said, "09:30 bis 16:00 Uhr, jetzt") {
		t.Errorf("the update does not say what it was before:\n%s", said)
	}
	petra.holds(moved, "10:30–17:00 "+title+" CONFIRMED")
	petra.program.open("Geändert: "+title, decline)
	entry.Begin, entry.End, entry.Sequence, entry.PartStat = "103000", "170000", "1", "DECLINED"
	petra.program.keeps(entry)
	o.shows("Petra Müller", "Abgesagt")
	o.seats("Ayla Öz", "Platz bestätigt")

	gone := petra.gets("CANCEL", 2)
	if gone.property("UID") != uid || gone.property("STATUS") != "" {
		t.Errorf("the CANCEL for one person is %s with STATUS %q", gone.version(), gone.property("STATUS"))
	}
	petra.program.open("Abmeldung bestätigt: "+title, remove)
	petra.program.keeps()
}

// calledOff: an event that people have accepted does not take place.
func calledOff(t *testing.T, o *office, petra *guest) {
	t.Helper()
	const title = "Arbeitstreffen Jugend"
	o.publish(title, 5)
	o.invite("Müller")
	petra.anew()
	invitation := petra.gets("REQUEST", 0)
	petra.holds(invitation, "09:30–16:00 "+title+" CONFIRMED")
	petra.program.open("Einladung: "+title, accept)
	o.shows("Petra Müller", "Zugesagt")

	const better = "Arbeitstreffen Jugend und Beruf"
	o.change(url.Values{"title": {better}})
	renamed := petra.gets("REQUEST", 0)
	if renamed.property("DTSTAMP") <= invitation.property("DTSTAMP") || !strings.Contains(renamed.property("ATTENDEE"), "PARTSTAT=ACCEPTED") {
		t.Errorf("the new title is %s for %s, the invitation was %s", renamed.version(), renamed.property("ATTENDEE"), invitation.version())
	}
	petra.holds(renamed, "09:30–16:00 "+better+" CONFIRMED")
	petra.program.open("Geändert: "+better, update)
	petra.program.keeps(item{UID: invitation.property("UID"), Title: better, Begin: "093000", End: "160000", Zone: "Europe/Berlin", Status: "CONFIRMED", Sequence: "0", PartStat: "ACCEPTED", Attendees: 1})
	o.shows("Petra Müller", "Zugesagt")

	o.step("cancel")
	off := petra.gets("CANCEL", 1)
	if off.property("UID") != invitation.property("UID") || off.property("STATUS") != "CANCELLED" {
		t.Errorf("the CANCEL is %s with STATUS %q, the invitation was %s", off.version(), off.property("STATUS"), invitation.version())
	}
	petra.holds(off, "09:30–16:00 "+better+" CANCELLED")
	petra.program.open("Abgesagt: "+better, remove)
	petra.program.keeps()
}

// keptByCyrus: a server enters the invitation into the calendar by itself, moves the entry and marks it when the event is off.
func keptByCyrus(o *office, c *cyrus) {
	o.t.Helper()
	const title = "Runde Kinderarmut"
	o.person("Paula", "Kreis", "paula@"+others)
	o.publish(title, 5)
	o.invite("Kreis")
	date := "TZID=Europe/Berlin:" + day().Format("20060102")
	c.keeps("paula", title+" "+date+"T093000 0 CONFIRMED")
	o.change(url.Values{"begin": {"10:30"}, "end": {"17:00"}})
	c.keeps("paula", title+" "+date+"T103000 1 CONFIRMED")
	o.step("cancel")
	c.keeps("paula", title+" "+date+"T103000 2 CANCELLED")
}

// bounced: Postfix writes back about an address that Dovecot does not know; the right one gets the invitation.
func bounced(o *office, otto *guest) {
	o.t.Helper()
	o.publish("Fachtag Pflege", 5)
	o.invite("Unbekannt")
	o.shows("Otto Unbekannt", "Unzustellbar")
	o.received("Unzustellbarkeitsmeldung", 1)
	person, _ := o.Get(o.event + "/invitations").Find("#invited tbody tr").FilterFunction(contains("Otto Unbekannt")).Find("a").Attr("href")
	o.Get(person).Status(200).Has("main", "User doesn't exist")
	o.Get(person + "/address").Status(200)
	o.Submit("main form", url.Values{"email": {otto.address()}}).Status(303)
	otto.first = "@" + domain // the mail that came back, which nobody here has seen
	otto.gets("REQUEST", 0)
}

// isAnsweredForBy lets somebody else who has seen the invitation decline it.
func (g *guest) isAnsweredForBy(stranger string, invitation letter) {
	g.t.Helper()
	reply := strings.NewReplacer("METHOD:REQUEST", "METHOD:REPLY", "PARTSTAT=NEEDS-ACTION", "PARTSTAT=DECLINED").Replace(strings.ReplaceAll(invitation.calendar, "\r\n ", ""))
	mail := "From: <" + stranger + ">\r\nSubject: Absage\r\nMIME-Version: 1.0\r\nContent-Type: text/calendar; method=REPLY; charset=UTF-8\r\n\r\n" + reply
	must(g.t, smtp.SendMail(loopback(g.post.smtp), nil, stranger, []string{mailbox + "@" + domain}, []byte(mail)))
}

// acceptsByLink accepts on the page that the mail links to.
func (g *guest) acceptsByLink(invitation letter) {
	g.t.Helper()
	link, err := url.Parse(personalLink.FindString(invitation.text))
	must(g.t, err)
	page := apptest.Remote(g.t, "http://"+link.Host)
	page.Get(link.RequestURI()).Status(303)
	page.Follow().Status(200)
	page.Submit("form[action$=antwort]", url.Values{"answer": {"accepted"}}).Status(303)
}
