package overview

import (
	"strings"
	"testing"

	"rundertisch/internal/date"
	"rundertisch/internal/workplan"
)

func progress(number string, due date.Month, state workplan.State) workplan.Progress {
	return workplan.Progress{Milestone: workplan.Milestone{Number: number, DueOn: due}, State: state}
}

func TestWhatIsLateOrDueSoonComesFirstFilledUpWithTheNext(t *testing.T) {
	t.Parallel()
	late, soon, planned, done := workplan.Late, workplan.DueSoon, workplan.Planned, workplan.Done
	for name, c := range map[string]struct {
		milestones []workplan.Progress
		want       string
	}{
		"no plan":  {nil, ""},
		"all done": {[]workplan.Progress{progress("1.1", "2026-01", done)}, ""},
		"nothing urgent": {[]workplan.Progress{
			progress("1.1", "2028-01", planned), progress("1.2", "2027-01", planned), progress("1.3", "2029-01", planned), progress("1.4", "2027-06", planned),
		}, "1.2 1.4 1.1"},
		"done ones are left out": {[]workplan.Progress{
			progress("1.1", "2026-01", done), progress("1.2", "2026-02", late), progress("1.3", "2026-12", soon), progress("1.4", "2027-06", planned),
		}, "1.2 1.3 1.4"},
		"more urgent ones than three": {[]workplan.Progress{
			progress("1.1", "2026-04", late), progress("1.2", "2026-03", late), progress("1.3", "2026-02", late), progress("1.4", "2026-01", late),
			progress("1.5", "2027-06", planned),
		}, "1.4 1.3 1.2 1.1"},
		"of equal deadlines the order of the plan": {[]workplan.Progress{
			progress("1.9", "2026-04", late), progress("1.10", "2026-04", late),
		}, "1.9 1.10"},
	} {
		plan := workplan.Plan{Goals: []workplan.GoalPlan{{Milestones: c.milestones}}}
		var got []string
		for _, m := range ahead(plan) {
			got = append(got, m.Number)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v, want %s", name, got, c.want)
		}
	}
}

func TestAProjectHasBegunWithAPlanOrAnEvent(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		board Board
		want  bool
	}{
		"nothing yet":  {Board{Steps: []Step{{LoadPlan, false}, {AddActors, true}, {SetUpMail, true}, {CreateEvent, false}}}, false},
		"an event":     {Board{Steps: []Step{{LoadPlan, false}, {CreateEvent, true}}}, true},
		"a plan alone": {Board{Plan: workplan.Plan{Goals: []workplan.GoalPlan{{}}}, Steps: []Step{{CreateEvent, false}}}, true},
	} {
		if got := c.board.Begun(); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
