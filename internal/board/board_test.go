package board_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/board"
	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
	"rundertisch/internal/result"
)

// room is a published event with a workshop whose board is open.
type room struct {
	*board.Service
	t        *testing.T
	db       *database.DB
	results  *result.Service
	events   *event.Service
	clock    *clock.Manual
	lead     account.Actor
	event    event.Event
	workshop event.ProgrammeItem
	board    board.Board
}

func open(t *testing.T, db *database.DB) *room {
	t.Helper()
	c := clock.At(time.Date(2027, 3, 25, 9, 0, 0, 0, time.UTC))
	events, err := event.New(db, c, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	r := &room{t: t, db: db, events: events, clock: c, results: result.New(db, c)}
	if r.Service, err = board.New(db, c, r.results); err != nil {
		t.Fatal(err)
	}
	r.lead = r.project()
	r.event, err = events.Add(t.Context(), r.lead, event.Details{
		Kind: event.Symposium, Title: "Fachtagung", Day: "25.03.2027", Begin: "09:00", End: "16:00", Venue: "Kreishaus", Contact: "Team",
	})
	if err != nil {
		t.Fatal(err)
	}
	r.workshop, err = events.AddItem(t.Context(), r.lead, r.event.ID, event.ItemDetails{
		Kind: event.WorkshopItem, Title: "Prävention", Begin: "11:00", End: "12:00", NewSlot: "Runde 1",
	})
	if err == nil {
		_, err = events.Publish(t.Context(), r.lead, r.event.ID)
	}
	if err == nil {
		r.board, err = r.Open(t.Context(), r.lead, r.event.ID, r.workshop.ID)
	}
	if err != nil {
		t.Fatal(err)
	}
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
	return account.Actor{UserID: id.New(), WorkspaceID: w.ID, ProjectID: p.ID, Roles: []account.Role{account.ProjectLead}, Name: "Jana Größler"}
}

func need(text string) board.Details { return board.Details{Kind: result.Need, Text: text} }

// card writes a card from a browser of its own.
func (r *room) card(text string) board.Card {
	r.t.Helper()
	card, err := r.Add(r.t.Context(), r.board.Code, id.Token(), id.New(), need(text))
	if err != nil {
		r.t.Fatal(err)
	}
	return card
}

func (r *room) as(token string) board.Room {
	r.t.Helper()
	seen, err := r.Room(r.t.Context(), r.board.Code, token)
	if err != nil {
		r.t.Fatal(err)
	}
	return seen
}

func (r *room) moderator() board.Moderator {
	r.t.Helper()
	m, err := r.Staff(r.t.Context(), r.lead, r.board.Code)
	if err != nil {
		r.t.Fatal(err)
	}
	return m
}

func (r *room) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

func key(err error) string {
	if f := (*fault.Error)(nil); errors.As(err, &f) {
		if len(f.Fields) > 0 {
			return f.Fields[0].Name
		}
		return f.Key
	}
	return ""
}

func TestCardsAreCheckedAndMadeHarmless(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db)
		for _, c := range []struct {
			name, text, want, problem string
		}{
			{"a plain card", "Mehr Wohnraum", "Mehr Wohnraum", ""},
			{"nothing", " \n\u200b ", "", "text"},
			{"100 kB", strings.Repeat("Wohnraum ", 12_000), "", "text"},
			{"501 letters", strings.Repeat("ü", 501), "", "text"},
			{"markup stays text", "<script>alert(1)</script>", "<script>alert(1)</script>", ""},
			{"marks of direction are dropped", "\u202eneßörG\u2066 hier", "neßörG hier", ""},
			{"a tower of line breaks", "oben\n\n\n\n\n\n\nunten", "oben\n\nunten", ""},
			{"controls and octets that are no text", "a\x00b\x1b[31mc\xff", "ab[31mc\uFFFD", ""},
		} {
			card, err := r.Add(t.Context(), r.board.Code, id.Token(), id.New(), need(c.text))
			if key(err) != c.problem || card.Text != c.want && c.problem == "" {
				t.Errorf("%s: got %q, %v", c.name, card.Text, err)
			}
		}
		_, err := r.Add(t.Context(), r.board.Code, id.Token(), id.New(), board.Details{Kind: "wish", Text: "x"})
		_, errDay := r.Add(t.Context(), r.board.Code, id.Token(), id.New(), board.Details{Kind: result.Need, Text: "x", DueOn: "bald"})
		_, errAct := r.Add(t.Context(), r.board.Code, id.Token(), "x", need("x"))
		if key(err) != "kind" || key(errDay) != "due_on" || key(errAct) != "board.no_act" {
			t.Errorf("got %v, %v, %v", err, errDay, errAct)
		}
	})
}

