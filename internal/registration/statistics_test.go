package registration_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/attendance"
	"rundertisch/internal/directory"
	"rundertisch/internal/registration"
)

func TestStatisticsCountWhoComesAndWhoIsMissing(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		c := gather(t, s)
		c.alphabet()
		c.add(
			attendance.Attendance{Name: "Gerd", Place: attendance.NoPlace, Answer: attendance.NeedsAction, Origin: attendance.Invited, Organisation: "Kirchenkreis"},
			attendance.Attendance{Name: "Hans", Place: attendance.NoPlace, Answer: attendance.NeedsAction, Origin: attendance.Invited, Organisation: "KIRCHENKREIS"},
			attendance.Attendance{Name: "Ida", Place: attendance.NoPlace, Answer: attendance.NeedsAction, Origin: attendance.Invited, Organisation: "Stadtwerke"},
			attendance.Attendance{Name: "Jan", Place: attendance.Confirmed, Answer: attendance.Accepted, Origin: attendance.Invited, Organisation: "Stadtwerke"},
		)
		got, err := s.Registrations.Statistics(t.Context(), c.Actor, c.event.ID)
		c.must(err)
		want := registration.Statistics{
			Event: got.Event, Uninvited: 3,
			Kinds:          []registration.Share{{Key: string(directory.KindHousing), People: 2}, {People: 2}},
			Municipalities: []registration.Share{{Key: directory.Municipalities()[0].AGS, People: 2}, {People: 2}},
			People:         registration.Reach{Invited: 6, Answered: 2, Registered: 1},
			Organisations:  registration.Reach{Invited: 2, Answered: 1, Registered: 1},
			Silent:         []registration.Silent{{Organisation: "KIRCHENKREIS", Invited: 2}},
			MissingKinds:   []registration.MissingKind{{Kind: directory.KindCourt, Known: 1}},
			Workshops:      []registration.WorkshopShare{{Item: c.shop, Seats: attendance.Seats{Capacity: 5}}},
		}
		for _, m := range directory.Municipalities()[1:] {
			want.MissingPlaces = append(want.MissingPlaces, m.AGS)
		}
		if len(got.Silent) == 1 && got.Silent[0].Organisation == "Kirchenkreis" { // databases differ about which spelling is less
			want.Silent[0].Organisation = "Kirchenkreis"
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		at := "/projects/" + c.Project.ID + "/events/" + c.event.ID + "/registrations/statistics"
		page := c.Get(at).Status(200).Has("#silent tbody th", want.Silent[0].Organisation).Has("#kinds tbody th", "Wohnungsunternehmen").Has("#reach_people-words", "Eingeladen: 6. Geantwortet: 2. Angemeldet: 1")
		page.Has("a[href$='follow-up/new']", "erinnern").Has("#missing tbody th", "Gericht").Has("#workshops tbody th", "Prävention")
		file := c.Get(page.Find(".rt-downloads a").First().AttrOr("href", "")).Status(200).Body
		if strings.Contains(file, "Kirchenkreis") || strings.Contains(file, "Wohnungsunternehmen") || !strings.Contains(file, "Kleine Gruppen zusammen;4") {
			t.Errorf("the file lets people be recognised:\n%s", file)
		}
	})
}
