package result_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
	"rundertisch/internal/result"
)

// room is a published event with two workshops and a break.
type room struct {
	*result.Service
	t         *testing.T
	db        *database.DB
	events    *event.Service
	clock     *clock.Manual
	actor     account.Actor
	event     event.Event
	workshops []event.ProgrammeItem
	pause     event.ProgrammeItem
}

func open(t *testing.T, db *database.DB) *room {
	t.Helper()
	c := clock.At(time.Date(2027, 1, 15, 9, 0, 0, 0, time.UTC))
	events, err := event.New(db, c, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	r := &room{Service: result.New(db, c), t: t, db: db, events: events, clock: c}
	r.actor = r.project()
	r.event, err = events.Add(t.Context(), r.actor, event.Details{
		Kind: event.Symposium, Title: "Fachtagung", Day: "25.03.2027", Begin: "09:00", End: "16:00", Venue: "Kreishaus", Contact: "Team",
	})
	if err != nil {
		t.Fatal(err)
	}
	r.workshops = []event.ProgrammeItem{r.item(event.WorkshopItem, "Prävention"), r.item(event.WorkshopItem, "Wohnraum")}
	r.pause = r.item(event.Break, "Pause")
	r.step(events.Publish)
	return r
}

func (r *room) project() account.Actor {
	r.t.Helper()
	w := account.Workspace{ID: id.New(), Name: "Kreis", Imprint: "Impressum", PrivacyContact: "d@example.org", CreatedAt: r.clock.Now(), Version: 1}
	p := account.Project{ID: id.New(), WorkspaceID: w.ID, Name: "Vorhaben", CreatedAt: r.clock.Now(), Version: 1}
	err := r.db.RunInTx(r.t.Context(), func(ctx context.Context, tx bun.IDB) error {
		_, errW := tx.NewInsert().Model(&w).Exec(ctx)
		_, errP := tx.NewInsert().Model(&p).Exec(ctx)
		return errors.Join(errW, errP)
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return account.Actor{UserID: id.New(), WorkspaceID: w.ID, ProjectID: p.ID, Roles: []account.Role{account.Coordination}}
}

func (r *room) item(kind event.ItemKind, title string) event.ProgrammeItem {
	r.t.Helper()
	i, err := r.events.AddItem(r.t.Context(), r.actor, r.event.ID, event.ItemDetails{
		Kind: kind, Title: title, Begin: "11:00", End: "12:00", NewSlot: "Runde 1",
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return i
}

func (r *room) step(step func(context.Context, account.Actor, string) (event.Event, error)) {
	r.t.Helper()
	if _, err := step(r.t.Context(), r.actor, r.event.ID); err != nil {
		r.t.Fatal(err)
	}
}

// hold lets the day come and go.
func (r *room) hold() {
	r.clock.Advance(100 * 24 * time.Hour)
	r.step(r.events.MarkHeld)
}

func (r *room) card(kind result.Kind, text string) result.Card {
	r.t.Helper()
	card, err := r.Add(r.t.Context(), r.actor, r.event.ID, r.workshops[0].ID, result.Details{Kind: kind, Text: text, Organisation: "Jobcenter"})
	if err != nil {
		r.t.Fatal(err)
	}
	return card
}

// texts lists the first workshop's cards of a kind.
// items is the programme.
func (r *room) items() []event.ProgrammeItem {
	r.t.Helper()
	_, items, err := r.events.Programme(r.t.Context(), r.actor, r.event.ID)
	if err != nil {
		r.t.Fatal(err)
	}
	return items
}

func (r *room) texts(kind result.Kind) []string {
	r.t.Helper()
	b, err := r.Board(r.t.Context(), r.actor, r.event.ID)
	if err != nil {
		r.t.Fatal(err)
	}
	var texts []string
	for _, card := range b.Groups[0].Of(kind) {
		texts = append(texts, card.Text)
	}
	return texts
}

func TestCardsAreCheckedAtTheirFields(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db)
		for _, c := range []struct {
			name, field string
			d           result.Details
		}{
			{"a need is accepted", "", result.Details{Kind: result.Need, Text: "Mehr Wohnraum"}},
			{"a blank text is asked for", "text", result.Details{Kind: result.Need, Text: " \n "}},
			{"a text of 1001 characters is too long", "text", result.Details{Kind: result.Gap, Text: strings.Repeat("ü", 1001)}},
			{"an unknown kind is refused", "kind", result.Details{Kind: "wish", Text: "x"}},
			{"an organisation of 201 characters is too long", "organisation", result.Details{Kind: result.Agreement, Text: "x", Organisation: strings.Repeat("ü", 201)}},
		} {
			_, err := r.Add(t.Context(), r.actor, r.event.ID, r.workshops[0].ID, c.d)
			got := ""
			if fields := fault.Fields(err); len(fields) == 1 {
				got = fields[0].Name
			}
			if got != c.field || (err != nil) != (c.field != "") {
				t.Errorf("%s: got %v", c.name, err)
			}
		}
		_, err := r.Add(t.Context(), r.actor, r.event.ID, r.pause.ID, result.Details{Kind: result.Need, Text: "Kaffee"})
		if !fault.Is(err, fault.NotFound) {
			t.Errorf("a break has no results, got %v", err)
		}
	})
}

func TestOnlyAnAgreementNamesWhoTakesItOn(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db)
		if got := r.card(result.Agreement, "Runder Tisch im Mai").Organisation; got != "Jobcenter" {
			t.Errorf("got %q", got)
		}
		if got := r.card(result.Need, "Beratung").Organisation; got != "" {
			t.Errorf("got %q", got)
		}
	})
}