func TestACardSentAgainIsTheSameCard(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db)
		phone, act := id.Token(), id.New()
		var first board.Card
		for n := range 3 {
			card, err := r.Add(t.Context(), r.board.Code, phone, act, need("Beratung"))
			r.must(err)
			if n == 0 {
				first = card
			}
			if card.ID != first.ID {
				t.Errorf("sent again it is %s, first it was %s", card.ID, first.ID)
			}
		}
		other, err := r.Add(t.Context(), r.board.Code, id.Token(), act, need("Beratung"))
		r.must(err)
		if seen := r.as(phone); len(seen.Cards) != 2 || seen.Written != 1 || other.ID == first.ID {
			t.Errorf("want one card of each phone, got %d, written %d", len(seen.Cards), seen.Written)
		}
	})
}

func TestOnePhoneWritesThirtyCardsOfAThousand(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db)
		phone := id.Token()
		for n := range 1000 {
			_, err := r.Add(t.Context(), r.board.Code, phone, id.New(), need(fmt.Sprintf("Karte %d", n)))
			want := ""
			if n >= board.CardsPerDevice {
				want = "board.enough_cards"
			}
			if key(err) != want {
				t.Fatalf("card %d: got %v", n+1, err)
			}
		}
		if seen := r.as(phone); len(seen.Cards) != board.CardsPerDevice || seen.Board.Cards != board.CardsPerDevice {
			t.Errorf("got %d cards, counted %d", len(seen.Cards), seen.Board.Cards)
		}
		r.card("eine von jemand anderem")
	})
}

func TestDotsAreLimitedIdempotentAndTakenBack(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r, ctx := open(t, db), t.Context()
		var cards []board.Card
		for n := range board.DotsPerDevice + 1 {
			cards = append(cards, r.card(fmt.Sprintf("Karte %d", n)))
		}
		phone := id.Token()
		for _, card := range cards[:board.DotsPerDevice] {
			r.must(r.Weigh(ctx, r.board.Code, phone, card.ID))
			r.must(r.Weigh(ctx, r.board.Code, phone, card.ID))
		}
		last := cards[board.DotsPerDevice]
		if err := r.Weigh(ctx, r.board.Code, phone, last.ID); key(err) != "board.no_dots" {
			t.Fatalf("want no dots left, got %v", err)
		}
		if seen := r.as(phone); seen.Left != 0 || seen.Cards[0].Weight != 1 || !seen.Cards[0].Mine || seen.Cards[board.DotsPerDevice].ID != last.ID {
			t.Errorf("got %d left, %+v", seen.Left, seen.Cards)
		}
		for range 2 {
			r.must(r.TakeBack(ctx, r.board.Code, phone, cards[0].ID))
		}
		r.must(r.Weigh(ctx, r.board.Code, phone, last.ID))
		r.must(r.Weigh(ctx, r.board.Code, id.Token(), last.ID))
		if seen := r.as(phone); seen.Left != 0 || seen.Cards[0].ID != last.ID || seen.Cards[0].Weight != 2 {
			t.Errorf("got %d left, %+v", seen.Left, seen.Cards[0])
		}
		if err := r.Weigh(ctx, r.board.Code, phone, id.New()); !fault.Is(err, fault.NotFound) {
			t.Errorf("a card that is not there: %v", err)
		}
	})
}

