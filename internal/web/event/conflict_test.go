package eventweb_test

import (
	"net/url"
	"strings"
	"testing"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/date"
	"rundertisch/internal/workplan"
)

// milestone puts a milestone into the office's plan.
func milestone(t *testing.T, s *apptest.Site, o apptest.Office, number string) workplan.Milestone {
	t.Helper()
	g, err := s.Plan.AddGoal(t.Context(), o.Actor, workplan.Goal{Number: number, Title: "Zusammenarbeit"})
	if err != nil {
		t.Fatal(err)
	}
	m, err := s.Plan.AddMilestone(t.Context(), o.Actor, workplan.Milestone{GoalID: g.ID, Number: number + ".1", Title: "Fachtagung", DueOn: date.Month("2027-05")})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestTheFormTiesTheEventToAMilestone(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		o.Get(path(o)+"/new").Status(200).HasNot("main", "Zählt für")
		first, second := milestone(t, s, o, "1"), milestone(t, s, o, "2")
		o.Get(path(o) + "/new").Status(200)
		form := fachtagung()
		form.Set("milestone", "01ARZ3NDEKTSV4RRFFQ69G5FAV")
		o.Submit("main form", form).Status(422).Has("[role=alert] a[href='#f-milestone']", "Arbeitsbaustein")
		form.Set("milestone", first.ID)
		base, _, _ := strings.Cut(o.Submit("main form", form).Status(303).Location, "?")
		o.Get(base).Has("main a", "1.1 Fachtagung")
		if file := o.Get(path(o) + "?format=csv").Status(200).Body; !strings.Contains(file, "1.1 Fachtagung") {
			t.Errorf("the file does not name the milestone:\n%s", file)
		}

		colleague := o.Get(base + "/edit").Status(200)
		if got := colleague.Find("#f-milestone option[selected]").AttrOr("value", ""); got != first.ID {
			t.Errorf("the form shows %q", got)
		}
		basis := colleague.Find("input[name=basis]").AttrOr("value", "")
		o.Submit("main form", url.Values{"milestone": {second.ID}}).Status(303)
		o.Get(base + "/edit")
		o.Submit("main form", url.Values{"milestone": {""}, "basis": {basis}}).Status(409).
			Has(".rt-clash__text", "2.1 Fachtagung").Has(".rt-clash__text", "Keiner")
	})
}

func TestTheDayIsHeldAgainstHolidaysAndOtherEvents(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		base := created(t, o) // Thursday before Good Friday
		page := o.Get(base).Status(200).Has("main .rt-flash--warning", "Osterferien vom 22.03.2027 bis 03.04.2027").Has("main .rt-flash--warning", "Bildungsministeriums")
		page.HasNot("main .rt-flash--warning", "Feiertag in Thüringen")
		o.Get(base+"/edit").Has("main .rt-flash--warning", "Osterferien")
		for _, c := range []struct{ day, says, not string }{
			{"29.03.2027", "Montag, 29. März 2027 ist gesetzlicher Feiertag in Thüringen: Ostermontag.", "Wochenende"},
			{"27.05.2027", "Donnerstag, 27. Mai 2027 ist in einzelnen Gemeinden Feiertag", "Schulferien"},
			{"07.05.2027", "ist in Thüringen schulfrei", "gesetzlicher"},
			{"20.02.2027", "liegt am Wochenende", "Feiertag in"},
		} {
			o.Get(base + "/edit")
			o.Submit("main form", url.Values{"day": {c.day}}).Status(303)
			o.Follow().Status(200).Has("main .rt-flash--warning", c.says).HasNot("main .rt-flash--warning li", c.not)
		}
		o.Get(base + "/edit")
		o.Submit("main form", url.Values{"day": {"11.02.2027"}}).Status(303)
		o.Follow().HasNot("main", "Bitte prüfen Sie den Termin")
		created(t, o)
		o.Get(base + "/edit")
		o.Submit("main form", url.Values{"day": {"25.03.2027"}}).Status(303)
		o.Follow().Has("main .rt-flash--warning", "Am selben Tag:").Has("main .rt-flash--warning a", "Fachtagung Größler")
		o.Get(base + "/edit")
		o.Submit("main form", url.Values{"day": {"25.03.2031"}}).Status(303)
		o.Follow().HasNot("main .rt-flash--warning", "Termin").Has("main .rt-flash--info", "nicht bekannt")
	})
}
