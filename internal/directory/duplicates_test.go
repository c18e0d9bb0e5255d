package directory_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"rundertisch/internal/audit"
	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/directory"
	"rundertisch/internal/fault"
	"rundertisch/internal/jobs"
)

// pairsOf says the pairs of a kind as "one / other: reasons".
func (p place) pairsOf(t *testing.T, kind directory.ImportKind) []string {
	t.Helper()
	pairs, err := p.Duplicates(context.Background(), p.ours, kind)
	must(t, err)
	var all []string
	for _, pair := range pairs {
		all = append(all, fmt.Sprintf("%s / %s: %v", pair.One.Name, pair.Other.Name, pair.Why))
	}
	return all
}

func TestPersonsWhoMayBeTheSameAreFound(t *testing.T) {
	for name, c := range map[string]struct {
		one, other [3]string // given, family, e-mail
		apart      bool      // in different organisations
		want       string
	}{
		"the same address":              {[3]string{"Jana", "Größler", "buero@example.org"}, [3]string{"Udo", "Klein", "Buero@example.org"}, true, "[address]"},
		"a transliterated name":         {[3]string{"Jana", "Größler", ""}, [3]string{"Jana", "Groessler", ""}, true, "[name]"},
		"a title among the given names": {[3]string{"Dr. Jana", "Größler", ""}, [3]string{"Jana", "Größler", ""}, true, "[name]"},
		"the family name first":         {[3]string{"", "Größler, Jana", ""}, [3]string{"Jana", "Größler", ""}, true, "[name]"},
		"a letter that differs":         {[3]string{"Jana", "Meyer", ""}, [3]string{"Jana", "Meier", ""}, false, "[similar]"},
		"a letter that is missing":      {[3]string{"Johanna", "Klein", ""}, [3]string{"Johana", "Klein", ""}, false, "[similar]"},
		"an initial":                    {[3]string{"J.", "Größler", ""}, [3]string{"Jana", "Größler", ""}, false, "[similar]"},
		"a letter, but elsewhere":       {[3]string{"Jana", "Meyer", ""}, [3]string{"Jana", "Meier", ""}, true, ""},
		"two people of one office":      {[3]string{"Jana", "Größler", ""}, [3]string{"Udo", "Größler", ""}, false, ""},
		"different initials":            {[3]string{"J.", "Größler", ""}, [3]string{"Udo", "Größler", ""}, false, ""},
		"name and address":              {[3]string{"Jana", "Größler", "j@example.org"}, [3]string{"Größler", "Jana", "j@example.org"}, true, "[name address]"},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, p place) {
				here := p.organisation(t, "Amtsgericht Mühlhausen", directory.KindCourt)
				there := here
				if c.apart {
					there = p.organisation(t, "Kreisverwaltung", directory.KindSocialOffice)
				}
				p.person(t, c.one[0], c.one[1], c.one[2], here)
				p.person(t, c.other[0], c.other[1], c.other[2], there)
				got := p.pairsOf(t, directory.ImportPersons)
				if c.want == "" && len(got) > 0 || c.want != "" && (len(got) != 1 || !strings.HasSuffix(got[0], ": "+c.want)) {
					t.Errorf("pairs: %q, want %q", got, c.want)
				}
			})
		})
	}
}

func TestOrganisationsThatMayBeTheSameAreFound(t *testing.T) {
	each(t, func(t *testing.T, p place) {
		ctx := context.Background()
		for _, o := range []directory.Organisation{
			{Name: "Wohnhilfe Nord e. V."},
			{Name: "Wohn-Hilfe Nord"},
			{Name: "Bürgerbüro", AGS: "16064003"},
			{Name: "Buergerbuero", AGS: "16064046"},
			{Name: "Diakonie Sozialberatung", Street: "Hauptstraße 1", Postcode: "99974"},
			{Name: "Sozialberatung der Kirche", Street: "Hauptstr. 1", Postcode: "99974"},
			{Name: "Malerbetrieb Klein", Street: "Hauptstr. 1", Postcode: "99974"},
		} {
			o.Kind = directory.KindOther
			_, err := p.AddOrganisation(ctx, p.ours, o)
			must(t, err)
		}
		want := []string{"Wohnhilfe Nord e. V. / Wohn-Hilfe Nord: [name]", "Diakonie Sozialberatung / Sozialberatung der Kirche: [address]"}
		if got := p.pairsOf(t, directory.ImportOrganisations); !slices.Equal(got, want) {
			t.Errorf("pairs: %q, want %q", got, want)
		}
	})
}

