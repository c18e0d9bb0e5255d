package registrationweb_test

import (
	"net/url"
	"slices"
	"testing"
	"time"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/attendance"
)

const adding = "form[action$=gruppe-erweitern]"

// TestTheContactAddsPeopleLater: two more get the last places, and the next has to wait.
func TestTheContactAddsPeopleLater(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 5, 5)
		h.admit(url.Values{"group": {"6"}})
		b := s.Browser()
		b.Get(h.form())
		b.Submit(registering, party()).Status(303)
		anna := h.row("Anna Größler")
		b.Get(own(anna)).Status(200).Has("a[href$=gruppe-erweitern]", "Weitere Personen anmelden")
		page := b.Get(own(anna)+"/gruppe-erweitern").Status(200).Has(".kern-title, p", "noch 3 Personen dazukommen").Has("legend", "Person 4").Has("legend", "Person 6").HasNot("legend", "Person 3")
		page.Has("p", "behält sie ihre Position").HasNot("[name=member_name_4]", "")
		b.Submit(adding, nil).Status(422).Has("#f-member_name_1-error", "mindestens eine Person")
		page = b.Submit(adding, url.Values{"member_name_1": {"Dora Lang"}, "member_email_1": {"dora@example.org"}, "member_name_2": {"Bela Weiß"}, "member_email_2": {"bela@example.org"}}).Status(422)
		page.Has(".rt-summary a[href='#f-member_name_2']", "Person 5, Vor- und Nachname").Has("[name=member_name_1][value='Dora Lang']", "")
		page = b.Submit(adding, url.Values{"member_name_2": {"Emil Roth"}, "member_email_2": {"emil"}, "in_language": {"en"}}).Status(200).Has("h1", "Register more people")
		page.Has("[name=member_email_2][value=emil]", "").HasNot(".rt-summary", "")
		b.Submit(adding, url.Values{"member_email_2": {""}, "in_language": {"de"}}).Status(200)
		b.Submit(adding, nil).Status(303)
		b.Follow().Status(200).Has("[role=status]", "dazugekommen").Has("li", "Dora Lang").Has("li", "Emil Roth")
		dora, emil := h.row("Dora Lang"), h.row("Emil Roth")
		if dora.Place != attendance.Confirmed || emil.Place != attendance.Confirmed || dora.GroupID != anna.ID || emil.Email != "anna@example.org" || dora.Organisation != "Stadt Musterstadt" {
			t.Errorf("who was added: %+v, %+v", dora, emil)
		}
		if got := h.mails("dora@example.org"); !slices.Equal(got, []string{"registered_by"}) {
			t.Errorf("who was added was sent %v", got)
		}
		member := h.reads("registered_by", "dora@example.org")
		member.Get(own(dora) + "/gruppe-erweitern").Status(303)
		member.Get(own(dora) + "/ergaenzen").Status(200)
		member.Submit("form[action$=ergaenzen]", nil).Status(303)
		if h.row("Dora Lang").NoticeVersion == "" {
			t.Error("the notice that was seen is not noted")
		}

		b.Get(own(anna) + "/gruppe-erweitern").Status(200)
		b.Submit(adding, url.Values{"member_name_1": {"Fritz Kahl"}, "member_email_1": {"fritz@example.org"}}).Status(303)
		if h.row("Fritz Kahl").Place != attendance.Waitlisted || h.seats(h.event.ID).Taken != 5 {
			t.Error("a place was given that is not there")
		}
		b.Follow().Status(200).HasNot("a[href$=gruppe-erweitern]", "")
		b.Get(own(anna) + "/gruppe-erweitern").Status(303)
		h.Browser.Get(h.list()+"/"+dora.ID).Status(200).Has("main", "Von der Kontaktperson der Gruppe nachgemeldet").Has("a", "Anna Größler")
	})
}

