package event_test

import (
	"context"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
	"rundertisch/migrations"
)

func talk(speakers, moderator string) event.ItemDetails {
	return event.ItemDetails{Kind: event.Talk, Title: "Vortrag", Begin: "10:00", End: "10:45", Speakers: speakers, Moderator: moderator}
}

func (r *room) speakers(e event.Event) []event.Speaker {
	r.t.Helper()
	all, err := r.Speakers(r.t.Context(), r.actor, e.ID)
	if err != nil {
		r.t.Fatal(err)
	}
	return all
}

// inDirectory puts a person into the directory of the actor's workspace.
func (r *room) inDirectory(given, family string) directory.Person {
	r.t.Helper()
	p := directory.Person{ID: id.New(), WorkspaceID: r.actor.WorkspaceID, Given: given, Family: family, NameKey: database.FoldWord(given + " " + family), Lang: "de", Source: "Liste", Version: 1}
	p.CreatedAt, p.UpdatedAt = r.clock.Now(), r.clock.Now()
	err := r.db.RunInTx(r.t.Context(), func(ctx context.Context, tx bun.IDB) error {
		_, err := tx.NewInsert().Model(&p).Exec(ctx)
		return err
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return p
}

func TestWhoIsNamedIsOnTheList(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r, ctx := open(t, db), t.Context()
		e := r.add(details())
		first := r.addItem(e, talk("Dr. Ewa Łuczak; Jens Wolf", "Jana Größler"))
		r.addItem(e, talk("ewa luczak", "jana groessler"))
		all := r.speakers(e)
		if len(all) != 3 {
			t.Fatalf("want three people, got %+v", all)
		}
		ewa, _ := event.SpeakerNamed(all, "Ewa Łuczak")
		changed, err := r.EditSpeaker(ctx, r.actor, e.ID, ewa.ID, ewa.Version, event.SpeakerDetails{
			Name: "Dr. Ewa Nowak", Function: "Schuldnerberaterin", Organisation: "Diakonie", Biography: "Berät seit 2010.", BiographyEN: "Has advised since 2010.",
		})
		if err != nil || changed.Position() != "Schuldnerberaterin, Diakonie" || changed.Life("en") != "Has advised since 2010." || changed.Life("de") != "Berät seit 2010." {
			t.Fatalf("got %+v, %v", changed, err)
		}
		if _, i, err := r.FindItem(ctx, r.actor, e.ID, first.ID); err != nil || i.Speakers != "Dr. Ewa Nowak; Jens Wolf" {
			t.Errorf("the new name moves into the programme: %q, %v", i.Speakers, err)
		}
		if parts := changed.Parts(r.programme(e)); len(parts) != 2 || parts[0].Role != event.Speaks {
			t.Errorf("she speaks twice, got %+v", parts)
		}
		if err := r.RemoveSpeaker(ctx, r.actor, e.ID, ewa.ID); !fault.Is(err, fault.Conflict) {
			t.Errorf("who is named stays, got %v", err)
		}
		other, err := r.AddSpeaker(ctx, r.actor, e.ID, event.SpeakerDetails{Name: "Mehmet Yılmaz"})
		if err != nil {
			t.Fatal(err)
		}
		for name, wrong := range map[string]event.SpeakerDetails{
			"no name": {}, "a name of somebody else": {Name: "Prof. Jens Wolf"}, "two names": {Name: "Anna, Bela"},
			"nobody of that name in the directory": {Name: "Mehmet Yılmaz", PersonID: id.New()},
		} {
			if _, err := r.EditSpeaker(ctx, r.actor, e.ID, other.ID, other.Version, wrong); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := r.EditSpeaker(ctx, r.actor, e.ID, ewa.ID, ewa.Version, event.SpeakerDetails{Name: "Ewa"}); !fault.Is(err, fault.Conflict) {
			t.Errorf("an old version, got %v", err)
		}
		if err := r.RemoveSpeaker(ctx, r.actor, e.ID, other.ID); err != nil {
			t.Error(err)
		}
		if _, err := r.Speakers(ctx, r.project(), e.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("others see the people: %v", err)
		}
	})
}

func (r *room) programme(e event.Event) []event.ProgrammeItem {
	r.t.Helper()
	_, items, err := r.Programme(r.t.Context(), r.actor, e.ID)
	if err != nil {
		r.t.Fatal(err)
	}
	return items
}

func TestOnePersonUnderTwoNamesIsThereTwice(t *testing.T) {
	t.Parallel()
	items := []event.ProgrammeItem{
		at("a", "10:00", "11:00", event.ProgrammeItem{Speakers: "Dr. E. Łuczak"}), at("b", "10:30", "12:00", event.ProgrammeItem{Moderator: "Ewa Łuczak"}),
	}
	e := event.Event{StartsAt: items[0].StartsAt, EndsAt: items[1].EndsAt}
	for _, c := range []struct {
		name     string
		speakers []event.Speaker
		want     int
	}{
		{"nothing is known", nil, 0},
		{"two people", []event.Speaker{{ID: "1", Name: "Dr. E. Łuczak", PersonID: "p"}, {ID: "2", Name: "Ewa Łuczak", PersonID: "q"}}, 0},
		{"two of whom the directory knows nothing", []event.Speaker{{ID: "1", Name: "Dr. E. Łuczak"}, {ID: "2", Name: "Ewa Łuczak"}}, 0},
		{"one person of the directory", []event.Speaker{{ID: "1", Name: "Dr. E. Łuczak", PersonID: "p"}, {ID: "2", Name: "Ewa Łuczak", PersonID: "p"}}, 1},
	} {
		if got := event.Warnings(e, items, nil, c.speakers); len(got) != c.want {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
}

func TestAPersonFollowsTheDirectory(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r, ctx := open(t, db), t.Context()
		one, other := r.inDirectory("Ewa", "Łuczak"), r.inDirectory("Ewa", "Łuczak")
		e := r.add(details())
		item := r.addItem(e, talk("Dr. Ewa Łuczak, Jens Wolf", "Ewa Łuczak"))
		if _, err := r.Publish(ctx, r.actor, e.ID); err != nil {
			t.Fatal(err)
		}
		ewa, _ := event.SpeakerNamed(r.speakers(e), "Ewa Łuczak")
		if persons, err := r.Namesakes(ctx, r.actor, ewa); err != nil || len(persons) != 2 {
			t.Fatalf("want two namesakes, got %v, %v", persons, err)
		}
		ewa, err := r.EditSpeaker(ctx, r.actor, e.ID, ewa.ID, ewa.Version, event.SpeakerDetails{Name: "Dr. Ewa Łuczak", Biography: "Lebenslauf", PersonID: one.ID})
		if err != nil {
			t.Fatal(err)
		}
		tied := func() string {
			found, err := r.FindSpeaker(ctx, r.actor, e.ID, ewa.ID)
			if err != nil {
				t.Fatal(err)
			}
			return found.PersonID
		}
		within := func(fn func(context.Context, bun.IDB) error) {
			t.Helper()
			if err := db.RunInTx(ctx, fn); err != nil {
				t.Fatal(err)
			}
		}
		within(func(ctx context.Context, tx bun.IDB) error {
			moves, err := r.Hanging(ctx, tx, r.actor.WorkspaceID, directory.ImportPersons, one.ID, other.ID)
			if len(moves) != 1 || moves[0].Count != 1 {
				t.Errorf("what hangs on the person: %+v", moves)
			}
			return err
		})
		within(func(ctx context.Context, tx bun.IDB) error {
			moved, err := r.MoveIn(ctx, tx, r.actor.WorkspaceID, directory.ImportPersons, one.ID, other.ID)
			if err != nil {
				return err
			}
			var now string
			if err := tx.NewSelect().Model((*event.Speaker)(nil)).Column("person_id").Where("id = ?", ewa.ID).Scan(ctx, &now); err != nil || now != other.ID {
				t.Errorf("after the merge it is %q, %v", now, err)
			}
			return r.MoveBackIn(ctx, tx, r.actor.WorkspaceID, directory.ImportPersons, one.ID, other.ID, moved)
		})
		if tied() != one.ID {
			t.Error("undoing the merge does not bring the person back")
		}
		within(func(ctx context.Context, tx bun.IDB) error {
			return r.EraseIn(ctx, tx, directory.Erasure{Person: other})
		})
		if tied() != one.ID {
			t.Error("erasing one namesake takes the other")
		}
		within(func(ctx context.Context, tx bun.IDB) error { return r.EraseIn(ctx, tx, directory.Erasure{Person: one}) })
		_, found, err := r.FindItem(ctx, r.actor, e.ID, item.ID)
		if err != nil || found.Speakers != "Jens Wolf" || found.Moderator != "" {
			t.Errorf("the programme still names %q, %q, %v", found.Speakers, found.Moderator, err)
		}
		if all := r.speakers(e); len(all) != 1 || all[0].Name != "Jens Wolf" {
			t.Errorf("left: %+v", all)
		}
		_, history, err := r.Versions(ctx, r.actor, e.ID)
		if err != nil || len(history.Versions) != 1 || len(history.Since) != 0 {
			t.Fatalf("the version and the programme forget alike: %+v, %v", history, err)
		}
	})
}

func TestADraftComesBackWithItsPeople(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r, ctx := open(t, db), t.Context()
		e := r.add(details())
		r.addItem(e, talk("Ewa Łuczak", ""))
		gone, err := r.Remove(ctx, r.actor, e.ID)
		if err != nil {
			t.Fatal(err)
		}
		err = db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
			return r.BinKeepers()[0].BringBack(ctx, tx, r.actor, gone)
		})
		if err != nil {
			t.Fatal(err)
		}
		if all := r.speakers(e); len(all) != 1 || all[0].Name != "Ewa Łuczak" {
			t.Errorf("came back: %+v", all)
		}
	})
}