func TestADismissedPairIsNotShownAgain(t *testing.T) {
	each(t, func(t *testing.T, p place) {
		ctx := context.Background()
		one := p.person(t, "Jana", "Größler", "buero@example.org", directory.Organisation{})
		other := p.person(t, "Udo", "Klein", "buero@example.org", directory.Organisation{})
		wantKind(t, p.Dismiss(ctx, p.neighbour, directory.ImportPersons, one.ID, other.ID), fault.NotFound)
		for range 2 {
			must(t, p.Dismiss(ctx, p.ours, directory.ImportPersons, other.ID, one.ID))
		}
		if got := p.pairsOf(t, directory.ImportPersons); len(got) != 0 {
			t.Errorf("pairs: %q", got)
		}
	})
}

// merge makes two persons one with the choice and returns the merge.
func (p place) merge(t *testing.T, kind directory.ImportKind, one, other string, choice map[string]directory.Value) string {
	t.Helper()
	c, err := p.Compare(context.Background(), p.ours, kind, one, other)
	must(t, err)
	mergeID, err := p.Merge(context.Background(), p.ours, kind, one, other, choice, c.Versions)
	must(t, err)
	return mergeID
}

func TestTwoPersonsBecomeOneAndTwoAgain(t *testing.T) {
	each(t, func(t *testing.T, p place) {
		ctx := context.Background()
		court := p.organisation(t, "Amtsgericht Mühlhausen", directory.KindCourt)
		one := p.person(t, "Jana", "Größler", "jana@example.org", court)
		other := p.person(t, "J.", "Größler", "groessler@example.org", directory.Organisation{})
		both, err := p.AddGroup(ctx, p.ours, directory.Group{Name: "Beirat"})
		must(t, err)
		alone, err := p.AddGroup(ctx, p.ours, directory.Group{Name: "AG Sozialberichtwesen"})
		must(t, err)
		must(t, p.AddMembers(ctx, p.ours, both.ID, []string{one.ID, other.ID}))
		must(t, p.AddMembers(ctx, p.ours, alone.ID, []string{other.ID}))
		c, err := p.Compare(ctx, p.ours, directory.ImportPersons, one.ID, other.ID)
		must(t, err)
		if len(c.Moves) != 1 || c.Moves[0].Count != 2 || !slices.Equal(c.Moves[0].Both, []string{"Beirat"}) {
			t.Errorf("would move: %+v", c.Moves)
		}
		before := p.everything(t)

		mergeID := p.merge(t, directory.ImportPersons, one.ID, other.ID, map[string]directory.Value{"email": directory.OfOther})
		kept, err := p.Find(ctx, p.ours, one.ID)
		must(t, err)
		if kept.Name() != "Jana Größler" || kept.Email != "groessler@example.org" || kept.Organisation != court.Name {
			t.Errorf("kept: %+v", kept)
		}
		_, err = p.Find(ctx, p.ours, other.ID)
		wantKind(t, err, fault.NotFound)
		groups, err := p.GroupsOf(ctx, p.ours, one.ID)
		must(t, err)
		if len(groups) != 2 {
			t.Errorf("in %d groups", len(groups))
		}
		trail, err := audit.Of(ctx, p.db.Read(), p.ours.WorkspaceID, "person", other.ID)
		must(t, err)
		if trail[0].Action != "person.merged" || trail[0].Details["with"] != one.ID {
			t.Errorf("trail: %+v", trail[0])
		}

		wantUnmerge(t, p, p.neighbour.WorkspaceID, mergeID, fault.NotFound)
		merges, err := p.Merges(ctx, p.ours, directory.ImportPersons)
		must(t, err)
		if len(merges) != 1 || merges[0].Kept != "Jana Größler" || merges[0].Gone != "J. Größler" {
			t.Errorf("merges: %+v", merges)
		}
		_, _, err = p.Unmerge(ctx, p.ours, mergeID)
		must(t, err)
		if after := p.everything(t); after != before {
			t.Errorf("before:\n%s\nafter:\n%s", before, after)
		}
		wantUnmerge(t, p, p.ours.WorkspaceID, mergeID, fault.Conflict)
	})
}

