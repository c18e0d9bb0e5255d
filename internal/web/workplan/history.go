package workplanweb

import (
	"slices"
	"strings"

	"rundertisch/internal/audit"
	"rundertisch/internal/date"
	"rundertisch/internal/web/page"
	"rundertisch/internal/workplan"
	workplanviews "rundertisch/views/workplan"
)

// history says the entries of a milestone's trail in plain words.
func history(r *page.Request, d workplan.Detail) []workplanviews.Happening {
	lines := make([]workplanviews.Happening, 0, len(d.History))
	for _, entry := range d.History {
		lines = append(lines, workplanviews.Happening{When: entry.At, Who: entry.ActorName, What: happened(r, d, entry)})
	}
	return lines
}

func happened(r *page.Request, d workplan.Detail, entry audit.Entry) string {
	key := "workplan.history." + entry.Action
	switch entry.Action {
	case "milestone.added", "milestone.imported":
		return r.L.T(key, month(entry, "due_on"))
	case "milestone.changed", "milestone.reimported":
		return r.L.T(key) + changes(r, entry)
	case "milestone.completed", "milestone.reopened":
		return r.L.T(key, r.L.Day(date.Date(detail(entry, "completed_on")).Time()))
	case "task.moved":
		return r.L.T(key, taskName(r, d, entry), r.L.T("workplan.task.state."+detail(entry, "to")))
	case "milestone.removed", "milestone.brought_back", "milestone.tied", "milestone.untied", "milestone.kept_open", "milestone.kept_open_no_longer", "milestone.reminders_set":
		return r.L.T(key)
	case "task.added", "task.changed", "task.handed_over", "task.reminders_set", "task.removed", "task.brought_back", "task.tied", "task.untied":
		return r.L.T(key, taskName(r, d, entry))
	}
	return r.L.T("workplan.history.other")
}

// changes lists what a change was about: ": Umsetzung bis 03/2022 → 10/2022, Bezeichnung".
func changes(r *page.Request, entry audit.Entry) string {
	var said []string
	for _, name := range []string{"starts_on", "due_on"} {
		if _, ok := entry.Details[name+"_to"]; ok {
			said = append(said, moved(r, "workplan.history.field."+name, month(entry, name+"_from"), month(entry, name+"_to")))
		}
	}
	if to := detail(entry, "number_to"); to != "" {
		said = append(said, r.L.T("workplan.history.field.number", detail(entry, "number_from"), to))
	}
	if _, ok := entry.Details["rule_to"]; ok {
		said = append(said, r.L.T("workplan.history.field.rule"))
	}
	for _, name := range []string{"lead", "deputy"} {
		if _, ok := entry.Details[name+"_to"]; ok {
			said = append(said, r.L.T("workplan.history.field."+name))
		}
	}
	for _, name := range []string{"title", "goal"} {
		if _, ok := entry.Details[name+"_changed"]; ok {
			said = append(said, r.L.T("workplan.history.field."+name))
		}
	}
	if len(said) == 0 {
		return ""
	}
	return ": " + strings.Join(said, ", ")
}

func detail(entry audit.Entry, name string) string {
	s, _ := entry.Details[name].(string)
	return s
}

func month(entry audit.Entry, name string) string {
	return date.Month(detail(entry, name)).Slash()
}

// moved says that a month was set, removed or changed.
func moved(r *page.Request, key, from, to string) string {
	switch {
	case from == "":
		return r.L.T(key+"_set", to)
	case to == "":
		return r.L.T(key + "_removed")
	}
	return r.L.T(key, from, to)
}

// taskName is the task's title while it exists; the trail itself holds no titles.
func taskName(r *page.Request, d workplan.Detail, entry audit.Entry) string {
	i := slices.IndexFunc(d.Tasks, func(t workplan.Task) bool { return t.ID == detail(entry, "task") })
	if i < 0 {
		return r.L.T("workplan.history.some_task")
	}
	if d.Tasks[i].Title == "" { // on the task's own page
		return r.L.T("workplan.history.this_task")
	}
	return r.L.T("workplan.history.task", d.Tasks[i].Title)
}
