package registration_test

import (
	"context"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
	"rundertisch/internal/i18n"
	"rundertisch/internal/id"
	"rundertisch/internal/registration"
	"rundertisch/internal/sheet"
)

// crowd is an office with a published event that people stand in line for.
type crowd struct {
	apptest.Office
	site  *apptest.Site
	event event.Event
	shop  event.ProgrammeItem
	t     *testing.T
}

func gather(t *testing.T, s *apptest.Site) *crowd {
	t.Helper()
	c := &crowd{Office: s.Office("Landkreis Musterland"), site: s, t: t}
	workspace, err := s.Accounts.Workspace(t.Context(), c.Actor.WorkspaceID)
	c.must(err)
	workspace.Imprint, workspace.PrivacyContact = "Landratsamt", "datenschutz@example.org"
	c.must(s.Accounts.UpdateWorkspace(t.Context(), c.Actor, workspace))
	c.event, err = s.Events.Add(t.Context(), c.Actor, event.Details{
		Kind: event.Symposium, Title: "Fachtagung", Day: "25.03.2027", Begin: "09:30", End: "16:00", Venue: "Kreishaus", Contact: "planung@example.org",
	})
	c.must(err)
	c.shop, err = s.Events.AddItem(t.Context(), c.Actor, c.event.ID, event.ItemDetails{
		Kind: event.WorkshopItem, Title: "Prävention", Begin: "11:00", End: "12:30", NewSlot: "Vormittag", Capacity: "5",
	})
	c.must(err)
	c.event, err = s.Events.Publish(t.Context(), c.Actor, c.event.ID)
	c.must(err)
	return c
}

func (c *crowd) must(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
}

// add writes the rows as they would be after people came and went.
func (c *crowd) add(rows ...attendance.Attendance) {
	c.t.Helper()
	for i := range rows {
		row := &rows[i]
		row.WorkspaceID, row.ProjectID, row.EventID = c.Actor.WorkspaceID, c.Project.ID, c.event.ID
		row.ID = id.New()
		row.NameKey, row.UID, row.Nonce, row.Lang = database.FoldWord(row.Name), row.ID+"@example.org", row.ID, "de"
		row.Email = row.ID + "@example.org"
		row.EmailKey, row.CreatedAt, row.UpdatedAt, row.Stamp = row.Email, c.site.Clock.Now(), c.site.Clock.Now(), c.site.Clock.Now()
		if row.Origin == "" {
			row.Origin = attendance.Registered
		}
	}
	c.must(c.site.DB.RunInTx(c.t.Context(), func(ctx context.Context, tx bun.IDB) error {
		for part := range slices.Chunk(rows, 500) {
			if _, err := tx.NewInsert().Model(&part).Exec(ctx); err != nil {
				return err
			}
		}
		return nil
	}))
}

func (c *crowd) list(f registration.Filter) registration.List {
	c.t.Helper()
	list, err := c.site.Registrations.List(c.t.Context(), c.Actor, c.event.ID, f)
	c.must(err)
	return list
}

func initials(list registration.List) string {
	got := ""
	for _, row := range list.Rows {
		got += row.Name[:1]
	}
	return got
}

func (c *crowd) alphabet() {
	c.t.Helper()
	at, err := c.site.Directory.AddOrganisation(c.t.Context(), c.Actor, directory.Organisation{
		Name: "Wohnstätten Süd", Kind: directory.KindHousing, AGS: directory.Municipalities()[0].AGS,
	})
	c.must(err)
	court, err := c.site.Directory.AddOrganisation(c.t.Context(), c.Actor, directory.Organisation{Name: "Amtsgericht", Kind: directory.KindCourt})
	c.must(err)
	dora, err := c.site.Directory.AddPerson(c.t.Context(), c.Actor, directory.Person{
		Given: "Dora", Family: "Zoll", Lang: "de", Source: "Test", OrganisationID: directory.Ref(court.ID),
	})
	c.must(err)
	c.add(
		attendance.Attendance{Name: "Anna Größler", Place: attendance.Confirmed, Answer: attendance.Accepted, Organisation: "WOHNSTÄTTEN SÜD"},
		attendance.Attendance{Name: "Bela", Place: attendance.Waitlisted, Answer: attendance.Accepted, Ticket: 9, Organisation: at.Name},
		attendance.Attendance{Name: "Cara", Place: attendance.Waitlisted, Answer: attendance.Accepted, Ticket: 4, Organisation: "Jobcenter"},
		attendance.Attendance{Name: "Dora", Place: attendance.Withdrawn, Answer: attendance.Declined, Organisation: "anders getippt", PersonID: dora.ID},
		attendance.Attendance{Name: "Emil", Place: attendance.NoPlace, Answer: attendance.NeedsAction, Origin: attendance.Invited},
		attendance.Attendance{Name: "Fritz", Place: attendance.NoPlace, Answer: attendance.Declined, Origin: attendance.Invited},
	)
}