func wantUnmerge(t *testing.T, p place, workspaceID, mergeID string, kind fault.Kind) {
	t.Helper()
	actor := p.ours
	actor.WorkspaceID = workspaceID
	_, _, err := p.Unmerge(context.Background(), actor, mergeID)
	wantKind(t, err, kind)
}

// everything is all rows of the directory as text.
func (p place) everything(t *testing.T) string {
	t.Helper()
	var all strings.Builder
	for _, query := range []string{
		"SELECT id, coalesce(organisation_id, '') || title || given || family || email || name_key || search AS text, version FROM persons ORDER BY id",
		"SELECT id, name || street || name_key AS text, version FROM organisations ORDER BY id",
		"SELECT group_id || person_id AS id, '' AS text, 0 AS version FROM group_members ORDER BY group_id, person_id",
	} {
		var ids, texts []string
		var versions []int64
		must(t, p.db.Read().NewRaw(query).Scan(context.Background(), &ids, &texts, &versions))
		for n, one := range ids {
			fmt.Fprintln(&all, one, texts[n], versions[n])
		}
	}
	return all.String()
}

func TestTwoOrganisationsBecomeOneAndTwoAgain(t *testing.T) {
	each(t, func(t *testing.T, p place) {
		ctx := context.Background()
		one, other := p.organisation(t, "Wohnhilfe Nord e. V.", directory.KindProvider), p.organisation(t, "Wohnhilfe Nord", directory.KindOther)
		udo := p.person(t, "Udo", "Klein", "udo@example.org", other)
		mergeID := p.merge(t, directory.ImportOrganisations, one.ID, other.ID, map[string]directory.Value{"name": directory.OfOther})
		kept, err := p.Organisation(ctx, p.ours, one.ID)
		must(t, err)
		if kept.Name != "Wohnhilfe Nord" || kept.Kind != directory.KindProvider || kept.Persons != 1 {
			t.Errorf("kept: %+v", kept)
		}
		_, _, err = p.Unmerge(ctx, p.ours, mergeID)
		must(t, err)
		back, err := p.Find(ctx, p.ours, udo.ID)
		must(t, err)
		if string(back.OrganisationID) != other.ID || back.Organisation != "Wohnhilfe Nord" {
			t.Errorf("the person is at %q", back.Organisation)
		}
	})
}

func TestAMergeThatCannotBeUndoneSaysWhy(t *testing.T) {
	each(t, func(t *testing.T, p place) {
		ctx := context.Background()
		for name, c := range map[string]struct {
			since func(one, other directory.Person, o directory.Organisation, g directory.Group)
			want  string
		}{
			"changed since": {func(one, _ directory.Person, _ directory.Organisation, _ directory.Group) {
				kept, err := p.Find(ctx, p.ours, one.ID)
				must(t, err)
				kept.Phone = "03601 1"
				must(t, p.ChangePerson(ctx, p.ours, kept))
			}, "changed"},
			"deleted since": {func(one, _ directory.Person, _ directory.Organisation, _ directory.Group) {
				_, err := p.DeletePerson(ctx, p.ours, one.ID)
				must(t, err)
			}, "changed"},
			"its organisation gone": {func(_, _ directory.Person, o directory.Organisation, _ directory.Group) {
				_, err := p.DeleteOrganisation(ctx, p.ours, o.ID, "")
				must(t, err)
			}, "organisation_gone"},
			"its group gone": {func(_, _ directory.Person, _ directory.Organisation, g directory.Group) {
				_, err := p.DeleteGroup(ctx, p.ours, g.ID)
				must(t, err)
			}, "group_gone"},
			"somebody else of that name": {func(_, other directory.Person, o directory.Organisation, _ directory.Group) {
				p.person(t, other.Given, other.Family, other.Email, o)
			}, "taken"},
			"of yesterday": {func(_, _ directory.Person, _ directory.Organisation, _ directory.Group) {
				p.clock.Advance(25 * time.Hour)
			}, "over"},
		} {
			o := p.organisation(t, "Verein "+name, directory.KindProvider)
			one := p.person(t, "Jana", name, name[:2]+"1@example.org", directory.Organisation{})
			other := p.person(t, "Jana", name, name[:2]+"2@example.org", o)
			g, err := p.AddGroup(ctx, p.ours, directory.Group{Name: name})
			must(t, err)
			must(t, p.AddMembers(ctx, p.ours, g.ID, []string{other.ID}))
			mergeID := p.merge(t, directory.ImportPersons, one.ID, other.ID, nil)
			c.since(one, other, o, g)
			before := p.everything(t)
			_, _, err = p.Unmerge(ctx, p.ours, mergeID)
			if want := "directory.merge.fault." + c.want; !fault.Is(err, fault.Conflict) || keyOf(err) != want {
				t.Errorf("%s: %v, want %s", name, err, want)
			}
			if after := p.everything(t); after != before {
				t.Errorf("%s: something has changed", name)
			}
		}
	})
}

