package workplan

import (
	"cmp"

	"rundertisch/internal/date"
)

// Part is a milestone or a task, as an end of a dependency.
type Part struct {
	Kind        SubjectKind // MilestoneSubject or TaskSubject
	ID          string
	MilestoneID string    // its own, or of the milestone a task belongs to
	Number      string    // of that milestone
	Title       string    // its own
	Begins      date.Date // first day; empty for a task without days
	Ends        date.Date // last day; empty for a task that is not due
	Done        bool
	Version     int64
}

// IsTask reports whether it is a task.
func (p Part) IsTask() bool { return p.Kind == TaskSubject }

// Name is what it is called in a row of names: the number of a milestone, the title of a task.
func (p Part) Name() string {
	if p.IsTask() {
		return p.Title
	}
	return p.Number
}

// Part is the milestone as an end of a dependency.
func (m Milestone) Part() Part {
	return Part{
		Kind: MilestoneSubject, ID: m.ID, MilestoneID: m.ID, Number: m.Number, Title: m.Title, Begins: m.Begins(), Ends: m.Deadline(), Done: m.Complete(),
		Version: m.Version,
	}
}

// Part is the task as an end of a dependency; number is that of its milestone.
func (t Task) Part(number string) Part {
	return Part{
		Kind: TaskSubject, ID: t.ID, MilestoneID: t.MilestoneID, Number: number, Title: t.Title, Begins: cmp.Or(t.StartsOn, t.DueOn), Ends: t.DueOn,
		Done: t.State == TaskDone, Version: t.Version,
	}
}

// endingOn is the part moved as a whole so that it ends on the day, a milestone in its month. What has begun by today is
// not begun anew: it takes longer or shorter.
func (p Part) endingOn(day, today date.Date) Part {
	moved := p.laterByMonths(p.Ends.Month().Until(day.Month()))
	if p.IsTask() {
		moved = p.laterBy(p.Ends.DaysUntil(day))
	}
	return moved.keeping(p, today)
}

// keeping is the moved part with the beginning it had, if that lies in the past and before the new end.
func (p Part) keeping(was Part, today date.Date) Part {
	if was.Begins <= today && was.Begins <= p.Ends {
		p.Begins = was.Begins
	}
	return p
}

// notBefore is the part moved as little as it takes to begin no earlier than the day, a milestone by whole months.
func (p Part) notBefore(day date.Date) Part {
	if p.Begins.IsZero() || p.Begins >= day {
		return p
	}
	if p.IsTask() {
		return p.laterBy(p.Begins.DaysUntil(day))
	}
	months := p.Begins.Month().Until(day.Month())
	if p.Begins.Month().Add(months).First() < day {
		months++
	}
	return p.laterByMonths(months)
}

// within is the task moved as the end of its milestone is, day for day of the month; the last days of months stay inside of theirs.
func (p Part) within(was, is Part, today date.Date) Part {
	months := was.Ends.Month().Until(is.Ends.Month())
	moved := p
	moved.Begins, moved.Ends = p.Begins.AddMonths(months), p.Ends.AddMonths(months)
	return moved.keeping(p, today)
}

func (p Part) laterBy(days int) Part {
	p.Begins, p.Ends = p.Begins.AddDays(days), p.Ends.AddDays(days)
	return p
}

func (p Part) laterByMonths(months int) Part {
	p.Begins, p.Ends = p.Begins.Month().Add(months).First(), p.Ends.Month().Add(months).Last()
	return p
}

// days is by how many days it lies later than another state of itself.
func (p Part) days(was Part) int {
	if p.Ends.IsZero() {
		return was.Begins.DaysUntil(p.Begins)
	}
	return was.Ends.DaysUntil(p.Ends)
}
