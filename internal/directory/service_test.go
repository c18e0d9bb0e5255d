package directory_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"rundertisch/internal/account"
	"rundertisch/internal/audit"
	"rundertisch/internal/bin"
	"rundertisch/internal/date"
	"rundertisch/internal/directory"
	"rundertisch/internal/fault"
)

func names(persons []directory.Person) []string {
	var all []string
	for _, p := range persons {
		all = append(all, p.Name())
	}
	return all
}

func TestSearchFindsUmlautsHoweverTheyAreTyped(t *testing.T) {
	each(t, func(t *testing.T, p place) {
		court := p.organisation(t, "Amtsgericht Mühlhausen", directory.KindCourt)
		p.person(t, "Jana", "Größler", "jana@example.org", court)
		p.person(t, "Ole", "Łuczak-Yılmaz", "ole@example.org", directory.Organisation{})
		for typed, want := range map[string]string{
			"groessler": "Jana Größler", "grossler": "Jana Größler", "Größ": "Jana Größler", "GRÖSSLER jana": "Jana Größler",
			"muehlhausen": "Jana Größler", "luczak": "Ole Łuczak-Yılmaz", "yilmaz": "Ole Łuczak-Yılmaz",
			"ole@example": "Ole Łuczak-Yılmaz", "Größer": "", "%": "Jana Größler",
		} {
			list, err := p.Persons(context.Background(), p.ours, directory.Filter{Text: typed})
			must(t, err)
			if want == "" && list.Total == 0 {
				continue
			}
			if len(list.Rows) == 0 || list.Rows[0].Name() != want {
				t.Errorf("%q finds %v, want %q first", typed, names(list.Rows), want)
			}
		}
	})
}

func TestListsFilterSortAndPage(t *testing.T) {
	each(t, func(t *testing.T, p place) {
		ctx := context.Background()
		court := p.organisation(t, "Amtsgericht", directory.KindCourt)
		housing := p.organisation(t, "Zuhause eG", directory.KindHousing)
		for i := range directory.PageSize + 5 {
			p.person(t, "Person", fmt.Sprintf("Name%03d", i), "", court)
		}
		p.person(t, "Zoe", "Aaa", "zoe@example.org", housing)

		second, err := p.Persons(ctx, p.ours, directory.Filter{Page: 2})
		must(t, err)
		if second.Total != 56 || second.Pages != 2 || len(second.Rows) != 6 {
			t.Fatalf("second page: total %d, pages %d, rows %d", second.Total, second.Pages, len(second.Rows))
		}
		beyond, err := p.Persons(ctx, p.ours, directory.Filter{Page: 99})
		must(t, err)
		if beyond.Page != 2 {
			t.Errorf("a page beyond the end shows page %d, want the last", beyond.Page)
		}
		byOrganisation, err := p.Persons(ctx, p.ours, directory.Filter{Sort: "organisation", Desc: true})
		must(t, err)
		if byOrganisation.Rows[0].Organisation != "Zuhause eG" {
			t.Errorf("sorted by organisation downwards begins with %q", byOrganisation.Rows[0].Organisation)
		}
		ofKind, err := p.Persons(ctx, p.ours, directory.Filter{Kind: directory.KindHousing})
		must(t, err)
		if !slices.Equal(names(ofKind.Rows), []string{"Zoe Aaa"}) {
			t.Errorf("housing has %v", names(ofKind.Rows))
		}
		kinds, err := p.Organisations(ctx, p.ours, directory.Filter{Sort: "kind"})
		must(t, err)
		if kinds.Rows[0].Name != "Zuhause eG" || kinds.Rows[1].Persons != 55 {
			t.Errorf("by kind: %s first, %d persons at the court", kinds.Rows[0].Name, kinds.Rows[1].Persons)
		}
	})
}

func TestSameAddressNeedsAnotherName(t *testing.T) {
	each(t, func(t *testing.T, p place) {
		first := p.person(t, "Jana", "Größler", "Sekretariat@example.org", directory.Organisation{})
		second := p.person(t, "Udo", "Weiß", "sekretariat@example.org", directory.Organisation{})
		sharing, err := p.SharingAddress(context.Background(), p.ours, first)
		must(t, err)
		if len(sharing) != 1 || sharing[0].ID != second.ID {
			t.Errorf("sharing the address: %v", names(sharing))
		}
		_, err = p.AddPerson(context.Background(), p.ours, directory.Person{
			Given: "Jana", Family: "Groessler", Email: "sekretariat@example.org", Lang: "de", Source: "Liste",
		})
		wantField(t, err, "email", "directory.person.taken")
	})
}

