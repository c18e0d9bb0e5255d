package attendance_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/uptrace/bun"

	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
)

// TestTheRulesHoldAfterEveryStep lives through histories of registrations, answers, new choices and new capacities, and
// recounts after each step.
func TestTheRulesHoldAfterEveryStep(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		for seed := range uint64(6) {
			h := &history{room: open(t, db, 3), dice: rand.New(rand.NewPCG(seed, seed)), stands: map[string]attendance.Handover{}}
			h.shops = []event.ProgrammeItem{h.workshop("Eins", "Runde 1", 1), h.workshop("Zwei", "Runde 1", 2), h.workshop("Drei", "Runde 2", 2)}
			for range 60 {
				did := h.step()
				h.checkRules([]string{h.event.ID, h.shops[0].ID, h.shops[1].ID, h.shops[2].ID})
				if t.Failed() {
					t.Fatalf("history %d broke when %s", seed, did)
				}
			}
		}
	})
}

type history struct {
	*room
	dice   *rand.Rand
	stands map[string]attendance.Handover // who is represented, by attendance
	named  int
	shops  []event.ProgrammeItem
	people []attendance.Attendance
}

// step does one thing that people or the office do, and says what.
func (h *history) step() string {
	if len(h.people) < 4 {
		return h.join()
	}
	who := h.people[h.dice.IntN(len(h.people))]
	switch h.dice.IntN(8) {
	case 0, 1:
		return h.join()
	case 2:
		h.byWeb(who.ID, attendance.Declined)
		return who.Name + " declined"
	case 3:
		h.byWeb(who.ID, attendance.Accepted)
		return who.Name + " accepted"
	case 4:
		return h.choose(who)
	case 5:
		return h.undo(who)
	case 6:
		return h.represent(who)
	}
	return h.resize()
}

// represent lets somebody come instead of who, or who come after all.
func (h *history) represent(who attendance.Attendance) string {
	h.named++
	name := fmt.Sprintf("Vertretung %d", h.named)
	err := h.db.RunInTx(h.t.Context(), func(ctx context.Context, tx bun.IDB) (err error) {
		if made, is := h.stands[who.ID]; is {
			delete(h.stands, who.ID)
			_, err = h.ReturnIn(ctx, tx, who.ID, made.To.ID, made.Found)
			return err
		}
		answer := []attendance.Answer{attendance.Accepted, attendance.NeedsAction}[h.dice.IntN(2)]
		made, err := h.HandOverIn(ctx, tx, who.ID, guest(name), attendance.Reply{Answer: answer, Source: attendance.ByWeb})
		if err == nil {
			h.stands[who.ID] = made
			h.people = append(h.people, made.To)
		}
		return err
	})
	h.must(err)
	return who.Name + " was represented by " + name + ", or came back"
}

func (h *history) undo(who attendance.Attendance) string {
	err := h.db.RunInTx(h.t.Context(), func(ctx context.Context, tx bun.IDB) error {
		undoing, err := h.UndoingIn(ctx, tx, who.ID)
		if err == nil {
			_, err = h.UndoIn(ctx, tx, who.ID, undoing.Entry.ID, "Jana Muster")
		}
		return err
	})
	if err != nil && !fault.Is(err, fault.Conflict) { // nothing to undo
		h.t.Error(err)
	}
	return who.Name + "'s answer was undone"
}

func (h *history) join() string {
	row := h.register(fmt.Sprintf("Person %d", len(h.people)), h.wishes()...)
	h.people = append(h.people, row)
	return row.Name + " registered"
}

// wishes picks at most one workshop of each slot.
func (h *history) wishes() []attendance.Wish {
	var wishes []attendance.Wish
	if n := h.dice.IntN(3); n < 2 {
		wishes = append(wishes, attendance.Wish{ItemID: h.shops[n].ID, Wait: h.dice.IntN(2) == 0})
	}
	if h.dice.IntN(2) == 0 {
		wishes = append(wishes, attendance.Wish{ItemID: h.shops[2].ID, Wait: true})
	}
	return wishes
}

func (h *history) choose(who attendance.Attendance) string {
	err := h.db.RunInTx(h.t.Context(), func(ctx context.Context, tx bun.IDB) error {
		_, err := h.ChooseIn(ctx, tx, who.ID, attendance.NewTicket(), h.wishes(), attendance.ByWeb)
		return err
	})
	if err != nil && !fault.Is(err, fault.Conflict) { // full, or not attending
		h.t.Error(err)
	}
	return who.Name + " chose workshops"
}

func (h *history) resize() string {
	capacity := h.dice.IntN(7)
	if h.dice.IntN(2) == 0 {
		changed, err := h.events.Edit(h.t.Context(), h.actor, h.event.ID, h.event.Version, details(capacity))
		if err == nil {
			h.event = changed
		}
		h.refusedOnly(err)
		return fmt.Sprintf("the event got %d places", capacity)
	}
	shop := &h.shops[h.dice.IntN(len(h.shops))]
	item := event.ItemDetailsOf(*shop)
	item.Capacity = fmt.Sprint(capacity)
	changed, err := h.events.EditItem(h.t.Context(), h.actor, h.event.ID, shop.ID, shop.Version, item)
	if err == nil {
		*shop = changed
	}
	h.refusedOnly(err)
	return fmt.Sprintf("%s got %d places", shop.Title, capacity)
}

// refusedOnly lets pass that fewer places than taken are refused.
func (h *history) refusedOnly(err error) {
	h.t.Helper()
	if err != nil && !fault.Is(err, fault.Invalid) {
		h.t.Error(err)
	}
}
