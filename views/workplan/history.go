package workplanviews

import (
	"reflect"
	"strings"
	"time"

	"rundertisch/internal/date"
	"rundertisch/internal/i18n"
	"rundertisch/internal/workplan"
	"rundertisch/views/shared"
)

// HistoryPage lists what was changed in the plan, or about one thing of it.
type HistoryPage struct {
	Frame
	Of     string // what the thing is called; empty for the whole plan
	Lead   string
	Form   shared.Form
	List   shared.List
	Lines  []workplan.HistoryLine
	People []shared.Option
	OnForm shared.Form // asks for the day of a past plan
}

// PastPage shows the plan as it was on a day.
type PastPage struct {
	Frame
	Past  workplan.PastPlan
	Form  shared.Form // asks for another day
	Tasks []workplan.TaskLine
	More  int // tasks that are left out
}

// FieldWord is what a field of the plan is called.
func FieldWord(l *i18n.Locale, kind workplan.SubjectKind, field string) string {
	return l.T("history.field." + string(kind) + "." + field)
}

// FieldText is how the stored value of a field reads; names are those of the identifiers.
func FieldText(l *i18n.Locale, kind workplan.SubjectKind, field, value string, names map[string]string) string {
	switch {
	case value == "":
		return ""
	case workplan.Refers(field):
		if name := names[value]; name != "" {
			return name
		}
		return l.T("history.gone")
	}
	switch workplan.FieldType(kind, field) {
	case reflect.TypeFor[date.Month]():
		return l.Month(date.Month(value).First().Time())
	case reflect.TypeFor[date.Date]():
		return l.Day(date.Date(value).Time())
	case reflect.TypeFor[workplan.TaskState]():
		return l.T("workplan.task.state." + value)
	case reflect.TypeFor[workplan.Rule]():
		return ruleText(l, workplan.Rule(value))
	case reflect.TypeFor[time.Time]():
		at, _ := time.Parse(time.RFC3339Nano, value)
		return l.Instant(at)
	case reflect.TypeFor[bool]():
		return l.T("history.yes")
	}
	return value
}

// Whole says all fields of a thing that came or went: "Nummer: 1.2 · Umsetzung bis: 03/2024".
func Whole(l *i18n.Locale, line workplan.HistoryLine) string {
	var parts []string
	for _, f := range line.Fields() {
		parts = append(parts, FieldWord(l, line.SubjectKind, f.Field)+": "+FieldText(l, line.SubjectKind, f.Field, f.Value, line.Names))
	}
	return strings.Join(parts, " · ")
}

// SubjectName is what the thing was called after the change. A dependency is called after the milestone that begins later.
func SubjectName(line workplan.HistoryLine) string {
	if line.SubjectKind == workplan.DependencySubject {
		return line.Names[line.ParentID]
	}
	return line.Subject
}

// ByWhom is the name of who changed something.
func ByWhom(l *i18n.Locale, line workplan.HistoryLine) string {
	if line.Who == "" {
		return l.T("history.program")
	}
	return line.Who
}

// text is a value of the line's field in words.
func (p HistoryPage) text(line workplan.HistoryLine, value string) string {
	return FieldText(p.L, line.SubjectKind, line.Field, value, line.Names)
}

// href leads to the history of the thing, which is there even when the thing is gone.
func (p HistoryPage) href(line workplan.HistoryLine) string {
	switch line.SubjectKind {
	case workplan.BaselineSubject:
		return p.At("plan", "baselines", line.SubjectID)
	case workplan.DependencySubject:
		return p.At("milestones", line.ParentID, "history")
	default:
		return p.At(string(line.SubjectKind)+"s", line.SubjectID, "history")
	}
}

// onThatDay leads to the plan as it was at the end of the day of a change.
func (p HistoryPage) onThatDay(line workplan.HistoryLine) string {
	return p.At("plan") + "?on=" + string(date.Of(line.ChangedAt.In(p.L.Zone())))
}

func (p HistoryPage) columns() []shared.Column {
	return []shared.Column{
		{Label: p.T("history.column.when")}, {Label: p.T("history.column.who")}, {Label: p.T("history.column.thing")}, {Label: p.T("history.column.change")},
	}
}

func (p HistoryPage) kinds() []shared.Option {
	var options []shared.Option
	for _, kind := range workplan.SubjectKinds() {
		options = append(options, shared.Option{Value: string(kind), Label: p.T("history.kind." + string(kind))})
	}
	return options
}

// fields are the choices of a field, by kind.
func (p HistoryPage) fields() []shared.Option {
	var options []shared.Option
	for _, kind := range workplan.SubjectKinds() {
		for _, field := range workplan.FieldsOf(kind) {
			if kind != workplan.BaselineSubject && kind != workplan.DependencySubject { // these come and go whole
				options = append(options, shared.Option{
					Value: FieldValue(kind, field), Label: p.T("history.kind."+string(kind)) + ": " + FieldWord(p.L, kind, field),
				})
			}
		}
	}
	return options
}

// FieldValue is a choice of a field.
func FieldValue(kind workplan.SubjectKind, field string) string { return string(kind) + "." + field }

func (p PastPage) columns() []shared.Column {
	return []shared.Column{
		{Label: p.T("workplan.column.milestone")}, {Label: p.T("workplan.column.due")}, {Label: p.T("workplan.column.state")}, {Label: p.T("workplan.column.tasks")},
	}
}

func (p PastPage) taskColumns() []shared.Column {
	return []shared.Column{
		{Label: p.T("workplan.column.task")},
		{Label: p.T("workplan.column.milestone")},
		{Label: p.T("workplan.column.assignee")},
		{Label: p.T("workplan.column.task_due")},
		{Label: p.T("workplan.column.state")},
	}
}

// before are the dependencies of a milestone: "beginnt nach 2.1".
func (p PastPage) before(m workplan.Progress) []workplan.Tie {
	var ties []workplan.Tie
	for _, t := range p.Past.Ties {
		if t.ToID == m.ID {
			ties = append(ties, t)
		}
	}
	return ties
}

func (p PastPage) state(t workplan.TaskLine) string { return p.taskState(t.Task, p.Past.Today) }

// unrecorded says since when changes are recorded.
func (p PastPage) unrecorded() string {
	if p.Past.Since == "" {
		return p.T("history.past.unrecorded_never")
	}
	return p.T("history.past.unrecorded_text", p.day(p.Past.Since))
}

func (p PastPage) query() string { return "?on=" + string(p.Past.Today) }