func TestAModeratorWordsHidesGroupsAndCloses(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r, ctx := open(t, db), t.Context()
		m, phone := r.moderator(), id.Token()
		one, two, three := r.card("Beratung fehlt im Norden"), r.card("Im Norden fehlt die Beratung"), r.card("Unsinn")
		r.must(r.Weigh(ctx, r.board.Code, phone, two.ID))
		r.must(r.Group(ctx, m, two.ID, one.ID))
		r.must(r.Hide(ctx, m, three.ID))
		seen := r.as(phone)
		if len(seen.Cards) != 1 || seen.Cards[0].ID != one.ID || seen.Cards[0].Weight != 1 || !seen.Cards[0].Mine {
			t.Fatalf("want one group with the dot, got %+v", seen.Cards)
		}
		if err := r.Weigh(ctx, r.board.Code, phone, three.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("nobody weighs a hidden card: %v", err)
		}
		if err := r.Group(ctx, m, one.ID, two.ID); key(err) != "board.not_groupable" {
			t.Errorf("a card of a group stands for no other: %v", err)
		}
		r.must(r.Edit(ctx, m, one.ID, one.Version, need("Im Norden fehlt Beratung")))
		if err := r.Edit(ctx, m, one.ID, one.Version, need("Zu spät")); !fault.Is(err, fault.Conflict) {
			t.Errorf("the second of two moderators meets a conflict: %v", err)
		}
		r.must(r.Ungroup(ctx, m, two.ID))
		r.must(r.Show(ctx, m, three.ID))
		if seen := r.as(phone); len(seen.Cards) != 3 {
			t.Errorf("all three stand for themselves again, got %+v", seen.Cards)
		}
		r.must(r.Close(ctx, m))
		_, errAdd := r.Add(ctx, r.board.Code, phone, id.New(), need("spät"))
		if errDot := r.Weigh(ctx, r.board.Code, phone, one.ID); key(errAdd) != "board.closed" || key(errDot) != "board.closed" {
			t.Errorf("a closed board takes nothing: %v, %v", errAdd, errDot)
		}
		r.must(r.Reopen(ctx, m))
		r.must(r.Weigh(ctx, r.board.Code, phone, one.ID))
		if seen := r.as(phone); seen.Left != board.DotsPerDevice-2 {
			t.Errorf("the dots of before count on, %d left", seen.Left)
		}
	})
}

func TestSimilarCardsAreSuggested(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r, ctx := open(t, db), t.Context()
		for _, text := range []string{
			"Es fehlen bezahlbare Wohnungen für große Familien",
			"Bezahlbare Wohnung für grosse Familie fehlt",
			"Beratung auch am Abend",
			"Der Bus fährt am Abend nicht",
		} {
			r.card(text)
		}
		gap := need("Bezahlbare Wohnungen für große Familien fehlen")
		gap.Kind = result.Gap
		_, err := r.Add(ctx, r.board.Code, id.Token(), id.New(), gap)
		r.must(err)
		first, err := r.Desk(ctx, r.moderator())
		r.must(err)
		if len(first.Pairs) != 1 || !strings.Contains(first.Pairs[0].Card.Text+first.Pairs[0].Into.Text, "grosse Familie") || first.Pairs[0].Shared < 3 {
			t.Fatalf("want the two about flats, got %+v", first.Pairs)
		}
		again, err := r.Desk(ctx, r.moderator())
		r.must(err)
		if again.Pairs[0].Into.ID != first.Pairs[0].Into.ID {
			t.Error("the same cards give the same suggestion")
		}
		r.must(r.Group(ctx, r.moderator(), first.Pairs[0].Card.ID, first.Pairs[0].Into.ID))
		if grouped, _ := r.Desk(ctx, r.moderator()); len(grouped.Pairs) != 0 {
			t.Errorf("what is grouped is not suggested: %+v", grouped.Pairs)
		}
	})
}

