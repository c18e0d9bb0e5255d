package workplan

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"rundertisch/internal/date"
)

// drawn is a plan of some milestones and tasks with dependencies that were added one by one as people add them.
func drawn(t *rapid.T) ([]Milestone, []Task, []Dependency) {
	n := rapid.IntRange(2, 8).Draw(t, "milestones")
	var milestones []Milestone
	for i := range n {
		m := Milestone{ID: fmt.Sprintf("m%d", i), Number: fmt.Sprintf("1.%d", i+1)}
		m.DueOn = date.Month("2027-10").Add(rapid.IntRange(0, 40).Draw(t, "due"))
		if rapid.Bool().Draw(t, "begins") {
			m.StartsOn = m.DueOn.Add(-rapid.IntRange(0, 12).Draw(t, "length"))
		}
		if rapid.IntRange(0, 9).Draw(t, "complete") == 0 {
			m.CompletedOn = m.DueOn.Last()
		}
		milestones = append(milestones, m)
	}
	var tasks []Task
	for i := range rapid.IntRange(0, 6).Draw(t, "tasks") {
		task := Task{ID: fmt.Sprintf("t%d", i), Title: fmt.Sprintf("Aufgabe %d", i), MilestoneID: rapid.SampledFrom(milestones).Draw(t, "of").ID, State: TaskOpen}
		if rapid.IntRange(0, 5).Draw(t, "is due") > 0 {
			task.DueOn = date.Date("2027-10-15").AddDays(rapid.IntRange(0, 900).Draw(t, "due day"))
		}
		if rapid.Bool().Draw(t, "task begins") {
			task.StartsOn = task.DueOn.AddDays(-rapid.IntRange(0, 60).Draw(t, "days"))
		}
		if rapid.IntRange(0, 9).Draw(t, "done") == 0 {
			task.State = TaskDone
		}
		tasks = append(tasks, task)
	}
	parts := partsOf(milestones, tasks)
	ids := slices.Sorted(maps.Keys(parts))
	var all []Dependency
	for range rapid.IntRange(0, 12).Draw(t, "dependencies") {
		d := Dependency{
			FromID: rapid.SampledFrom(ids).Draw(t, "from"), ToID: rapid.SampledFrom(ids).Draw(t, "to"),
			LagDays: rapid.IntRange(0, maxLag).Draw(t, "lag"),
		}
		if own := parts[d.FromID].MilestoneID == parts[d.ToID].MilestoneID && parts[d.FromID].Kind != parts[d.ToID].Kind; own {
			continue
		}
		if checkCycle(append(slices.Clone(all), inside(parts)...), d, func(id string) string { return id }) == nil {
			all = append(all, d)
		}
	}
	return milestones, tasks, all
}

func TestDependenciesNeverFormACircle(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		_, _, all := drawn(t)
		for _, d := range all {
			if chain := way(all, d.ToID, d.FromID); chain != nil {
				t.Fatalf("%s leads back to itself: %v", d.FromID, chain)
			}
		}
	})
}

func TestMovingAllKeepsEveryDependencyThatHeld(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		milestones, tasks, dependencies := drawn(t)
		parts := partsOf(milestones, tasks)
		all := ties(dependencies, parts)
		moved := rapid.SampledFrom(milestones).Draw(t, "moved").Part()
		if len(tasks) > 0 && rapid.Bool().Draw(t, "a task") {
			moved = parts[rapid.SampledFrom(tasks).Draw(t, "moved task").ID]
		}
		if moved.Ends.IsZero() {
			t.Skip("it has no last day")
		}
		within := slices.Collect(maps.Values(parts))
		within = slices.DeleteFunc(within, func(p Part) bool { return p.IsTask() && (p.Done || p.Begins.IsZero()) })
		today := date.Date("2027-09-15").AddDays(rapid.IntRange(0, 900).Draw(t, "today"))
		plan := moving(moved, moved.Ends.AddDays(rapid.SampledFrom([]int{-200, -31, -1, 1, 30, 59, 365, 1461}).Draw(t, "days")), today, all, within)
		after := maps.Clone(parts)
		after[moved.ID] = plan.To
		for _, s := range plan.Along {
			after[s.Part.ID] = s.To
		}
		for i, tie := range ties(dependencies, after) {
			// What is done stays, and one that begins earlier itself is what was asked for.
			if !all[i].Violated() && tie.Violated() && !tie.To.Done && tie.ToID != moved.ID {
				t.Fatalf("%s begins %s, but %s ends %s and %d days have to pass", tie.To.Name(), tie.To.Begins, tie.From.Name(), tie.From.Ends, tie.LagDays)
			}
		}
		for id, was := range parts {
			is := after[id]
			if id == moved.ID && was.Begins <= today && was.Begins <= is.Ends && is.Begins != was.Begins {
				t.Fatalf("%s has begun, and begins anew", is.Name())
			}
			earlier := is.Begins < was.Begins || is.Ends < was.Ends
			if id != moved.ID && earlier && was.MilestoneID != moved.ID {
				t.Fatalf("%s moved to an earlier day", is.Name())
			}
			of := after[was.MilestoneID]
			months := parts[was.MilestoneID].Ends.Month().Until(of.Ends.Month())
			if was.IsTask() && !was.Done && id != moved.ID && is.Ends < was.Ends.AddMonths(months) {
				t.Fatalf("%s does not move with its milestone", is.Name())
			}
			if !was.IsTask() && (id != moved.ID || was.Begins > today) && is.Begins.Month().Until(is.Ends.Month()) != was.Begins.Month().Until(was.Ends.Month()) {
				t.Fatalf("%s takes another number of months", is.Name())
			}
		}
	})
}

