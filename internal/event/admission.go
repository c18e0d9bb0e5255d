package event

import (
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/date"
	"rundertisch/internal/fault"
)

// Keeping reports whether places are kept for kinds of organisations now: until a job has freed them after the last day, so that
// nobody who comes then passes those who wait.
func (e Event) Keeping() bool { return e.ByKind && e.KeptUntil != "" && e.KeptFreedAt == nil }

// Admission is what staff type about who is admitted to an event.
type Admission struct {
	ByKind    bool   // kinds of organisations have shares of the places
	KeptUntil string // last day on which places are kept; may be empty
	Approval  bool   // staff decide on registrations
	Confirm   string // hours in which addresses are confirmed; empty or 0: they are not
	Group     string // how many people may be registered at once; empty or 0: each registers alone
}

// ConfirmHours lists in how many hours an address may have to be confirmed; 0 asks nobody to.
func ConfirmHours() []int64 { return []int64{0, 12, 24, 48, 72} }

// MaxGroup is the most people that can be registered at once.
const MaxGroup = 10

// GroupSizes lists how many people may be registered at once; 0 lets nobody register others.
func GroupSizes() []int64 {
	sizes := []int64{0}
	for n := int64(2); n <= MaxGroup; n++ {
		sizes = append(sizes, n)
	}
	return sizes
}

func checkGroup(c *fault.Checks, typed string) int64 {
	if typed == "" {
		return 0
	}
	n, err := strconv.ParseInt(typed, 10, 64)
	if err != nil || !slices.Contains(GroupSizes(), n) {
		c.Add("group", "fault.choice")
		return 0
	}
	return n
}

func checkConfirm(c *fault.Checks, typed string) int64 {
	if typed == "" {
		return 0
	}
	n, err := strconv.ParseInt(typed, 10, 64)
	if err != nil || !slices.Contains(ConfirmHours(), n) {
		c.Add("confirm", "fault.choice")
		return 0
	}
	return n
}

// AdmitIn writes how people are admitted to the event; version is the one the form was made from. Observers are not told: nothing changes for
// those who have a place. Fields: kept_until, confirm, group.
func AdmitIn(ctx context.Context, tx bun.IDB, actor account.Actor, now time.Time, eventID string, version int64, a Admission) (Event, error) {
	if err := mayRun(actor); err != nil {
		return Event{}, err
	}
	e, err := findEditable(ctx, tx, actor, eventID)
	if err != nil {
		return e, err
	}
	var c fault.Checks
	day := checkDay(&c, "kept_until", a.KeptUntil)
	if string(day) != e.KeptUntil {
		e.KeptFreedAt = nil
		if day != "" && day < date.Of(now.In(e.Location())) {
			c.Add("kept_until", "event.kept.past")
		}
	}
	if day > e.FirstDay() {
		c.Add("kept_until", "event.kept.after_begin")
	}
	e.Approval, e.ConfirmHours, e.GroupMost = a.Approval, checkConfirm(&c, a.Confirm), checkGroup(&c, a.Group)
	if err := c.Err(); err != nil {
		return e, err
	}
	e.ByKind, e.KeptUntil = a.ByKind, string(day)
	e.Version, e.UpdatedAt = version+1, now
	return e, updateEvent(ctx, tx, e)
}

// KeptTooLongIn lists the events that keep places although the last day for it is over.
func KeptTooLongIn(ctx context.Context, db bun.IDB, now time.Time) ([]Event, error) {
	var events, due []Event
	err := db.NewSelect().Model(&events).Where("e.by_kind AND e.kept_until <> '' AND e.kept_freed_at IS NULL AND e.state = ?", Published).
		Order("e.kept_until", "e.id").Scan(ctx)
	for _, e := range events {
		if e.keptOver(now) {
			due = append(due, e)
		}
	}
	return due, database.Fault(err)
}

func (e Event) keptOver(now time.Time) bool {
	return e.Keeping() && string(date.Of(now.In(e.Location()))) > e.KeptUntil
}

// FreeIn makes the places that the event kept free for all once the last day is over, and reports whether it did.
func FreeIn(ctx context.Context, tx bun.IDB, now time.Time, eventID string) (Event, bool, error) {
	e, err := FindIn(ctx, tx, eventID)
	if err != nil || !e.keptOver(now) {
		return e, false, err
	}
	e.KeptFreedAt = &now
	e.Version++
	return e, true, updateEvent(ctx, tx, e)
}