func TestPersonsWithoutAddressMayHaveTheSameName(t *testing.T) {
	each(t, func(t *testing.T, p place) {
		p.person(t, "Jana", "Weiß", "", directory.Organisation{})
		p.person(t, "Jana", "Weiß", "", directory.Organisation{})
		_, plan := p.preview(t, directory.ImportPersons, "Vorname;Nachname;Funktion\nJana;Weiß;Leitung\n")
		wantNotes(t, plan, map[int]string{2: "ambiguous"})
	})
}

func TestSameOrganisationTwiceIsRefused(t *testing.T) {
	each(t, func(t *testing.T, p place) {
		p.organisation(t, "Bürgerbüro", directory.KindMunicipality)
		_, err := p.AddOrganisation(context.Background(), p.ours, directory.Organisation{Name: "Buergerbuero", Kind: directory.KindOther})
		wantField(t, err, "name", "directory.organisation.taken")
		_, err = p.AddOrganisation(context.Background(), p.ours, directory.Organisation{Name: "Bürgerbüro", Kind: directory.KindMunicipality, AGS: "16064003"})
		must(t, err)
	})
}

func TestChangeFromAnOldFormIsAConflict(t *testing.T) {
	each(t, func(t *testing.T, p place) {
		ctx := context.Background()
		stale := p.person(t, "Jana", "Weiß", "jana@example.org", directory.Organisation{})
		fresh := stale
		fresh.Function = "Leitung"
		must(t, p.ChangePerson(ctx, p.ours, fresh))
		stale.Function = "Sekretariat"
		wantKind(t, p.ChangePerson(ctx, p.ours, stale), fault.Conflict)
		stored, err := p.Find(ctx, p.ours, stale.ID)
		must(t, err)
		if stored.Function != "Leitung" || stored.Version != 2 || stored.CreatedAt.IsZero() {
			t.Errorf("stored: %q version %d created %v", stored.Function, stored.Version, stored.CreatedAt)
		}
	})
}

func TestArchivingAnOrganisationTakesItsPersonsAlongAndBack(t *testing.T) {
	each(t, func(t *testing.T, p place) {
		ctx := context.Background()
		court := p.organisation(t, "Amtsgericht", directory.KindCourt)
		before := p.person(t, "Alt", "Archiviert", "", court)
		must(t, p.ArchivePerson(ctx, p.ours, before.ID))
		jana := p.person(t, "Jana", "Weiß", "jana@example.org", court)
		// Archived in another second than the person before, so that restoring can tell them apart.
		p.clock.Advance(time.Second)
		must(t, p.ArchiveOrganisation(ctx, p.ours, court.ID))
		wantArchived(t, p, jana.ID, true)
		_, err := p.AddPerson(ctx, p.ours, directory.Person{Family: "Neu", Lang: "de", Source: "x", OrganisationID: directory.Ref(court.ID)})
		wantField(t, err, "organisation", "directory.person.organisation_archived")
		wantKind(t, p.RestorePerson(ctx, p.ours, jana.ID), fault.Conflict)

		must(t, p.RestoreOrganisation(ctx, p.ours, court.ID))
		wantArchived(t, p, jana.ID, false)
		wantArchived(t, p, before.ID, true)
		must(t, p.RestorePerson(ctx, p.ours, before.ID))
		wantArchived(t, p, before.ID, false)
	})
}

func wantArchived(t *testing.T, p place, personID string, want bool) {
	t.Helper()
	person, err := p.Find(context.Background(), p.ours, personID)
	must(t, err)
	if person.Archived() != want {
		t.Errorf("%s archived: %v, want %v", person.Name(), person.Archived(), want)
	}
}

func TestDeletingAnOrganisationAsksWhatBecomesOfItsPersons(t *testing.T) {
	each(t, func(t *testing.T, p place) {
		ctx := context.Background()
		court := p.organisation(t, "Amtsgericht", directory.KindCourt)
		jana := p.person(t, "Jana", "Weiß", "jana@example.org", court)
		wantField(t, only(p.DeleteOrganisation(ctx, p.ours, court.ID, "")), "persons", "directory.organisation.choose_fate")
		must(t, only(p.DeleteOrganisation(ctx, p.ours, court.ID, directory.KeepPersons)))
		kept, err := p.Find(ctx, p.ours, jana.ID)
		must(t, err)
		if kept.OrganisationID != "" || kept.Organisation != "" {
			t.Errorf("kept person is still at %q", kept.Organisation)
		}

		housing := p.organisation(t, "Zuhause eG", directory.KindHousing)
		udo := p.person(t, "Udo", "Klein", "udo@example.org", housing)
		must(t, only(p.DeleteOrganisation(ctx, p.ours, housing.ID, directory.DeletePersons)))
		_, err = p.Find(ctx, p.ours, udo.ID)
		wantKind(t, err, fault.NotFound)
		trail, err := audit.Of(ctx, p.db.Read(), p.ours.WorkspaceID, "person", udo.ID)
		must(t, err)
		if len(trail) != 2 || trail[0].Action != "person.deleted" {
			t.Errorf("the trail of the deleted person: %v", trail)
		}
	})
}