func TestNobodyIsAddedOnceRegistrationIsOver(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 9, 5)
		h.admit(url.Values{"group": {"6"}})
		b := s.Browser()
		b.Get(h.form())
		b.Submit(registering, party()).Status(303)
		anna := h.row("Anna Größler")
		b.Get(own(anna) + "/gruppe-erweitern").Status(200)
		s.Clock.Advance(time.Date(2027, 3, 21, 9, 0, 0, 0, time.UTC).Sub(s.Clock.Now()))
		b.Submit(adding, url.Values{"member_name_1": {"Dora"}}).Status(422).Has(".kern-alert", "").Has("[name=member_name_1][value=Dora]", "")
		b.Get(own(anna)).Status(200).Has("h2", "Ihre Gruppe").HasNot("a[href$=gruppe-erweitern]", "")
		if got := len(h.everybody()); got != 3 {
			t.Errorf("%d rows", got)
		}
	})
}

// TestStaffRegisterAGroupForAnOrganisation: the rules are the same, the contact is named, and the trail says who did it.
func TestStaffRegisterAGroupForAnOrganisation(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 4, 5)
		way, _ := h.ask()
		b := h.Browser
		b.Get(h.at("/registrations/new")).Status(200).HasNot("summary", "Weitere Personen")
		h.admit(url.Values{"group": {"3"}})
		const form = "form[action$=registrations]"
		b.Get(h.at("/registrations/new")).Status(200).Has("summary", "Weitere Personen mit anmelden (bis zu 2)").Has("details p", "Kontaktperson der Organisation").Has("main p", "mehrere einer Organisation zusammen")
		typed := party()
		typed.Set("member_email_2", "bela@example.org")
		b.Submit(form, typed).Status(422).Has("details[open] #f-member_email_2-error", "steht schon bei Bela Weiß")
		b.Submit(form, url.Values{"member_email_2": {""}}).Status(303)
		b.Follow().Status(200).Has("li", "Bela Weiß").Has("li", "Clara Kern")
		anna, bela := h.row("Anna Größler"), h.row("Bela Weiß")
		if bela.GroupID != anna.ID || bela.NoticeVersion != "" || anna.NoticeVersion != "" || h.seats(h.event.ID).Taken != 3 {
			t.Errorf("the group: %+v, %+v", anna, bela)
		}
		if got := h.mails("bela@example.org"); !slices.Equal(got, []string{"registered_by"}) {
			t.Errorf("the member was sent %v", got)
		}
		b.Get(h.list()+"/"+bela.ID).Status(200).Has("a", "Anna Größler").Has("main", h.Actor.Name)
		var by int
		h.must(s.DB.Read().NewRaw("SELECT count(*) FROM audit_entries WHERE action = 'attendance.registered' AND actor_name = ? AND object_id IN (?, ?)",
			h.Actor.Name, anna.ID, bela.ID).Scan(t.Context(), &by))
		if by != 2 {
			t.Errorf("the trail names the colleague at %d rows", by)
		}
		member := h.reads("registered_by", "bela@example.org")
		member.Get(own(bela)).Status(200).Has("p", "Anna Größler hat Sie angemeldet").Has("li", way.Label)
		h.reads("confirmation", "anna@example.org").Get(own(anna)).Status(200).Has("h2", "Ihre Gruppe")

		b.Get(h.at("/registrations/new")).Status(200)
		b.Submit(form, url.Values{"name": {"Rosa"}, "email": {"rosa@example.org"}, "member_name_1": {"Sami"}}).Status(303)
		if h.row("Rosa").Place != attendance.Waitlisted || h.row("Sami").Place != attendance.Waitlisted {
			t.Error("one place is for two")
		}
		b.Get(h.at("/registrations/new")).Status(200)
		now, err := s.Events.Find(t.Context(), h.Actor, h.event.ID)
		h.must(err)
		h.must(s.Registrations.Admit(t.Context(), h.Actor, h.event.ID, now.Version, func(string) string { return "" }))
		b.Submit(form, url.Values{"name": {"Udo"}, "email": {"udo@example.org"}, "member_name_1": {"Vera"}}).Status(422).Has(".kern-alert", "jede Person einzeln")
	})
}