func TestADependantMovesAsFarAsNeeded(t *testing.T) {
	t.Parallel()
	milestone := func(begins, ends date.Month) Part { return Milestone{StartsOn: begins, DueOn: ends}.Part() }
	task := func(begins, ends date.Date) Part { return Task{StartsOn: begins, DueOn: ends}.Part("1.1") }
	for _, c := range []struct {
		name     string
		from, to Part
		lag      int
		want     date.Date // the first day afterwards
	}{
		{"the month after is early enough", milestone("", "2027-03"), milestone("2027-04", "2027-06"), 0, "2027-04-01"},
		{"the same month is a month too early", milestone("", "2027-03"), milestone("2027-03", "2027-05"), 0, "2027-04-01"},
		{"a day between needs a whole month", milestone("", "2027-03"), milestone("2027-04", "2027-06"), 1, "2027-05-01"},
		{"a February of 28 days is over after 28 days", milestone("", "2027-01"), milestone("2027-03", "2027-05"), 28, "2027-03-01"},
		{"a February of 29 days is not", milestone("", "2028-01"), milestone("2028-03", "2028-05"), 30, "2028-04-01"},
		{"29 days pass in a leap February", milestone("", "2028-01"), milestone("2028-03", "2028-05"), 29, "2028-03-01"},
		{"the clock change in March makes no day shorter", milestone("", "2027-02"), milestone("2027-04", "2027-06"), 31, "2027-04-01"},
		{"nor does the one in October make one longer", milestone("", "2027-09"), milestone("2027-11", "2028-01"), 31, "2027-11-01"},
		{"across the turn of the year", milestone("", "2027-12"), milestone("2027-10", "2027-12"), 0, "2028-01-01"},
		{"a task moves by days", task("2027-03-01", "2027-03-27"), task("2027-03-27", "2027-03-28"), 0, "2027-03-28"},
		{"across the clock change", task("", "2027-03-27"), task("2027-03-20", "2027-03-22"), 2, "2027-03-30"},
		{"over 29 February", task("", "2028-02-28"), task("2028-02-20", "2028-02-22"), 1, "2028-03-01"},
		{"a milestone after a task moves by whole months", task("", "2027-03-31"), milestone("2027-04", "2027-06"), 0, "2027-04-01"},
		{"by a month when the task ends a day later", task("", "2027-04-01"), milestone("2027-04", "2027-06"), 0, "2027-05-01"},
		{"a task after a milestone", milestone("", "2027-04"), task("2027-04-30", "2027-05-04"), 0, "2027-05-01"},
		{"nothing follows what has no day", task("", ""), task("2027-04-30", "2027-05-04"), 0, "2027-04-30"},
	} {
		got := (Dependency{LagDays: c.lag}).follow(c.from, c.to)
		if got.Begins != c.want {
			t.Errorf("%s: begins %s, want %s", c.name, got.Begins, c.want)
		}
		if c.to.IsTask() && got.Begins.DaysUntil(got.Ends) != c.to.Begins.DaysUntil(c.to.Ends) {
			t.Errorf("%s: ends %s", c.name, got.Ends)
		}
	}
	bare := Task{}.Part("1.1")
	if got := (Dependency{}).follow(milestone("", "2027-04"), bare); got != bare {
		t.Errorf("a task without days became %+v", got)
	}
}