func TestTheMigrationPutsEverybodyOnTheList(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db)
		e, other := r.add(details()), r.add(details())
		r.addItem(e, talk("Dr. Ewa Łuczak, Jens Wolf ,Anna", "Jens Wolf"))
		r.addItem(e, talk("Nguyễn Thị Hương; Straßburger, Cornelia;", ""))
		r.addItem(other, talk("", "Jens Wolf"))
		r.addItem(other, talk("", ""))
		down, err := fs.ReadFile(migrations.FS, "0061_speakers_and_versions.tx.down.sql")
		if err != nil {
			t.Fatal(err)
		}
		err = db.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error {
			for _, statement := range append(strings.Split(strings.TrimSpace(string(down)), "\n"), "DELETE FROM bun_migrations WHERE name IN ('0061', '0070')") {
				if _, err := tx.ExecContext(ctx, statement); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.Migrate(t.Context(), migrations.FS); err != nil {
			t.Fatal(err)
		}
		for of, want := range map[string][]string{
			e.ID: {"Anna", "Dr. Ewa Łuczak", "Jens Wolf", "Nguyễn Thị Hương", "Straßburger, Cornelia"}, other.ID: {"Jens Wolf"},
		} {
			var got []string
			for _, speaker := range r.speakers(event.Event{ID: of}) {
				if len(speaker.ID) != 26 || speaker.WorkspaceID != r.actor.WorkspaceID || speaker.CreatedAt.IsZero() {
					t.Errorf("%+v", speaker)
				}
				got = append(got, speaker.Name)
			}
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Errorf("got %q, want %q", got, want)
			}
		}
	})
}
