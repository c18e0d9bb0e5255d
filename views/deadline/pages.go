// Package deadlineviews has the pages of an event's deadlines and of the templates they come from.
package deadlineviews

import (
	"slices"
	"strconv"
	"strings"

	"rundertisch/internal/account"
	"rundertisch/internal/date"
	"rundertisch/internal/deadline"
	"rundertisch/internal/event"
	"rundertisch/internal/i18n"
	"rundertisch/internal/workplan"
	"rundertisch/views"
	eventviews "rundertisch/views/event"
	"rundertisch/views/shared"
)

// BoardPage is the deadlines of an event.
type BoardPage struct {
	views.Page

	Base       string                       // address of the event
	At         func(parts ...string) string // address inside the project
	Template   string                       // address of the template; empty for people who may not change it
	Board      deadline.Board
	Form       shared.Form // of what is proposed; zero before it was sent
	Changed    bool        // what was chosen about is another by now
	MayKeep    bool
	Colleagues []shared.Option
	KnownFrom  date.Date // between which school holidays are known
	KnownTo    date.Date
}

// Label is what a rule asks for.
func Label(l *i18n.Locale, r deadline.Rule) string {
	if r.Label != "" {
		return r.Label
	}
	return l.T("deadline.rule." + r.Key)
}

// TaskTitle is the title of the task that a proposed deadline becomes.
func TaskTitle(l *i18n.Locale, r deadline.Rule, e event.Event) string {
	return Label(l, r) + ": " + e.Title
}

// Away says how far a rule is from the event: "12 Wochen vorher".
func Away(l *i18n.Locale, days int) string {
	n, side := days, "after"
	if days <= 0 {
		n, side = -days, "before"
	}
	switch {
	case n == 0:
		return l.T("deadline.away.same")
	case n%7 == 0:
		return l.N("deadline.away.weeks_"+side, n/7)
	}
	return l.N("deadline.away.days_"+side, n)
}

// notes says what is to be known about a day, one sentence each.
func notes(l *i18n.Locale, d deadline.Day) []string {
	var all []string
	if d.Shifted() {
		all = append(all, l.T("deadline.note.shifted", l.LongDay(d.Exact.Time()), strings.Join(reasons(l, d), ", ")))
	}
	for _, b := range d.School {
		all = append(all, l.T("deadline.note.school", l.T(b.Key)))
	}
	if d.Unknown {
		all = append(all, l.T("deadline.note.unknown"))
	}
	if d.Overshoot {
		all = append(all, l.T("deadline.note.overshoot"))
	}
	return all
}

// reasons says why nobody works on the exact day.
func reasons(l *i18n.Locale, d deadline.Day) []string {
	var all []string
	for _, h := range d.Around.Public {
		if !h.Local {
			all = append(all, l.T(h.Key))
		}
	}
	if len(all) == 0 {
		all = append(all, l.T("deadline.note.weekend"))
	}
	return all
}

// day formats a day with its weekday; a dash for none.
func day(l *i18n.Locale, d date.Date) string {
	if d == "" {
		return "–"
	}
	return l.LongDay(d.Time())
}

// taken reports whether a proposed deadline is ticked: as it was sent, or unless its day is over.
func (p BoardPage) taken(d deadline.Proposed) bool {
	if p.Form.Values != nil {
		return p.Form.Has("take", d.Rule.Key)
	}
	return !d.Past
}

func (p BoardPage) assignee(d deadline.Proposed) string {
	if p.Form.Values != nil {
		return p.Form.Value("assignee_" + d.Rule.Key)
	}
	return d.Assignee
}

func (p BoardPage) lead() string {
	when := eventviews.When(p.L, p.Board.Event)
	if p.Board.Milestone.ID == "" || !p.Board.Plans() {
		return when
	}
	return p.T("deadline.board.lead", when, p.Board.Milestone.Number+" "+p.Board.Milestone.Title)
}

// settled are the deadlines that are tasks and about which nothing is to be decided.
func (p BoardPage) settled() []deadline.Kept {
	open := map[string]bool{}
	for _, m := range p.Board.Moves {
		open[m.TaskID] = true
	}
	for _, k := range p.Board.Moot {
		open[k.TaskID] = true
	}
	return slices.DeleteFunc(slices.Clone(p.Board.Kept), func(k deadline.Kept) bool { return open[k.TaskID] })
}

func (p BoardPage) whose(t workplan.Task) string {
	if t.Assignee == "" {
		return p.T("workplan.task.nobody")
	}
	return t.Assignee
}

// choosing reports whether proposals can become tasks now.
func (p BoardPage) choosing() bool { return p.MayKeep && p.Board.Milestone.ID != "" }

