package deadline

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/date"
	"rundertisch/internal/event"
	"rundertisch/internal/holiday"
	"rundertisch/internal/workplan"
)

// Deadline is a task that came from an event.
type Deadline struct {
	bun.BaseModel `bun:"table:event_deadlines,alias:ed"`

	ID          string    `bun:"id,pk"`
	WorkspaceID string    `bun:"workspace_id"`
	ProjectID   string    `bun:"project_id"`
	EventID     string    `bun:"event_id"`
	TaskID      string    `bun:"task_id"`
	Key         string    `bun:"rule_key"`
	Days        int       `bun:"offset_days"`
	Basis       string    `bun:"basis"` // the event's days, or that it was cancelled, when this was last decided
	CreatedAt   time.Time `bun:"created_at"`
}

// Board is all that is told of an event's deadlines, and all that can be decided.
type Board struct {
	Event     event.Event
	Milestone workplan.Milestone // that the tasks belong to; zero without
	Kept      []Kept             // deadlines that are tasks, by day
	Proposed  []Proposed         // those that are not, by day
	Moves     []Move             // open tasks that no longer fit the event
	Moot      []Kept             // open tasks of an event that was cancelled
}

// Kept is a deadline with its task.
type Kept struct {
	Deadline
	Task workplan.Task
}

// Proposed is a deadline as it would become a task.
type Proposed struct {
	Rule     Rule
	Assignee string // user ID of whose it would be; empty for nobody
	Day
}

// Day is a deadline's day and what is to be known about it.
type Day struct {
	Exact     date.Date       // as many days away as the rule says
	On        date.Date       // the working day that it becomes
	Around    holiday.Finding // what stands against the exact day
	School    []holiday.Break // school holidays in which the day lies
	Unknown   bool            // whether there are school holidays is not known
	Past      bool            // before today
	Overshoot bool            // after the deadline of the milestone
}

// Shifted reports whether the exact day is none that people work on.
func (d Day) Shifted() bool { return d.Exact != d.On }

// Move is an open task that no longer fits the event.
type Move struct {
	Kept
	Day
	ByHand bool // somebody has given the task another day than the event's former days ask for
}

// Undecided reports whether there is something to decide because the event moved or was cancelled.
func (b Board) Undecided() bool { return len(b.Moves)+len(b.Moot) > 0 }

// Open counts the tasks that are not done.
func (b Board) Open() int {
	open := 0
	for _, k := range b.Kept {
		if k.Task.State != workplan.TaskDone {
			open++
		}
	}
	return open
}

// Plans reports whether deadlines of the event can become tasks: it is neither cancelled nor closed.
func (b Board) Plans() bool { return b.Event.State != event.Cancelled && b.Event.State != event.Closed }

// Fingerprint is the same for two boards on which the same can be decided: what was seen is what is written.
func (b Board) Fingerprint() string {
	sum := sha256.New()
	fmt.Fprintf(sum, "%s %s %s\n", b.Event.ID, basis(b.Event), b.Milestone.ID)
	for _, p := range b.Proposed {
		fmt.Fprintf(sum, "%s %q %s\n", p.Rule.Key, p.Rule.Label, p.On)
	}
	for _, m := range b.Moves {
		fmt.Fprintf(sum, "%s %d %s %s\n", m.TaskID, m.Task.Version, m.Task.DueOn, m.On)
	}
	for _, k := range b.Moot {
		fmt.Fprintf(sum, "%s %d\n", k.TaskID, k.Task.Version)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// table is what a board is made of.
type table struct {
	event     event.Event
	milestone workplan.Milestone
	rules     []Rule
	deadlines []Deadline
	tasks     map[string]workplan.Task
	assignee  func(Rule) string
	today     date.Date
	calendar  *holiday.Calendar
}

// board puts together what there is, what could be and what no longer fits.
func (t table) board() Board {
	b := Board{Event: t.event, Milestone: t.milestone}
	made := map[string]bool{}
	for _, d := range t.deadlines {
		task, ok := t.tasks[d.TaskID]
		if !ok {
			continue
		}
		made[d.Key] = true
		kept := Kept{Deadline: d, Task: task}
		b.Kept = append(b.Kept, kept)
		if task.State != workplan.TaskDone && d.Basis != basis(t.event) {
			t.reconsider(&b, kept)
		}
	}
	slices.SortStableFunc(b.Kept, func(x, y Kept) int { return strings.Compare(string(x.Task.DueOn), string(y.Task.DueOn)) })
	slices.SortStableFunc(b.Moves, func(x, y Move) int { return strings.Compare(string(x.On), string(y.On)) })
	if b.Plans() {
		for _, r := range sorted(t.rules) {
			if !made[r.Key] {
				b.Proposed = append(b.Proposed, Proposed{Rule: r, Assignee: t.assignee(r), Day: t.day(r.Days)})
			}
		}
	}
	return b
}

// reconsider adds an open task to what has to be decided about.
func (t table) reconsider(b *Board, k Kept) {
	if t.event.State == event.Cancelled {
		b.Moot = append(b.Moot, k)
		return
	}
	move := Move{Kept: k, Day: t.day(k.Days)}
	if move.On == k.Task.DueOn {
		return
	}
	before, ok := spanIn(k.Basis)
	move.ByHand = ok && before.Due(t.calendar, k.Days) != k.Task.DueOn
	b.Moves = append(b.Moves, move)
}

func (t table) day(days int) Day {
	span := SpanOf(t.event)
	d := Day{Exact: span.Exact(days), On: span.Due(t.calendar, days)}
	d.Around = t.calendar.Over(d.Exact, d.Exact)
	school, known := t.calendar.School(d.On, d.On)
	d.School, d.Unknown = school, !known
	d.Past = d.On < t.today
	d.Overshoot = t.milestone.ID != "" && d.On > t.milestone.Deadline()
	return d
}
