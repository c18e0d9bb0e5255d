package eventweb_test

import (
	"net/url"
	"strings"
	"testing"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/mail"
)

// published makes a public event with a workshop that two people have chosen, and returns its address.
func published(t *testing.T, s *apptest.Site, o apptest.Office) string {
	t.Helper()
	imprint(t, o)
	base := created(t, o)
	o.Get(base + "/programme/new")
	o.Submit("main form", url.Values{"kind": {"workshop"}, "title": {"Prävention"}, "begin": {"11:00"}, "end": {"12:30"}, "slot": {"Vormittag"}, "capacity": {"20"}}).Status(303)
	o.Get(base + "/steps/publish")
	o.Submit("main form", nil).Status(303)
	register(t, s, o, "Ayla Yılmaz", "Cem Łuczak")
	return base
}

// updates counts the mails about changes and cancellations.
func updates(t *testing.T, s *apptest.Site) (n int64) {
	t.Helper()
	n, err := s.DB.Read().NewSelect().Model((*mail.Message)(nil)).Where("m.kind IN ('update', 'cancellation')").Count(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// confirming is what the last button of the page sends; the first one only shows a mail.
func confirming(p *apptest.Page, base string) url.Values {
	form := p.Status(200).Forms()[base]
	form.Del("show")
	return form
}

func TestAChangeOfAPublishedEventFirstShowsWhoGetsWhichMail(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		base := published(t, s, o)
		o.Get(base + "/edit")
		asked := o.Submit("main form", url.Values{"venue": {"Stadthalle"}, "description": {"  Zeile eins\nZeile zwei"}}).Status(200)
		asked.Has("h1", "Wer erhält welche Nachricht?").Has("#aenderung li", "Ort: bisher Kreishaus, jetzt Stadthalle").
			Has("#empfaenger summary", "4 Nachrichten über die Änderung").Has("#empfaenger td", "Prävention").
			Has("main form button", "Speichern und 4 Nachrichten senden").Has("#nachricht .rt-letter", "Stadthalle").
			Has("main form", "Ohne Nachricht lässt sich das nicht speichern").HasNot("main form button", "ohne zu benachrichtigen")
		o.Get(base).HasNot("main", "Stadthalle")
		if n := updates(t, s); n != 0 {
			t.Fatalf("%d mails before anybody confirmed", n)
		}

		o.Get(base + "/edit")
		o.Submit("main form", url.Values{"venue": {"Stadthalle"}, "description": {"Zeile eins\nZeile zwei"}})
		back := o.Submit("main form", url.Values{"back": {"yes"}}).Status(200)
		if venue, text := back.Find("#f-venue").AttrOr("value", ""), back.Find("#f-description").Text(); venue != "Stadthalle" || !strings.Contains(text, "Zeile zwei") {
			t.Errorf("going back lost what was typed: %q, %q", venue, text)
		}
		asked = o.Submit("main form", nil).Status(200)
		second := asked.Find("#empfaenger button[name=show]").Last().AttrOr("value", "")
		o.Submit("main form", url.Values{"show": {second}}).Status(200).Has("#nachricht", "Die Nachricht an Cem Łuczak")
		o.Submit("main form", nil).Status(303)
		o.Follow().Status(200).Has("main", "Stadthalle")
		if n := updates(t, s); n != 4 {
			t.Errorf("%d mails, want one for each entry in a calendar", n)
		}
	})
}

func TestConfirmingTwiceSendsOnce(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		base := published(t, s, o)
		o.Get(base + "/edit")
		confirm := confirming(o.Submit("main form", url.Values{"venue": {"Stadthalle"}}), base)
		o.Post(base, confirm).Status(303)
		o.Post(base, confirm).Status(303) // the back button, or pressed twice
		if n := updates(t, s); n != 4 {
			t.Errorf("%d mails after confirming twice, want 4", n)
		}
		confirm.Set("told", "")
		o.Post(base, confirm).Status(303) // stored already: nothing follows, nothing is asked
		if n := updates(t, s); n != 4 {
			t.Errorf("%d mails, want 4", n)
		}
	})
}

