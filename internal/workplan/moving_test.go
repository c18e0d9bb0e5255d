package workplan

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"rundertisch/internal/date"
)

// drawn is a plan of some milestones with dependencies that were added one by one as people add them.
func drawn(t *rapid.T) ([]Milestone, []Dependency) {
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
	var all []Dependency
	for range rapid.IntRange(0, 12).Draw(t, "dependencies") {
		d := Dependency{
			FromID: rapid.SampledFrom(milestones).Draw(t, "from").ID, ToID: rapid.SampledFrom(milestones).Draw(t, "to").ID,
			LagDays: rapid.IntRange(0, maxLag).Draw(t, "lag"),
		}
		if checkCycle(all, d, func(id string) string { return id }) == nil {
			all = append(all, d)
		}
	}
	return milestones, all
}

func TestDependenciesNeverFormACircle(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		_, all := drawn(t)
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
		milestones, dependencies := drawn(t)
		all := ties(dependencies, milestones)
		m := rapid.SampledFrom(milestones).Draw(t, "moved")
		to := m.DueOn.Add(rapid.SampledFrom([]int{-7, -1, 1, 5, 30}).Draw(t, "months"))
		plan := moving(m, to, all)
		after := slices.Clone(milestones)
		for i, one := range after {
			if one.ID == m.ID {
				after[i] = shift(one, one.DueOn.Until(to))
			}
			for _, s := range plan.Along {
				if s.Milestone.ID == one.ID {
					after[i] = shift(one, one.DueOn.Until(s.To))
				}
			}
		}
		for i, tie := range ties(dependencies, after) {
			// What is complete stays, and one that begins earlier itself is what was asked for.
			if !all[i].Violated() && tie.Violated() && !tie.To.Complete() && tie.ToID != m.ID {
				t.Fatalf("%s begins %s, but %s ends %s and %d days have to pass", tie.To.Number, tie.To.Begins(), tie.From.Number, tie.From.Deadline(), tie.LagDays)
			}
		}
		for i, one := range after {
			if one.ID != m.ID && one.DueOn < milestones[i].DueOn {
				t.Fatalf("%s moved to an earlier month", one.Number)
			}
			if one.StartsOn != "" && one.StartsOn.Until(one.DueOn) != milestones[i].StartsOn.Until(milestones[i].DueOn) {
				t.Fatalf("%s lasts another time", one.Number)
			}
		}
	})
}

func TestADependantMovesAsFarAsNeeded(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name       string
		ends       date.Month
		begins     date.Month
		lag, delay int
	}{
		{"the month after is early enough", "2027-03", "2027-04", 0, 0},
		{"the same month is a month too early", "2027-03", "2027-03", 0, 1},
		{"a day between needs a whole month", "2027-03", "2027-04", 1, 1},
		{"a February of 28 days is over after 28 days", "2027-01", "2027-03", 28, 0},
		{"a February of 29 days is not", "2028-01", "2028-03", 30, 1},
		{"29 days pass in a leap February", "2028-01", "2028-03", 29, 0},
		{"the clock change in March makes no day shorter", "2027-02", "2027-04", 31, 0},
		{"nor does the one in October make one longer", "2027-09", "2027-11", 31, 0},
		{"across the turn of the year", "2027-12", "2027-10", 0, 3},
	} {
		from, to := Milestone{DueOn: c.ends}, Milestone{StartsOn: c.begins, DueOn: c.begins.Add(2)}
		if got := (Dependency{LagDays: c.lag}).delay(from, to); got != c.delay {
			t.Errorf("%s: %d months, want %d", c.name, got, c.delay)
		}
	}
}