func TestListsShowWhomTheyAreAskedFor(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		c := gather(t, s)
		c.alphabet()
		cara := c.list(registration.Filter{Query: "cara"}).Rows[0].ID
		c.must(s.Registrations.Note(t.Context(), c.Actor, c.event.ID, cara, "kommt mit Rollstuhl"))
		type filter = registration.Filter
		for name, want := range map[string]struct {
			filter filter
			shows  string
		}{
			"by default who attends":                     {filter{}, "ABC"},
			"confirmed":                                  {filter{Show: registration.Confirmed}, "A"},
			"waitlists in their order":                   {filter{Show: registration.Waitlisted, Order: registration.ByPlace}, "CB"},
			"those with a place before those who wait":   {filter{Order: registration.ByPlace}, "ACB"},
			"and the other way round":                    {filter{Order: registration.ByPlace, Desc: true}, "BCA"},
			"who is not coming":                          {filter{Show: registration.Gone}, "DF"},
			"who was asked":                              {filter{Show: registration.Asked}, "E"},
			"everybody":                                  {filter{Show: registration.Everybody}, "ABCDEF"},
			"by the names of organisations":              {filter{Order: registration.ByOrganisation}, "CAB"},
			"a name in any spelling":                     {filter{Show: registration.Everybody, Query: "groessler"}, "A"},
			"an organisation without its marks":          {filter{Show: registration.Everybody, Query: "wohnstatten"}, "AB"},
			"all words count":                            {filter{Show: registration.Everybody, Query: "cara jobcenter"}, "C"},
			"words of different people":                  {filter{Show: registration.Everybody, Query: "cara anna"}, ""},
			"a percent sign is no word":                  {filter{Query: "%"}, "ABC"},
			"an unknown show is the usual one":           {filter{Show: "else"}, "ABC"},
			"an answer":                                  {filter{Show: registration.Everybody, Answer: attendance.Declined}, "DF"},
			"an origin":                                  {filter{Show: registration.Everybody, Origin: attendance.Invited}, "EF"},
			"the kind of an organisation named as known": {filter{Show: registration.Everybody, Kind: directory.KindHousing}, "AB"},
			"the kind of the person's own organisation":  {filter{Show: registration.Everybody, Kind: directory.KindCourt}, "D"},
			"a municipality":                             {filter{Municipality: directory.Municipalities()[0].AGS}, "AB"},
			"a municipality and a kind that do not meet": {filter{Municipality: directory.Municipalities()[0].AGS, Kind: directory.KindCourt}, ""},
			"without a workshop":                         {filter{Workshop: registration.NoWorkshop}, "ABC"},
			"a workshop that nobody chose":               {filter{Workshop: c.shop.ID}, ""},
			"people with a note":                         {filter{Show: registration.Everybody, Noted: true}, "C"},
			"a page":                                     {filter{Show: registration.Everybody, Length: 4, Page: 2}, "EF"},
			"a page beyond the last is the last":         {filter{Show: registration.Everybody, Length: 4, Page: 9}, "EF"},
		} {
			list := c.list(want.filter)
			if got := initials(list); got != want.shows {
				t.Errorf("%s: shows %q, want %q", name, got, want.shows)
			}
			if all := want.filter; all.Length == 0 && list.Total != len(list.Rows) || all.Length > 0 && list.Total != 6 {
				t.Errorf("%s: counts %d", name, list.Total)
			}
			for _, row := range list.Rows {
				if position := map[string]int{"Cara": 1, "Bela": 2}[row.Name]; row.Position != position {
					t.Errorf("%s: %s stands at %d, want %d", name, row.Name, row.Position, position)
				}
			}
		}
		numbers := c.list(registration.Filter{}).Numbers
		if numbers[registration.Attending] != 3 || numbers[registration.Gone] != 2 || numbers[registration.Everybody] != 6 {
			t.Errorf("counted %v", numbers)
		}
	})
}

