package workplan

import (
	"testing"

	"rundertisch/internal/date"
	"rundertisch/internal/document"
)

func TestARuleIsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		rule  Rule
		valid bool
	}{
		"by statement":                 {"", true},
		"tasks":                        {"tasks", true},
		"all of them":                  {"tasks events results documents:2:minutes", true},
		"documents of any kind":        {"documents:1", true},
		"documents without a number":   {"documents", false},
		"too many documents":           {"documents:100", false},
		"a kind that does not exist":   {"documents:1:poem", false},
		"tasks that are counted":       {"tasks:2", false},
		"a source that does not exist": {"weather", false},
		"twice the same":               {"tasks tasks", false},
		"in another order":             {"results events", false},
	} {
		if got := c.rule.valid(); got != c.valid {
			t.Errorf("%s: valid is %t", name, got)
		}
		if got := RuleOf(c.rule.Conditions()...); c.valid && got != c.rule {
			t.Errorf("%s: %q is read as %q", name, c.rule, got)
		}
	}
}

func TestARuleFollowsFromItsEvidence(t *testing.T) {
	t.Parallel()
	const today = "2028-03-01"
	proof := func(title string, on date.Date) Proof { return Proof{Title: title, On: on} }
	minutes := Proof{Title: "Protokoll", Kind: document.Minutes, On: "2028-02-29"}
	for name, c := range map[string]struct {
		rule    Rule
		tasks   Counts
		found   []Proof // of every source
		on      date.Date
		done    int
		missing string
	}{
		"no rule":                              {rule: ""},
		"no tasks":                             {rule: "tasks"},
		"a task open":                          {rule: "tasks", tasks: Counts{Open: 1, Done: 2, DoneOn: "2028-02-29"}, done: 2},
		"all tasks done":                       {rule: "tasks", tasks: Counts{Done: 2, DoneOn: "2028-02-29"}, done: 2, on: "2028-02-29"},
		"no event":                             {rule: "events"},
		"an event ahead":                       {rule: "events", found: []Proof{proof("Tagung", "")}, missing: "Tagung"},
		"held, and ends tomorrow":              {rule: "events", found: []Proof{proof("Tagung", "2028-03-02")}, missing: "Tagung"},
		"held today":                           {rule: "events", found: []Proof{proof("Tagung", today)}, done: 1, on: today},
		"one of two events held":               {rule: "events", found: []Proof{proof("Auftakt", "2028-01-31"), proof("Tagung", "")}, done: 1, missing: "Tagung"},
		"the last of the events counts":        {rule: "events", found: []Proof{proof("Auftakt", "2028-01-31"), proof("Tagung", "2027-12-31")}, done: 2, on: "2028-01-31"},
		"a workshop without results":           {rule: "results", found: []Proof{proof("W1", "2028-02-01"), proof("W2", "")}, done: 1, missing: "W2"},
		"every workshop with results":          {rule: "results", found: []Proof{proof("W1", "2028-02-01"), proof("W2", "2028-02-29")}, done: 2, on: "2028-02-29"},
		"too few documents":                    {rule: "documents:2", found: []Proof{minutes}, done: 1},
		"the document that makes them enough":  {rule: "documents:1", found: []Proof{proof("B", "2028-01-31"), minutes}, done: 1, on: "2028-01-31"},
		"documents of another kind":            {rule: "documents:1:minutes", found: []Proof{proof("B", "2028-01-31")}},
		"a document of the kind":               {rule: "documents:1:minutes", found: []Proof{proof("B", "2028-01-31"), minutes}, done: 1, on: "2028-02-29"},
		"all of: the last one decides the day": {rule: "tasks documents:1", tasks: Counts{Done: 1, DoneOn: "2028-02-28"}, found: []Proof{minutes}, done: 2, on: "2028-02-29"},
		"all of: one is missing":               {rule: "tasks events", tasks: Counts{Open: 1}, found: []Proof{minutes}, done: 1},
	} {
		m := Milestone{ID: "m", Rule: c.rule, DueOn: "2028-02"}
		found := evidence{}
		for _, source := range Sources() {
			found[source] = map[string][]Proof{"m": c.found, "other": {minutes}}
		}
		p := m.progress(today, c.tasks, found)
		done, missing := 0, ""
		for _, check := range p.Standing {
			done += check.Done
			for _, proof := range check.Missing {
				missing += proof.Title
			}
		}
		if p.CompletedOn != c.on || done != c.done || missing != c.missing || p.Complete() != (c.on != "") {
			t.Errorf("%s: on %q, done %d, missing %q", name, p.CompletedOn, done, missing)
		}
		if want := map[bool]State{true: Done, false: Late}[c.on != ""]; p.State != want {
			t.Errorf("%s: %s", name, p.State)
		}
	}
}

func TestAStatementGoesBeforeTheRule(t *testing.T) {
	t.Parallel()
	met := Counts{Done: 1, DoneOn: "2028-02-01"}
	for name, c := range map[string]struct {
		milestone Milestone
		tasks     Counts
		on        date.Date
		met       bool
	}{
		"complete, rule open":   {Milestone{CompletedOn: "2028-01-31"}, Counts{Open: 1}, "2028-01-31", false},
		"complete, rule met":    {Milestone{CompletedOn: "2028-01-31"}, met, "2028-01-31", true},
		"kept open, rule met":   {Milestone{KeptOpenReason: "fehlt"}, met, "", true},
		"nothing said, met":     {Milestone{}, met, "2028-02-01", true},
		"nothing said, not met": {Milestone{}, Counts{Open: 1}, "", false},
	} {
		c.milestone.Rule, c.milestone.DueOn = "tasks", "2028-12"
		if p := c.milestone.progress("2028-02-29", c.tasks, nil); p.CompletedOn != c.on || p.Standing.Fulfilled() != c.met {
			t.Errorf("%s: %q, met %t", name, p.CompletedOn, p.Standing.Fulfilled())
		}
	}
}