func TestApprovedCardsBecomeResults(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r, ctx := open(t, db), t.Context()
		phone := id.Token()
		d := board.Details{Kind: result.Agreement, Text: "Meldeblatt", Organisation: "Jobcenter", TargetGroup: "Familien", Municipality: "Körner", DueOn: "31.05.2027"}
		card, err := r.Add(ctx, r.board.Code, phone, id.New(), d)
		r.must(err)
		like := r.card("Ein Meldeblatt")
		r.must(r.Group(ctx, r.moderator(), like.ID, card.ID))
		r.must(r.Weigh(ctx, r.board.Code, phone, card.ID))
		r.must(r.Weigh(ctx, r.board.Code, id.Token(), like.ID))
		if _, err := r.Approve(ctx, r.lead, r.event.ID, r.board.ID, []string{card.ID}); key(err) != "board.still_open" {
			t.Fatalf("an open board is not approved, got %v", err)
		}
		r.must(r.Close(ctx, r.moderator()))
		writer := r.lead
		writer.Roles = []account.Role{account.MinuteTaker}
		if _, err := r.Approve(ctx, writer, r.event.ID, r.board.ID, []string{card.ID}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("the lead approves, got %v", err)
		}
		for range 2 {
			_, err := r.Approve(ctx, r.lead, r.event.ID, r.board.ID, []string{card.ID})
			r.must(err)
		}
		b, err := r.results.Board(ctx, r.lead, r.event.ID)
		r.must(err)
		if b.Count != 1 {
			t.Fatalf("want one result, got %+v", b.Groups)
		}
		got := b.Groups[0].Cards[0]
		if got.Text != "Meldeblatt" || got.Organisation != "Jobcenter" || got.TargetGroup != "Familien" || got.Municipality != "Körner" || got.DueOn != "2027-05-31" || got.Weight != 2 {
			t.Errorf("got %+v", got)
		}
		if err := r.Reopen(ctx, r.moderator()); key(err) != "board.settled" {
			t.Errorf("a settled board stays closed, got %v", err)
		}
		if err := r.Edit(ctx, r.moderator(), card.ID, 99, need("x")); key(err) != "board.approved_already" {
			t.Errorf("what is approved is changed among the results, got %v", err)
		}
	})
}

// TestNothingJoinsACardToAPersonOrAMinute reads all that a board leaves in the database: no time, no token of a browser, no
// sequence, no trail; and no browser once it is settled.
func TestNothingJoinsACardToAPersonOrAMinute(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r, ctx := open(t, db), t.Context()
		var tokens, written []string
		for n := range 20 {
			phone := id.Token()
			card, err := r.Add(ctx, r.board.Code, phone, id.New(), need(fmt.Sprintf("Karte %d", n)))
			r.must(err)
			r.must(r.Weigh(ctx, r.board.Code, phone, card.ID))
			tokens, written = append(tokens, phone), append(written, card.ID)
			r.clock.Advance(time.Minute)
		}
		if slices.IsSorted(written) {
			t.Error("identifiers tell the sequence in which cards were written")
		}
		r.noTrace(tokens)
		if n := r.count("SELECT count(*) FROM board_devices"); n != 20 {
			t.Errorf("an open board knows %d browsers, want 20", n)
		}
		r.must(r.Close(ctx, r.moderator()))
		r.clock.Advance(23 * time.Hour)
		if n, err := r.Settle(ctx); n != 0 || err != nil {
			t.Fatalf("settled %d boards before a day was over, %v", n, err)
		}
		r.clock.Advance(2 * time.Hour)
		for _, want := range []int{1, 0} {
			if n, err := r.Settle(ctx); n != want || err != nil {
				t.Fatalf("settled %d boards, want %d, %v", n, want, err)
			}
		}
		if n := r.count("SELECT (SELECT count(*) FROM board_devices) + (SELECT count(*) FROM board_dots)"); n != 0 {
			t.Errorf("a settled board knows %d browsers and dots", n)
		}
		var stored []string
		r.must(db.Read().NewRaw("SELECT id FROM board_cards").Scan(ctx, &stored))
		if !slices.IsSorted(stored) || len(stored) != 20 {
			t.Errorf("the cards lie in another order than their identifiers': %v", stored)
		}
		if seen := r.as(""); seen.Cards[0].Weight != 1 {
			t.Errorf("the weights stay, got %+v", seen.Cards[0])
		}
	})
}