func TestCardsMoveAmongTheirKind(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r, ctx := open(t, db), t.Context()
		first := r.card(result.Need, "eins")
		r.card(result.Gap, "fremd")
		r.card(result.Need, "zwei")
		last := r.card(result.Need, "drei")
		for _, c := range []struct {
			name string
			move func(context.Context, account.Actor, string, string) error
			card result.Card
			want []string
		}{
			{"the first stays first", r.MoveUp, first, []string{"eins", "zwei", "drei"}},
			{"the last stays last", r.MoveDown, last, []string{"eins", "zwei", "drei"}},
			{"up", r.MoveUp, last, []string{"eins", "drei", "zwei"}},
			{"down", r.MoveDown, first, []string{"drei", "eins", "zwei"}},
		} {
			if err := c.move(ctx, r.actor, r.event.ID, c.card.ID); err != nil {
				t.Fatal(err)
			}
			if got := r.texts(result.Need); !slices.Equal(got, c.want) {
				t.Errorf("%s: got %v", c.name, got)
			}
		}
		edited, err := r.Edit(ctx, r.actor, r.event.ID, last.ID, last.Version, result.Details{Kind: result.Gap, Text: "drei"})
		if err != nil || !slices.Equal(r.texts(result.Gap), []string{"fremd", "drei"}) {
			t.Errorf("a card of another kind goes last: %v, %v", r.texts(result.Gap), err)
		}
		if _, err := r.Edit(ctx, r.actor, r.event.ID, last.ID, last.Version, result.Details{Kind: result.Gap, Text: "spät"}); !fault.Is(err, fault.Conflict) {
			t.Errorf("the second of two edits is a conflict, got %v (version %d)", err, edited.Version)
		}
	})
}

func TestCardsArePublishedOnceTheEventWasHeld(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r, ctx := open(t, db), t.Context()
		card := r.card(result.Solution, "Wohnungslotsen")
		if err := r.Publish(ctx, r.actor, r.event.ID); !fault.Is(err, fault.Conflict) {
			t.Fatalf("an event ahead has no public results, got %v", err)
		}
		r.hold()
		e, err := r.events.Find(ctx, r.actor, r.event.ID)
		if err != nil {
			t.Fatal(err)
		}
		if b, err := r.Public(ctx, e, r.items()); err != nil || len(b.Groups) != 0 {
			t.Fatalf("cards are not public yet: %+v, %v", b, err)
		}
		for range 2 {
			if err := r.Publish(ctx, r.actor, r.event.ID); err != nil {
				t.Fatal(err)
			}
		}
		b, err := r.Public(ctx, e, r.items())
		if err != nil || len(b.Groups) != 1 || b.Groups[0].Item.Title != "Prävention" || b.Groups[0].Cards[0].Text != "Wohnungslotsen" {
			t.Fatalf("want the workshop with a card only, got %+v, %v", b, err)
		}
		if err := r.Unpublish(ctx, r.actor, r.event.ID); err != nil {
			t.Fatal(err)
		}
		if b, _ := r.Public(ctx, e, r.items()); b.Published() || len(b.Groups) != 0 {
			t.Errorf("cards are taken down, got %+v", b)
		}
		if err := r.Publish(ctx, r.actor, r.event.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := r.Remove(ctx, r.actor, r.event.ID, card.ID); err != nil {
			t.Fatal(err)
		}
		if b, err := r.Board(ctx, r.actor, r.event.ID); err != nil || b.Published() {
			t.Errorf("without cards nothing is published: %+v, %v", b, err)
		}
		if err := r.Publish(ctx, r.actor, r.event.ID); !fault.Is(err, fault.Conflict) {
			t.Errorf("publishing needs a card, got %v", err)
		}
	})
}

func TestAClosedEventKeepsItsCardsButCanBeTakenDown(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r, ctx := open(t, db), t.Context()
		card := r.card(result.Need, "Beratung")
		r.hold()
		if err := r.Publish(ctx, r.actor, r.event.ID); err != nil {
			t.Fatal(err)
		}
		r.step(r.events.Close)
		if _, err := r.Remove(ctx, r.actor, r.event.ID, card.ID); !fault.Is(err, fault.Conflict) {
			t.Errorf("want a conflict, got %v", err)
		}
		if err := r.Unpublish(ctx, r.actor, r.event.ID); err != nil {
			t.Errorf("taking down is always possible: %v", err)
		}
	})
}

func TestForeignCardsAreMissing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r, ctx := open(t, db), t.Context()
		card := r.card(result.Need, "Beratung")
		d := result.Details{Kind: result.Need, Text: "x"}
		stranger := r.project()
		_, errBoard := r.Board(ctx, stranger, r.event.ID)
		_, errFind := r.Find(ctx, stranger, r.event.ID, card.ID)
		_, errAdd := r.Add(ctx, stranger, r.event.ID, r.workshops[0].ID, d)
		_, errEdit := r.Edit(ctx, stranger, r.event.ID, card.ID, card.Version, d)
		_, errRemove := r.Remove(ctx, stranger, r.event.ID, card.ID)
		errs := []error{
			errBoard, errFind, errAdd, errEdit, errRemove, r.MoveUp(ctx, stranger, r.event.ID, card.ID),
			r.Publish(ctx, stranger, r.event.ID), r.Unpublish(ctx, stranger, r.event.ID),
		}
		for n, err := range errs {
			if !fault.Is(err, fault.NotFound) {
				t.Errorf("call %d: got %v", n, err)
			}
		}
		noRole := r.actor
		noRole.Roles = []account.Role{"auditor"}
		if err := r.Publish(ctx, noRole, r.event.ID); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a role that only reads publishes nothing, got %v", err)
		}
	})
}
