package workplan

import (
	"slices"
	"testing"

	"rundertisch/internal/account"
	"rundertisch/internal/date"
	"rundertisch/internal/fault"
)

func TestTheStateFollowsFromDeadlineCompletionAndTasks(t *testing.T) {
	t.Parallel()
	far := Milestone{DueOn: "2027-06"}
	for name, c := range map[string]struct {
		milestone Milestone
		today     date.Date
		tasks     Counts
		want      State
	}{
		"nothing begun, deadline far":              {far, "2026-11-22", Counts{Open: 3}, Planned},
		"no tasks at all":                          {far, "2026-11-22", Counts{}, Planned},
		"a task begun":                             {far, "2026-11-22", Counts{Open: 2, InWork: 1}, InWork},
		"a task done":                              {far, "2026-11-22", Counts{Done: 1}, InWork},
		"61 days before the last day":              {far, "2027-04-30", Counts{}, Planned},
		"60 days before the last day":              {far, "2027-05-01", Counts{}, DueSoon},
		"begun work does not hide the deadline":    {far, "2027-05-01", Counts{InWork: 1}, DueSoon},
		"on the month's last day":                  {far, "2027-06-30", Counts{}, DueSoon},
		"the day after":                            {far, "2027-07-01", Counts{Done: 9}, Late},
		"complete before the deadline":             {Milestone{DueOn: "2027-06", CompletedOn: "2026-01-01"}, "2026-11-22", Counts{}, Done},
		"complete after the deadline":              {Milestone{DueOn: "2022-03", CompletedOn: "2022-05-01"}, "2026-11-22", Counts{Open: 1}, Done},
		"February of a leap year ends on the 29th": {Milestone{DueOn: "2028-02"}, "2028-02-29", Counts{}, DueSoon},
	} {
		if got := c.milestone.progress(c.today, c.tasks, nil).State; got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestNumbersSortByTheirParts(t *testing.T) {
	t.Parallel()
	numbers := []string{"2.1", "1.10", "10", "1.9", "1", "2", "1.9.1", "1.2"}
	slices.SortFunc(numbers, compareNumbers)
	if want := []string{"1", "1.2", "1.9", "1.9.1", "1.10", "2", "2.1", "10"}; !slices.Equal(numbers, want) {
		t.Errorf("%v, want %v", numbers, want)
	}
}

func TestWhoMayDoWhat(t *testing.T) {
	t.Parallel()
	actions := map[string]func(account.Actor) error{"read": mayRead, "shape": mayShape, "tasks": mayKeepTasks}
	for _, c := range []struct {
		role account.Role
		want map[string]fault.Kind // Internal stands for allowed
	}{
		{account.Administrator, map[string]fault.Kind{}},
		{account.ProjectLead, map[string]fault.Kind{}},
		{account.Coordination, map[string]fault.Kind{"shape": fault.Forbidden}},
		{"auditor", map[string]fault.Kind{"shape": fault.Forbidden, "tasks": fault.Forbidden}},
		{"", map[string]fault.Kind{"read": fault.NotFound, "shape": fault.NotFound, "tasks": fault.NotFound}},
	} {
		actor := account.Actor{WorkspaceID: "w", ProjectID: "p"}
		if c.role != "" {
			actor.Roles = []account.Role{c.role}
		}
		for action, may := range actions {
			err := may(actor)
			if refused := c.want[action]; refused == fault.Internal && err != nil || refused != fault.Internal && !fault.Is(err, refused) {
				t.Errorf("%q %s: %v", c.role, action, err)
			}
		}
	}
}

func TestOutsideOfAProjectThereIsNoPlan(t *testing.T) {
	t.Parallel()
	if err := mayRead(account.Program("w", "")); !fault.Is(err, fault.NotFound) {
		t.Errorf("%v", err)
	}
}

func TestACompletionNeedsADayThatHasBeenAndAReason(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		statement Completion
		want      []string
	}{
		"today with a reason": {Completion{"2026-11-22", "Bericht liegt vor"}, nil},
		"nothing given":       {Completion{}, []string{"completed_on", "reason"}},
		"tomorrow":            {Completion{"2026-11-23", "bald"}, []string{"completed_on"}},
		"a blank reason":      {Completion{"2026-11-01", " \n "}, []string{"reason"}},
	} {
		var got []string
		for _, f := range fault.Fields(c.statement.Validate("2026-11-22")) {
			got = append(got, f.Name)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: fields %v, want %v", name, got, c.want)
		}
	}
}
