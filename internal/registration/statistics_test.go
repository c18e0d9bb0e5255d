package registration_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/uptrace/bun"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/attendance"
	"rundertisch/internal/checkin"
	"rundertisch/internal/directory"
	"rundertisch/internal/id"
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

// TestTheReachEndsAtTheDoor: once people are let in, the statistics say how many of those invited came, and of which kind of organisation.
func TestTheReachEndsAtTheDoor(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		c := gather(t, s)
		_, err := s.Directory.AddOrganisation(t.Context(), c.Actor, directory.Organisation{Name: "Amtsgericht", Kind: directory.KindCourt})
		c.must(err)
		c.add(
			attendance.Attendance{Name: "Jan", Place: attendance.Confirmed, Answer: attendance.Accepted, Origin: attendance.Invited, Organisation: "Stadtwerke"},
			attendance.Attendance{Name: "Kim", Place: attendance.Confirmed, Answer: attendance.Accepted, Origin: attendance.Invited, Organisation: "Kirchenkreis"},
			attendance.Attendance{Name: "Lea", Place: attendance.Confirmed, Answer: attendance.Accepted},
		)
		at := "/projects/" + c.Project.ID + "/events/" + c.event.ID + "/registrations/statistics"
		c.Get(at).Status(200).HasNot("main", "Gekommen")
		rows, err := attendance.ListIn(t.Context(), s.DB.Read(), c.event.ID)
		c.must(err)
		for _, row := range rows {
			switch row.Name {
			case "Jan":
				first := c.letIn(row, "", false)
				c.letIn(row, first, false) // a double, which does not count
			case "Kim":
				c.letIn(row, "", true) // the wrong person, taken back
			case "Lea":
				c.letIn(row, "", false)
			}
		}
		got, err := s.Registrations.Statistics(t.Context(), c.Actor, c.event.ID)
		c.must(err)
		if got.People.Came != 1 || got.Organisations.Came != 1 || got.Came != 2 || got.People.Registered != 2 || len(got.KindsCame) != 1 || got.KindsCame[0].People != 2 {
			t.Errorf("counted is %+v, %+v, %d, %v", got.People, got.Organisations, got.Came, got.KindsCame)
		}
		if len(got.MissingCame) != 1 || got.MissingCame[0].Kind != directory.KindCourt || got.MissingCame[0].Known != 1 {
			t.Errorf("missing of those who came is %+v", got.MissingCame)
		}
		c.Get(at).Has("#missing-came tbody th", "Gericht")
		page := c.Get(at).Status(200).Has("#reach_people-words", "Angemeldet: 2. Gekommen: 1").Has("#reach_organisations-words", "Gekommen: 1").Has("h2", "Wer gekommen ist")
		if file := c.Get(page.Find(".rt-downloads a").First().AttrOr("href", "")).Status(200).Body; !strings.Contains(file, "Gekommen;1") {
			t.Errorf("the file says\n%s", file)
		}
	})
}

// letIn notes a deed at a door.
func (c *crowd) letIn(row attendance.Attendance, doubleOf string, undone bool) string {
	c.t.Helper()
	deed := checkin.CheckIn{
		ID: id.New(), WorkspaceID: row.WorkspaceID, ProjectID: row.ProjectID, EventID: row.EventID, AttendanceID: row.ID,
		At: c.site.Clock.Now(), ReceivedAt: c.site.Clock.Now(), Door: "Haupteingang", DoubleOf: doubleOf,
	}
	if undone {
		deed.UndoneAt = &deed.At
	}
	c.must(c.site.DB.RunInTx(c.t.Context(), func(ctx context.Context, tx bun.IDB) error {
		_, err := tx.NewInsert().Model(&deed).Exec(ctx)
		return err
	}))
	return deed.ID
}