func TestTwoPeopleWhoChangeOneEventAreBothShownTheirMails(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		base := published(t, s, o)
		o.Get(base + "/edit")
		mine := confirming(o.Submit("main form", url.Values{"venue": {"Stadthalle"}}), base)
		theirs := o.Get(base + "/edit").Forms()[base]
		theirs.Set("begin", "10:00")
		theirs.Set("told", o.Post(base, theirs).Status(200).Find("input[name=told]").AttrOr("value", ""))
		o.Post(base, theirs).Status(303)
		again := o.Post(base, mine).Status(200).Has("main .rt-flash", "Bitte prüfen Sie noch einmal").
			Has("#aenderung li", "Termin: bisher").Has("#aenderung li", "jetzt Stadthalle")
		mine = confirming(again, base)
		o.Post(base, mine).Status(303)
		o.Get(base).Has("main", "Stadthalle").Has("main", "10:00")

		o.Get(base + "/edit")
		clash := o.Get(base + "/edit").Forms()[base]
		o.Submit("main form", url.Values{"venue": {"Rathaus"}}).Status(200)
		o.Submit("main form", nil).Status(303)
		clash.Set("venue", "Bürgerhaus")
		o.Post(base, clash).Status(409).Has(".rt-clash__text", "Rathaus")
		o.Submit("main form", url.Values{"choice.venue": {"mine"}}).Status(200).Has("#aenderung li", "jetzt Bürgerhaus")
		o.Submit("main form", nil).Status(303)
		o.Get(base).Has("main", "Bürgerhaus")
	})
}

func TestWorkshopsAndTheWholeEventAreAskedAboutToo(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		base := published(t, s, o)
		edit := o.Get(base).Find("#programme-table a").First().AttrOr("href", "")
		o.Get(edit)
		o.Submit("main form", url.Values{"title": {"Vorbeugung"}}).Status(200).
			Has("#aenderung p", "2 Nachrichten zum Workshop „Vorbeugung“").Has("main form button", "Speichern, ohne zu benachrichtigen")
		o.Submit("main form", url.Values{"quiet": {"yes"}}).Status(303)
		if n := updates(t, s); n != 0 {
			t.Errorf("%d mails, saved quietly", n)
		}
		o.Get(edit)
		o.Submit("main form", url.Values{"room": {"Saal 3"}}).Status(200).HasNot("main form button", "ohne zu benachrichtigen")
		o.Submit("main form", nil).Status(303)
		o.Get(base + "/steps/cancel").Status(200)
		o.Submit("main form", nil).Status(303)
		o.Follow().Has(".rt-badge", "Abgesagt")
		o.Get(base + "/steps/cancel").Status(303)
		if n := updates(t, s); n != 2+4 {
			t.Errorf("%d mails, want 2 about the room and 4 that the event is off", n)
		}
	})
}

// TestAMoveIsConfirmedLikeAnyOtherChange: with the other workshops of its slot, which somebody has a place in.
func TestAMoveIsConfirmedLikeAnyOtherChange(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		base := published(t, s, o)
		o.Get(base + "/programme/new")
		o.Submit("main form", url.Values{"kind": {"workshop"}, "title": {"Wohnen"}, "begin": {"11:00"}, "end": {"12:00"}, "slot": {"Vormittag"}, "slot_new": {""}}).Status(303)
		move := o.Get(base+"/programme").Find(".rt-grid__entry:contains('Wohnen') a[href$='/move']").AttrOr("href", "")
		o.Get(move).Status(200).Has("main form label", "Die anderen Workshops der Runde „Vormittag“")
		o.Submit("main form", url.Values{"begin": {"11:30"}, "slot": {"yes"}}).Status(200).
			Has("h1", "Wer erhält welche Nachricht?").Has("#aenderung p", "2 Nachrichten zum Workshop „Prävention“")
		o.Submit("main form", nil).Status(303)
		o.Get(base+"/programme").Has("#programme-1", "11:30 bis 13:00 Uhr").Has("#programme-1", "11:30 bis 12:30 Uhr").HasNot("#programme-1", "11:00")
		if n := updates(t, s); n != 2 {
			t.Errorf("%d mails about the move, want 2", n)
		}
	})
}