func TestAMergeOfWhatHasChangedIsRefused(t *testing.T) {
	each(t, func(t *testing.T, p place) {
		ctx := context.Background()
		one, other := p.person(t, "Jana", "Größler", "", directory.Organisation{}), p.person(t, "Jana", "Groessler", "j@example.org", directory.Organisation{})
		c, err := p.Compare(ctx, p.ours, directory.ImportPersons, one.ID, other.ID)
		must(t, err)
		other.Phone = "03601 1"
		must(t, p.ChangePerson(ctx, p.ours, other))
		_, err = p.Merge(ctx, p.ours, directory.ImportPersons, one.ID, other.ID, nil, c.Versions)
		wantKind(t, err, fault.Conflict)
		for _, actor := range []string{p.neighbour.WorkspaceID} {
			foreign := p.ours
			foreign.WorkspaceID = actor
			_, err = p.Compare(ctx, foreign, directory.ImportPersons, one.ID, other.ID)
			wantKind(t, err, fault.NotFound)
		}
		wantNumbers(t, p, directory.Numbers{Persons: 2})
	})
}

// BenchmarkDuplicates looks for pairs among 10,000 persons in 500 organisations, of which a hundred are double.
func BenchmarkDuplicates(b *testing.B) {
	dbtest.EachOf(b, func(b *testing.B, db *database.DB) {
		ctx := context.Background()
		s := directory.New(db, clock.System{}, time.UTC, jobs.New(db, clock.System{}, slog.New(slog.DiscardHandler)))
		actor := staffOf(b, db, "Landkreis")
		var file strings.Builder
		file.WriteString("Vorname;Nachname;E-Mail;Organisation;Quelle\n")
		for n := range 9_900 {
			fmt.Fprintf(&file, "Jana %s;Größler-%s;jana%d@example.org;Träger %d;Liste\n", spelled(n%97), spelled(n), n, n%500)
		}
		for n := range 100 {
			fmt.Fprintf(&file, "Größler-%s;Jana %s;anders%d@example.org;;Liste\n", spelled(n), spelled(n%97), n)
		}
		_, err := s.ImportPersons(ctx, actor, strings.NewReader(file.String()))
		must(b, err)
		b.ResetTimer()
		for range b.N {
			pairs, err := s.Duplicates(ctx, actor, directory.ImportPersons)
			must(b, err)
			if len(pairs) < 100 {
				b.Fatalf("%d pairs", len(pairs))
			}
		}
	})
}

// spelled is a number in syllables, so that names do not differ in one letter only.
func spelled(n int) string {
	var word strings.Builder
	for _, digit := range fmt.Sprintf("%04d", n) {
		word.WriteString([]string{"bal", "cer", "dim", "fos", "gut", "han", "jel", "kip", "lor", "mun"}[digit-'0'])
	}
	return word.String()
}

func keyOf(err error) string {
	var f *fault.Error
	if errors.As(err, &f) {
		return f.Key
	}
	return ""
}
