package deadline

import (
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/date"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/holiday"
)

const (
	maxRules = 30
	maxLabel = 100
	maxDays  = 730
	week     = 7
)

// NewKey begins the keys of lines of a form that are no rules yet.
const NewKey = "new"

// Rule is a deadline that events of a kind have.
type Rule struct {
	Key   string       `json:"key"`   // stays the same when the rule is changed
	Label string       `json:"label"` // what has to be done; empty: the catalogue's sentence for a shipped rule
	Days  int          `json:"days"`  // before the first day of the event (negative) or after its last
	Role  account.Role `json:"role"`  // whose it is at first; empty for nobody
}

// Template is the deadlines that a workspace's events of a kind have.
type Template struct {
	bun.BaseModel `bun:"table:deadline_templates,alias:dt"`

	ID          string     `bun:"id,pk"`
	WorkspaceID string     `bun:"workspace_id"`
	Kind        event.Kind `bun:"event_kind"`
	Rules       []Rule     `bun:"rules"` // by day
	UpdatedAt   time.Time  `bun:"updated_at"`
	Version     int64      `bun:"version"` // 0: the shipped one
}

// Shipped returns the rules that count until a workspace has its own. Meetings and interviews have no public and need
// less.
func Shipped(kind event.Kind) []Rule {
	switch kind {
	case event.Meeting:
		return []Rule{
			{Key: "agenda", Days: -3 * week, Role: account.Coordination},
			{Key: "material", Days: -1 * week, Role: account.Coordination},
			{Key: "minutes", Days: 2 * week, Role: account.MinuteTaker},
		}
	case event.Interview:
		return []Rule{
			{Key: "questions", Days: -1 * week, Role: account.Coordination},
			{Key: "minutes", Days: 2 * week, Role: account.MinuteTaker},
		}
	}
	return []Rule{
		{Key: "save_the_date", Days: -12 * week, Role: account.Coordination},
		{Key: "invitation", Days: -8 * week, Role: account.Coordination},
		{Key: "reminder", Days: -3 * week, Role: account.Coordination},
		{Key: "registration", Days: -2 * week, Role: account.Coordination},
		{Key: "catering", Days: -10, Role: account.Coordination},
		{Key: "material", Days: -1 * week, Role: account.Coordination},
		{Key: "thanks", Days: 2 * week, Role: account.ProjectLead},
	}
}

// Roles lists whose a deadline can be at first, "" for nobody.
func Roles() []account.Role {
	return append([]account.Role{""}, slices.DeleteFunc(account.Roles(), func(r account.Role) bool { return r == account.Auditor })...)
}

// Validate checks the rules. Fields: label_<key>, number_<key>, role_<key>; label_new1 when there are too many.
func (t Template) Validate() error {
	var c fault.Checks
	for _, r := range t.Rules {
		c.MaxLen("label_"+r.Key, r.Label, maxLabel)
		if r.Days < -maxDays || r.Days > maxDays {
			c.Add("number_"+r.Key, "deadline.fault.far")
		}
		if !slices.Contains(Roles(), r.Role) {
			c.Add("role_"+r.Key, "fault.choice")
		}
	}
	if len(t.Rules) > maxRules {
		c.Add("label_new1", "deadline.fault.many", maxRules)
	}
	return c.Err()
}

// sorted returns the rules by day.
func sorted(rules []Rule) []Rule {
	rules = slices.Clone(rules)
	slices.SortStableFunc(rules, func(a, b Rule) int {
		if a.Days != b.Days {
			return a.Days - b.Days
		}
		return strings.Compare(a.Key, b.Key)
	})
	return rules
}

// Span is the first and the last day of an event.
type Span struct{ First, Last date.Date }

// SpanOf returns the days of an event.
func SpanOf(e event.Event) Span { return Span{First: e.FirstDay(), Last: e.LastDay()} }

// Exact is the day so many days before the first or after the last day.
func (s Span) Exact(days int) date.Date {
	if days > 0 {
		return s.Last.AddDays(days)
	}
	return s.First.AddDays(days)
}

// Due is the working day on which a deadline falls: no later than its exact day before the event, no earlier after it.
func (s Span) Due(c *holiday.Calendar, days int) date.Date {
	if days > 0 {
		return c.NoEarlierThan(s.Exact(days))
	}
	return c.NoLaterThan(s.Exact(days))
}

// cancelled is the basis of deadlines that were decided on when the event was off.
const cancelled = "cancelled"

// basis is what a decision about an event's deadlines is made on.
func basis(e event.Event) string {
	if e.State == event.Cancelled {
		return cancelled
	}
	return SpanOf(e).text()
}

func (s Span) text() string { return string(s.First) + "/" + string(s.Last) }

// spanIn reads the days of an event from a basis; false for one without.
func spanIn(basis string) (Span, bool) {
	first, last, found := strings.Cut(basis, "/")
	return Span{First: date.Date(first), Last: date.Date(last)}, found
}
