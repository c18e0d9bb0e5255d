package trail

import (
	"context"
	"strings"

	"github.com/uptrace/bun"

	"rundertisch/internal/audit"
	"rundertisch/internal/database"
)

// names says in which table a thing of a kind stands and what it is called.
var names = map[string]struct{ table, name string }{
	"user":           {"users", "x.name"},
	"workspace":      {"workspaces", "x.name"},
	"project":        {"projects", "x.name"},
	"baseline":       {"baselines", "x.name"},
	"goal":           {"goals", "x.number || ' ' || x.title"},
	"milestone":      {"milestones", "x.number || ' ' || x.title"},
	"task":           {"tasks", "x.title"},
	"organisation":   {"organisations", "x.name"},
	"person":         {"persons", "trim(x.title || ' ' || x.given || ' ' || x.family)"},
	"group":          {"person_groups", "x.name"},
	"event":          {"events", "x.title"},
	"programme_item": {"programme_items", "x.title"},
	"event_room":     {"event_rooms", "x.name"},
	"event_speaker":  {"event_speakers", "x.name"},
	"attendance":     {"attendances", "x.name"},
	"document":       {"documents", "x.title"},
	"report":         {"reports", "x.starts_on || ' – ' || x.ends_on"},
}

// thing is what an entry is about: its object, the task under a milestone, or the event of what has no name itself.
func thing(e audit.Entry) (kind, id string) {
	if task, ok := e.Details["task"].(string); ok && strings.HasPrefix(e.Action, "task.") {
		return "task", task
	}
	if _, has := names[e.ObjectKind]; has {
		return e.ObjectKind, e.ObjectID
	}
	if event, ok := e.Details["event"].(string); ok {
		return "event", event
	}
	return "", ""
}

// named looks up the names for the entries, one query for each kind.
func (s *Service) named(ctx context.Context, entries []audit.Entry) ([]Line, error) {
	wanted := map[string]map[string]bool{"project": {}, "user": {}}
	for _, e := range entries {
		kind, id := thing(e)
		if wanted[kind] == nil {
			wanted[kind] = map[string]bool{}
		}
		wanted[kind][id] = true
		wanted["project"][e.ProjectID] = true
		wanted["user"][e.ActorID] = true
	}
	found := map[string]map[string]string{}
	for kind, ids := range wanted {
		var err error
		if found[kind], err = s.lookUp(ctx, kind, ids); err != nil {
			return nil, err
		}
	}
	lines := make([]Line, len(entries))
	for i, e := range entries {
		kind, id := thing(e)
		lines[i] = Line{Entry: e, Kind: kind, ID: id, Thing: found[kind][id], Project: found["project"][e.ProjectID]}
		if e.ActorName == "" {
			lines[i].ActorName = found["user"][e.ActorID]
		}
	}
	return lines, nil
}

func (s *Service) lookUp(ctx context.Context, kind string, wanted map[string]bool) (map[string]string, error) {
	from, has := names[kind]
	if !has {
		return nil, nil //nolint:nilnil // things without names
	}
	var ids []string
	for id := range wanted {
		ids = append(ids, id)
	}
	var rows []Choice
	err := s.db.Read().NewSelect().TableExpr("? AS x", bun.Ident(from.table)).ColumnExpr("x.id AS id, "+from.name+" AS name").
		Where("x.id IN (?)", bun.List(ids)).Scan(ctx, &rows)
	found := map[string]string{}
	for _, row := range rows {
		found[row.ID] = row.Name
	}
	return found, database.Fault(err)
}
