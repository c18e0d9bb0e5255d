package registration

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"strconv"
	"strings"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
)

// Deed is what is done for many registrations at once.
type Deed string

// The deeds.
const (
	ToNote     Deed = "note"
	ToCancel   Deed = "cancel"   // places are given back
	ToWorkshop Deed = "workshop" // a place of it, or of its waitlist
	ToFront    Deed = "front"    // to the beginning of the event's waitlist, in the order in which they stand there
	ToApprove  Deed = "approve"  // who asks for a place gets one, or waits for it
	ToRefuse   Deed = "refuse"   // who asks for a place gets none, and reads why
)

// Deeds lists them in the order they are offered.
func Deeds() []Deed { return []Deed{ToApprove, ToRefuse, ToNote, ToWorkshop, ToFront, ToCancel} }

// Said reports whether the deed asks for words: the note, or the reason.
func (d Deed) Said() bool { return d == ToNote || d == ToFront || d == ToRefuse }

// MostAtOnce is for how many people something is done at once: all in one transaction, during which nobody else can register.
const MostAtOnce = 250

// Bulk is something that is to be done for all people that a filter shows.
type Bulk struct {
	Deed   Deed
	ItemID string // the workshop
	Text   string // of the note, or the reason
	Filter Filter
}

// Fate is what a deed means for one person: what will happen, or why nothing can.
type Fate string

// The fates. Those from NotAttending on say why nothing happens.
const (
	WillNote    Fate = "note"
	WillFree    Fate = "free"     // gives a place back
	WillLeave   Fate = "leave"    // leaves the waitlist
	WillSeat    Fate = "seat"     // gets a place of the workshop
	WillWait    Fate = "wait"     // gets on its waitlist
	WillForward Fate = "forward"  // From and To say how far
	WillAdmit   Fate = "admit"    // gets the place of the event that was asked for
	WillQueue   Fate = "queue"    // gets on the event's waitlist
	WillRefuse  Fate = "refuse"   // gets no place
	NotAttends  Fate = "absent"   // has no place and does not wait for one
	Closed      Fate = "closed"   // places are not changed any more
	ByWishes    Fate = "wishes"   // workshops are given by lot
	HasIt       Fate = "has_it"   // has the place, or waits for it
	WouldLose   Fate = "lose"     // has a place in another workshop of the slot, and the wished one is full
	NotWaiting  Fate = "no_wait"  // does not wait for a place of the event, or has been offered one
	InFront     Fate = "in_front" // stands there already
	NotAsking   Fate = "unasked"  // does not ask for a place, or not any more
	WithGroup   Fate = "with"     // goes there with somebody of the same group
)

// Happens reports whether something happens.
func (f Fate) Happens() bool {
	return slices.Contains([]Fate{WillNote, WillFree, WillLeave, WillSeat, WillWait, WillForward, WillAdmit, WillQueue, WillRefuse}, f)
}

// Line is what a bulk means for one person.
type Line struct {
	Row  Row
	Fate Fate
	From int // position on the event's waitlist, of a move
	To   int
}

// Plan is what a bulk means for each of its people.
type Plan struct {
	Event event.Event
	Bulk  Bulk
	Item  event.ProgrammeItem // the workshop
	Lines []Line
	Mark  string // differs when anything of the plan does
}

// Count is to how many people something happens.
func (p Plan) Count() int {
	n := 0
	for _, line := range p.Lines {
		if line.Fate.Happens() {
			n++
		}
	}
	return n
}

// Plan says what the bulk would do, without doing it. Faults: Invalid at deed and chosen.
func (s *Service) Plan(ctx context.Context, actor account.Actor, eventID string, bulk Bulk) (Plan, error) {
	if err := mayRun(actor); err != nil {
		return Plan{}, err
	}
	if bulk.Deed.Decides() {
		return s.rehearse(ctx, actor, eventID, bulk)
	}
	var plan Plan
	err := s.db.Snapshot(ctx, func(ctx context.Context, tx bun.IDB) (err error) {
		plan, err = s.planIn(ctx, tx, actor, eventID, bulk)
		return err
	})
	return plan, err
}