func (p BoardPage) colleague(userID string) string {
	if label := shared.LabelOf(p.Colleagues, userID); label != "" {
		return label
	}
	return p.T("workplan.task.nobody")
}

// tickID is the id of a row's box; the first has the field's, so that the error summary leads to it.
func tickID(name string, n int) string {
	if n == 0 {
		return "f-" + name
	}
	return "f-" + name + "-" + strconv.Itoa(n)
}

func (p BoardPage) columns(names ...string) []shared.Column {
	var all []shared.Column
	for _, name := range names {
		all = append(all, shared.Column{Label: p.T("deadline.column." + name)})
	}
	return all
}

// unknown says until when school holidays are known, where one of the days lies outside of that.
func (p BoardPage) unknown() string {
	for _, d := range p.Board.Proposed {
		if d.Unknown {
			return p.T("holiday.unknown", p.L.Day(p.KnownFrom.Time()), p.L.Day(p.KnownTo.Time()))
		}
	}
	return ""
}

func (p BoardPage) endings() []shared.Option {
	var all []shared.Option
	for _, e := range deadline.Endings() {
		all = append(all, shared.Option{Value: string(e), Label: p.T("deadline.ending." + string(e))})
	}
	return all
}

// endingForm is the form of what becomes of moot tasks: the bin is proposed, because nothing was done.
func (p BoardPage) endingForm() shared.Form {
	form := shared.Fill(map[string]string{"ending": string(deadline.Drop)})
	form.Labels, form.Err = "deadline.field.", p.Form.Err
	return form
}

func stateTone(s workplan.TaskState) shared.Tone {
	switch s {
	case workplan.TaskDone:
		return shared.Success
	case workplan.TaskInWork:
		return shared.Info
	}
	return shared.Neutral
}

// TemplatesPage lists the templates of a workspace.
type TemplatesPage struct {
	views.Page

	Base string // address of the list
	Rows []TemplateRow
}

// TemplateRow is the template for one kind of event.
type TemplateRow struct {
	Kind  event.Kind
	Rules []deadline.Rule
	Own   bool // changed by the workspace
}

func (p TemplatesPage) columns() []shared.Column {
	return []shared.Column{{Label: p.T("deadline.column.kind")}, {Label: p.T("deadline.column.deadlines")}}
}

func (p TemplatesPage) words(r TemplateRow) []string {
	var all []string
	for _, rule := range r.Rules {
		all = append(all, p.T("deadline.templates.rule", Label(p.L, rule), Away(p.L, rule.Days)))
	}
	return all
}

// TemplatePage is the form of a template.
type TemplatePage struct {
	views.Page

	Form   shared.Form
	Action string
	Back   string
	Kind   event.Kind
	Keys   []string // of the rules, and of empty lines for new ones
}

// Units, sides: how far away a deadline is, as one types it.
const (
	Days   = "days"
	Weeks  = "weeks"
	Before = "before"
	After  = "after"
)

// Units lists the units of how far away a deadline is.
func Units(l *i18n.Locale) []shared.Option { return options(l, "deadline.unit.", Weeks, Days) }

// Sides lists on which side of the event a deadline lies.
func Sides(l *i18n.Locale) []shared.Option { return options(l, "deadline.side.", Before, After) }

// Roles lists whose a deadline can be at first.
func Roles(l *i18n.Locale) []shared.Option {
	var all []shared.Option
	for _, role := range deadline.Roles() {
		all = append(all, shared.Option{Value: string(role), Label: roleName(l, role)})
	}
	return all
}

func roleName(l *i18n.Locale, role account.Role) string {
	if role == "" {
		return l.T("workplan.task.nobody")
	}
	return l.T("account.role." + string(role))
}

func options(l *i18n.Locale, prefix string, values ...string) []shared.Option {
	var all []shared.Option
	for _, value := range values {
		all = append(all, shared.Option{Value: value, Label: l.T(prefix + value)})
	}
	return all
}

func (p TemplatePage) field(name, key string) shared.Field {
	return shared.Field{Name: name + "_" + key, Label: p.T("deadline.field." + name)}
}

func (p TemplatePage) label(key string) shared.Field {
	f := p.field("label", key)
	f.Optional = strings.HasPrefix(key, deadline.NewKey)
	return f
}

func (p TemplatePage) number(key string) shared.Field {
	f := p.field("number", key)
	f.Min, f.Max = "0", "730"
	return f
}

// legend names a line of the form.
func (p TemplatePage) legend(key string) string {
	if label := p.Form.Value("label_" + key); label != "" {
		return label
	}
	return p.T("deadline.template.new")
}