func TestGroupsHoldPersonsAndForgetDeletedOnes(t *testing.T) {
	each(t, func(t *testing.T, p place) {
		ctx := context.Background()
		jana := p.person(t, "Jana", "Weiß", "jana@example.org", directory.Organisation{})
		udo := p.person(t, "Udo", "Klein", "udo@example.org", directory.Organisation{})
		group, err := p.AddGroup(ctx, p.ours, directory.Group{Name: "AG Sozialberichtwesen"})
		must(t, err)
		_, err = p.AddGroup(ctx, p.ours, directory.Group{Name: "ag  sozialberichtwesen"})
		wantField(t, err, "name", "directory.group.taken")
		wantField(t, p.AddMembers(ctx, p.ours, group.ID, nil), "persons", "directory.group.choose_persons")
		must(t, p.AddMembers(ctx, p.ours, group.ID, []string{jana.ID, udo.ID, jana.ID}))
		must(t, p.AddMembers(ctx, p.ours, group.ID, []string{jana.ID}))
		wantMembers(t, p, group.ID, 2)
		outside, err := p.Persons(ctx, p.ours, directory.Filter{NotInGroup: group.ID})
		must(t, err)
		if outside.Total != 0 {
			t.Errorf("outside the group: %v", names(outside.Rows))
		}
		must(t, p.RemoveMembers(ctx, p.ours, group.ID, []string{udo.ID}))
		wantMembers(t, p, group.ID, 1)
		must(t, only(p.DeletePerson(ctx, p.ours, jana.ID)))
		wantMembers(t, p, group.ID, 0)
		must(t, only(p.DeleteGroup(ctx, p.ours, group.ID)))
		wantKind(t, only(p.DeleteGroup(ctx, p.ours, group.ID)), fault.NotFound)
	})
}

func wantMembers(t *testing.T, p place, groupID string, want int) {
	t.Helper()
	group, err := p.Group(context.Background(), p.ours, groupID)
	must(t, err)
	if group.Members != want {
		t.Errorf("the group has %d members, want %d", group.Members, want)
	}
}

func TestReceiversAreReachableValidTodayAndOnce(t *testing.T) {
	each(t, func(t *testing.T, p place) {
		ctx := context.Background()
		court := p.organisation(t, "Amtsgericht", directory.KindCourt)
		add := func(family, email, from, to string) directory.Person {
			added, err := p.AddPerson(ctx, p.ours, directory.Person{
				Family: family, Email: email, Lang: "de", Source: "Liste", OrganisationID: directory.Ref(court.ID),
				ValidFrom: date.Date(from), ValidTo: date.Date(to),
			})
			must(t, err)
			return added
		}
		jana := add("Jana", "jana@example.org", "", "")
		add("Letzter-Tag", "tag@example.org", "2027-03-10", "2027-03-10")
		add("Ohne-Adresse", "", "", "")
		add("Abgelaufen", "ab@example.org", "", "2027-03-09")
		add("Kommt-noch", "noch@example.org", "2027-03-11", "")
		archived := add("Archiviert", "archiv@example.org", "", "")
		must(t, p.ArchivePerson(ctx, p.ours, archived.ID))
		other := p.person(t, "Udo", "Einzeln", "udo@example.org", directory.Organisation{})
		group, err := p.AddGroup(ctx, p.ours, directory.Group{Name: "Verteiler"})
		must(t, err)
		must(t, p.AddMembers(ctx, p.ours, group.ID, []string{jana.ID}))

		choice := directory.Choice{
			GroupIDs: []string{group.ID}, Kinds: []directory.Kind{directory.KindCourt}, PersonIDs: []string{other.ID, jana.ID},
		}
		got, err := p.Receivers(ctx, p.db.Read(), p.ours.WorkspaceID, choice)
		must(t, err)
		if want := []string{"Udo Einzeln", "Jana", "Letzter-Tag"}; !slices.Equal(names(got), want) {
			t.Errorf("receivers: %v, want %v", names(got), want)
		}
		if got[1].Organisation != "Amtsgericht" {
			t.Errorf("organisation of the receiver: %q", got[1].Organisation)
		}
		for name, choice := range map[string]directory.Choice{"a neighbour's choice": choice, "an empty choice": {}} {
			got, err := p.Receivers(ctx, p.db.Read(), p.neighbour.WorkspaceID, choice)
			must(t, err)
			if len(got) != 0 {
				t.Errorf("%s gives %v", name, names(got))
			}
		}
	})
}