// noTrace looks for the browsers' tokens and for times in the boards' tables, and for the cards in the trail.
func (r *room) noTrace(tokens []string) {
	r.t.Helper()
	for _, table := range []string{"board_cards", "board_devices", "board_dots"} {
		var rows []map[string]any
		r.must(r.db.Read().NewSelect().Table(table).Scan(r.t.Context(), &rows))
		if len(rows) == 0 {
			r.t.Fatalf("%s is empty", table)
		}
		for _, row := range rows {
			for column, value := range row {
				text := fmt.Sprint(value)
				if _, isTime := value.(time.Time); isTime || strings.Contains(text, "2027-03-25") {
					r.t.Errorf("%s.%s is a time", table, column)
				}
				if slices.Contains(tokens, text) {
					r.t.Errorf("%s.%s is the token of a browser", table, column)
				}
			}
		}
	}
	if n := r.count("SELECT count(*) FROM audit_entries WHERE object_id IN (SELECT id FROM board_cards)"); n != 0 {
		r.t.Errorf("%d entries of the trail are about cards that participants wrote", n)
	}
}

func (r *room) count(query string) int {
	r.t.Helper()
	var n int
	r.must(r.db.Read().NewRaw(query).Scan(r.t.Context(), &n))
	return n
}

func TestBoardsOfOthersAreMissing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r, ctx := open(t, db), t.Context()
		stranger := r.project()
		_, _, errBoards := r.Boards(ctx, stranger, r.event.ID)
		_, errOpen := r.Open(ctx, stranger, r.event.ID, r.workshop.ID)
		_, errFind := r.Find(ctx, stranger, r.event.ID, r.board.ID)
		_, errStaff := r.Staff(ctx, stranger, r.board.Code)
		_, errApprove := r.Approve(ctx, stranger, r.event.ID, r.board.ID, []string{id.New()})
		_, errRoom := r.Room(ctx, "aaaaaaaa", id.Token())
		for n, err := range []error{errBoards, errOpen, errFind, errStaff, errApprove, errRoom} {
			if !fault.Is(err, fault.NotFound) {
				t.Errorf("call %d: got %v", n, err)
			}
		}
		reader := r.lead
		reader.Roles = []account.Role{account.Auditor}
		if _, err := r.Staff(ctx, reader, r.board.Code); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a role that only reads steers no board, got %v", err)
		}
		again, err := r.Open(ctx, r.lead, r.event.ID, r.workshop.ID)
		if err != nil || again.ID != r.board.ID {
			t.Errorf("a workshop has one board, got %v, %v", again.ID, err)
		}
	})
}

func TestAPageIsToldWhatItDoesNotKnow(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r, ctx := open(t, db), t.Context()
		m := r.moderator()
		old, member, gone := r.card("Beratung"), r.card("Die Beratung"), r.card("Unsinn")
		r.must(r.Group(ctx, m, member.ID, old.ID))
		r.must(r.Hide(ctx, m, gone.ID))
		desk, err := r.Desk(ctx, m)
		r.must(err)
		known := board.Known(desk.Cards)
		ask := func(count, shown int, closed bool) board.News {
			t.Helper()
			news, err := r.News(ctx, m, known)
			r.must(err)
			if news.Count != count || len(news.Cards) != shown || news.Closed != closed {
				t.Errorf("want %d new cards, %d of them shown, closed %v; got %+v", count, shown, closed, news)
			}
			return news
		}
		ask(0, 0, false)
		fresh := r.card("Der Bus")
		if news := ask(1, 1, false); news.Cards[0].ID != fresh.ID {
			t.Errorf("got %+v", news.Cards)
		}
		phone := id.Token()
		r.must(r.Weigh(ctx, r.board.Code, phone, old.ID))
		r.must(r.Weigh(ctx, r.board.Code, phone, member.ID))
		r.must(r.Weigh(ctx, r.board.Code, phone, fresh.ID))
		dots := map[string]int64{}
		for _, one := range ask(1, 1, false).Dots {
			dots[one.CardID] = one.Dots
		}
		if want := map[string]int64{old.ID: 1, member.ID: 1, gone.ID: 0}; !maps.Equal(dots, want) {
			t.Errorf("the dots of the cards on the page are %v, want %v: the new one's stand with it", dots, want)
		}
		r.must(r.Hide(ctx, m, r.card("Noch mehr Unsinn").ID))
		r.must(r.Close(ctx, m))
		ask(2, 1, true)
		if news, err := r.News(ctx, m, ""); err != nil || news.Count != 5 {
			t.Errorf("who knows nothing is told all: %d, %v", news.Count, err)
		}
	})
}