// planIn works out what the bulk does. A decision is made for that: the caller takes it back, or lets it be.
func (s *Service) planIn(ctx context.Context, tx bun.IDB, actor account.Actor, eventID string, bulk Bulk) (Plan, error) {
	plan := Plan{Bulk: bulk}
	list, err := headIn(ctx, tx, actor, eventID)
	if err != nil {
		return plan, err
	}
	plan.Event = list.Event
	total, err := list.count(ctx, tx, bulk.Filter)
	if err != nil {
		return plan, err
	}
	if plan.Item, err = bulk.check(list.Items, total); err != nil {
		return plan, err
	}
	bulk.Filter.Page, bulk.Filter.Length = 1, MostAtOnce
	rows, err := list.rows(ctx, tx, bulk.Filter)
	if err != nil {
		return plan, err
	}
	if bulk.Deed.Decides() {
		if plan.Lines, err = s.decideAllIn(ctx, tx, actor, list, bulk, rows); err != nil {
			return plan, err
		}
	} else {
		fates := fates{plan: plan, open: attendance.Open(list.Event, s.clock.Now()), room: list.Seats[plan.Item.ID]}
		plan.Lines = fates.of(rows)
	}
	plan.Mark = plan.mark()
	return plan, nil
}

// check returns the workshop that the bulk is about.
func (b Bulk) check(items []event.ProgrammeItem, total int) (event.ProgrammeItem, error) {
	var c fault.Checks
	var item event.ProgrammeItem
	switch at := slices.IndexFunc(items, func(i event.ProgrammeItem) bool { return i.ID == b.ItemID && i.Kind == event.WorkshopItem }); {
	case !slices.Contains(Deeds(), b.Deed), b.Deed == ToWorkshop && at < 0:
		c.Add("deed", "registration.bulk.no_deed")
	case b.Deed == ToWorkshop:
		item = items[at]
	}
	switch {
	case total == 0:
		c.Add("all", "registration.bulk.nobody")
	case total > MostAtOnce:
		c.Add("all", "registration.bulk.too_many", total, MostAtOnce)
	}
	return item, c.Err()
}

// mark is a hash of who is there, and what happens to whom.
func (p Plan) mark() string {
	var all strings.Builder
	for _, line := range p.Lines {
		all.WriteString(line.Row.ID + " " + string(line.Fate) + " " + strconv.Itoa(line.From) + " " + strconv.Itoa(line.To) + "\n")
	}
	sum := sha256.Sum256([]byte(string(p.Bulk.Deed) + " " + p.Item.ID + "\n" + all.String()))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// fates works out what happens to each, one after the other: the first get what is free.
type fates struct {
	plan Plan
	open bool
	room attendance.Seats // of the workshop
	next int              // position in front
	last int              // position of who was moved last, which a group shares
}

func (f *fates) of(rows []Row) []Line {
	if f.plan.Bulk.Deed == ToFront { // they keep their order among each other
		slices.SortStableFunc(rows, func(a, b Row) int { return cmp.Compare(a.Position, b.Position) })
	}
	lines := make([]Line, len(rows))
	for i, row := range rows {
		lines[i] = Line{Row: row}
		switch f.plan.Bulk.Deed {
		case ToNote:
			lines[i].Fate = WillNote
		case ToCancel:
			lines[i].Fate = f.cancel(row)
		case ToWorkshop:
			lines[i].Fate = f.workshop(row)
		case ToFront:
			f.front(&lines[i])
		}
	}
	return lines
}

func (f *fates) cancel(row Row) Fate {
	switch {
	case !f.open:
		return Closed
	case !row.Attends():
		return NotAttends
	case row.Place == attendance.Confirmed:
		return WillFree
	}
	return WillLeave
}

func (f *fates) workshop(row Row) Fate {
	item := f.plan.Item
	held := slices.ContainsFunc(row.Workshops, func(p attendance.WorkshopPlace) bool {
		return p.Slot == item.Slot && p.ItemID != item.ID && p.State == attendance.Confirmed
	})
	full := f.room.Capacity > 0 && f.room.Taken >= f.room.Capacity
	switch {
	case !f.open:
		return Closed
	case f.plan.Event.ByWishes():
		return ByWishes
	case !row.Attends():
		return NotAttends
	case slices.ContainsFunc(row.Workshops, func(p attendance.WorkshopPlace) bool { return p.ItemID == item.ID }):
		return HasIt
	case held && full:
		return WouldLose
	case full || row.Place != attendance.Confirmed:
		return WillWait
	}
	f.room.Taken++
	return WillSeat
}

func (f *fates) front(line *Line) {
	switch {
	case !f.open:
		line.Fate = Closed
		return
	case line.Row.Place != attendance.Waitlisted || line.Row.OfferedUntil != nil:
		line.Fate = NotWaiting
		return
	}
	if line.Row.Position == f.last {
		line.Fate = WithGroup
		return
	}
	f.last = line.Row.Position
	f.next++
	line.Fate, line.From, line.To = WillForward, line.Row.Position, f.next
	if line.From == line.To {
		line.Fate = InFront
	}
}