// TestWhoHasNoWorkshopIsCountedOnAllPages: also when a page does not hold them all, a given back place is none, and people not shown do not count.
func TestWhoHasNoWorkshopIsCountedOnAllPages(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		c := gather(t, s)
		c.alphabet()
		for name, state := range map[string]attendance.Place{"Anna": attendance.Confirmed, "Bela": attendance.Withdrawn, "Emil": attendance.Waitlisted} {
			row := c.list(registration.Filter{Show: registration.Everybody, Query: name}).Rows[0]
			place := attendance.WorkshopPlace{
				ID: id.New(), AttendanceID: row.ID, EventID: c.event.ID, ItemID: c.shop.ID, Slot: c.shop.Slot, State: state,
				UID: row.ID + "-w@example.org", Stamp: row.Stamp, CreatedAt: row.CreatedAt, UpdatedAt: row.UpdatedAt,
			}
			c.must(s.DB.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error {
				_, err := tx.NewInsert().Model(&place).Exec(ctx)
				return err
			}))
		}
		for show, want := range map[registration.Show]int{registration.Attending: 2, registration.Confirmed: 0, registration.Everybody: 4} {
			list := c.list(registration.Filter{Show: show, Workshop: registration.NoWorkshop, Length: 1})
			if list.Total != want || len(list.Rows) != min(1, want) {
				t.Errorf("%s: %d on all pages, want %d; on this one %d", show, list.Total, want, len(list.Rows))
			}
		}
	})
}

func german(t *testing.T) *i18n.Locale {
	t.Helper()
	catalogue, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	return catalogue.Locale(i18n.German, time.UTC)
}

// TestAnExportIsReadInParts writes more people than one part holds, each once and in their order.
func TestAnExportIsReadInParts(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		c := gather(t, s)
		var rows []attendance.Attendance
		for i := range 1203 {
			rows = append(rows, attendance.Attendance{Name: fmt.Sprintf("Person %04d", i), Place: attendance.Confirmed, Answer: attendance.Accepted, Ticket: int64(i)})
		}
		c.add(rows...)
		source, err := s.Registrations.Export(t.Context(), c.Actor, c.event.ID, registration.Filter{}, german(t), []registration.Column{registration.Place})
		c.must(err)
		var out strings.Builder
		c.must(sheet.Write(&out, sheet.CSV, source))
		file := csv.NewReader(strings.NewReader(strings.TrimPrefix(out.String(), "\uFEFF")))
		file.Comma = ';'
		lines, err := file.ReadAll()
		c.must(err)
		if len(lines) != 1204 || strings.Join(lines[0], ";") != "Name;Platz;Position" {
			t.Fatalf("%d lines, the first %q", len(lines), lines[0])
		}
		for i, line := range lines[1:] {
			if want := fmt.Sprintf("Person %04d", i); line[0] != want {
				t.Fatalf("line %d is of %q, want %q", i, line[0], want)
			}
		}
	})
}

func TestANoteIsForTheTeamAndGoesWithThePerson(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		c := gather(t, s)
		c.alphabet()
		row := c.list(registration.Filter{Show: registration.Everybody, Query: "dora"}).Rows[0]
		c.must(s.Registrations.Note(t.Context(), c.Actor, c.event.ID, row.ID, " ruft zurück "))
		notes, err := s.Registrations.Notes(t.Context(), c.Actor, row.ID)
		c.must(err)
		if len(notes) != 1 || notes[0].Text != "ruft zurück" || notes[0].Author != c.Actor.Name {
			t.Errorf("notes %+v", notes)
		}
		if err := s.Registrations.Note(t.Context(), c.Actor, c.event.ID, row.ID, " "); err == nil {
			t.Error("a note without words is kept")
		}
		stranger := s.Office("Landkreis Nebenan")
		if found, err := s.Registrations.Notes(t.Context(), stranger.Actor, row.ID); err != nil || len(found) > 0 {
			t.Errorf("a stranger reads %v, %v", found, err)
		}
		c.must(s.Directory.ErasePerson(t.Context(), c.Actor, row.PersonID))
		if left, err := s.Registrations.Notes(t.Context(), c.Actor, row.ID); err != nil || len(left) > 0 {
			t.Errorf("after the erasure %v, %v", left, err)
		}
	})
}