func TestNeighboursSeeAndChangeNothing(t *testing.T) {
	each(t, func(t *testing.T, p place) {
		ctx := context.Background()
		court := p.organisation(t, "Amtsgericht", directory.KindCourt)
		jana := p.person(t, "Jana", "Weiß", "jana@example.org", court)
		group, err := p.AddGroup(ctx, p.ours, directory.Group{Name: "Verteiler"})
		must(t, err)
		theirs, err := p.AddGroup(ctx, p.neighbour, directory.Group{Name: "Verteiler"})
		must(t, err)
		list, err := p.Persons(ctx, p.neighbour, directory.Filter{})
		must(t, err)
		numbers, err := p.Counts(ctx, p.neighbour)
		must(t, err)
		if list.Total != 0 || numbers != (directory.Numbers{Groups: 1}) {
			t.Errorf("the neighbour sees %v and %v", names(list.Rows), numbers)
		}
		for name, do := range map[string]func() error{
			"find person":          func() error { _, err := p.Find(ctx, p.neighbour, jana.ID); return err },
			"change person":        func() error { return p.ChangePerson(ctx, p.neighbour, jana) },
			"archive person":       func() error { return p.ArchivePerson(ctx, p.neighbour, jana.ID) },
			"restore person":       func() error { return p.RestorePerson(ctx, p.neighbour, jana.ID) },
			"delete person":        func() error { return only(p.DeletePerson(ctx, p.neighbour, jana.ID)) },
			"find organisation":    func() error { _, err := p.Organisation(ctx, p.neighbour, court.ID); return err },
			"change organisation":  func() error { return p.ChangeOrganisation(ctx, p.neighbour, court) },
			"archive organisation": func() error { return p.ArchiveOrganisation(ctx, p.neighbour, court.ID) },
			"restore organisation": func() error { return p.RestoreOrganisation(ctx, p.neighbour, court.ID) },
			"delete organisation": func() error {
				return only(p.DeleteOrganisation(ctx, p.neighbour, court.ID, directory.DeletePersons))
			},
			"find group":      func() error { _, err := p.Group(ctx, p.neighbour, group.ID); return err },
			"change group":    func() error { return p.ChangeGroup(ctx, p.neighbour, group) },
			"delete group":    func() error { return only(p.DeleteGroup(ctx, p.neighbour, group.ID)) },
			"fill group":      func() error { return p.AddMembers(ctx, p.neighbour, group.ID, []string{jana.ID}) },
			"take our person": func() error { return p.AddMembers(ctx, p.neighbour, theirs.ID, []string{jana.ID}) },
			"empty group":     func() error { return p.RemoveMembers(ctx, p.neighbour, group.ID, []string{jana.ID}) },
		} {
			if err := do(); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s: got %v, want not found", name, err)
			}
		}
		_, err = p.AddPerson(ctx, p.neighbour, directory.Person{Family: "X", Lang: "de", Source: "x", OrganisationID: directory.Ref(court.ID)})
		wantField(t, err, "organisation", "fault.choice")
		still, err := p.Find(ctx, p.ours, jana.ID)
		must(t, err)
		if still.Version != 1 {
			t.Errorf("the person was changed: version %d", still.Version)
		}
	})
}

func TestStrangersAreRefused(t *testing.T) {
	each(t, func(t *testing.T, p place) {
		stranger := account.Actor{UserID: "x", WorkspaceID: p.ours.WorkspaceID}
		_, err := p.Persons(context.Background(), stranger, directory.Filter{})
		wantKind(t, err, fault.Forbidden)
		_, err = p.AddGroup(context.Background(), stranger, directory.Group{Name: "X"})
		wantKind(t, err, fault.Forbidden)
	})
}

// only leaves out what a use case returns besides its error.
func only(_ bin.Entry, err error) error { return err }
