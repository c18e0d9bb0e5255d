package search

import (
	"strings"

	"rundertisch/internal/account"
	"rundertisch/internal/directory"
)

// Kind is what sort of thing was found; the name of its table.
type Kind string

// The kinds of things.
const (
	Goals         Kind = "goals"
	Milestones    Kind = "milestones"
	Tasks         Kind = "tasks"
	Comments      Kind = "task_comments"
	Organisations Kind = "organisations"
	Persons       Kind = "persons"
	Groups        Kind = "person_groups"
	Events        Kind = "events"
	Items         Kind = "programme_items"
	Cards         Kind = "result_cards"
	Documents     Kind = "documents"
)

// Kinds lists the kinds in the order of the page.
func Kinds() []Kind {
	return []Kind{Goals, Milestones, Tasks, Comments, Events, Items, Cards, Documents, Organisations, Persons, Groups}
}

// scope is where things of the kind are looked for.
func (k Kind) scope(a account.Actor) string {
	switch k {
	case Organisations, Persons, Groups:
		return a.WorkspaceID
	default:
		return a.ProjectID
	}
}

// source says how things of a kind are read: columns id, scope, parent_id, parent and a text per field. The first field names the
// thing; what matches there comes first.
type source struct {
	fields []string
	query  string // ends before the condition on identifiers
}

const maxFields = 8

// row is a thing as it is read.
type row struct {
	ID       string `bun:"id"`
	Scope    string `bun:"scope"`
	ParentID string `bun:"parent_id"` // of the page it is shown on, when it has none of its own
	Parent   string `bun:"parent"`    // that page's name
	T0       string `bun:"t0"`
	T1       string `bun:"t1"`
	T2       string `bun:"t2"`
	T3       string `bun:"t3"`
	T4       string `bun:"t4"`
	T5       string `bun:"t5"`
	T6       string `bun:"t6"`
	T7       string `bun:"t7"`
}

func (r row) texts() [maxFields]string {
	return [maxFields]string{r.T0, r.T1, r.T2, r.T3, r.T4, r.T5, r.T6, r.T7}
}

func (k Kind) source() source {
	switch k {
	case Goals:
		return own("goals", "title", "number")
	case Milestones:
		return own("milestones", "title", "number", "completed_reason")
	case Tasks:
		return below("tasks", "x", "milestones", "milestone_id", "title", "description")
	case Comments:
		s := below("task_comments", "x", "tasks", "task_id", "text")
		s.query += " x.removed_at IS NULL AND"
		return s
	case Events:
		return own("events", "title", "summary", "description", "venue", "address", "access", "contact")
	case Items:
		return below("programme_items", "p", "events", "event_id", "title", "speakers", "moderator", "room", "description")
	case Cards:
		return below("result_cards", "x", "events", "event_id", "text", "organisation")
	case Documents:
		return documents()
	case Organisations:
		s := own("organisations", "name", "municipality", "town", "street", "postcode", "email", "phone", "website")
		s.query = strings.NewReplacer("project_id", "workspace_id", "x.municipality", "x.ags").Replace(s.query) + " x.archived_at IS NULL AND"
		return s
	case Persons:
		return persons()
	case Groups:
		s := own("person_groups", "name", "description")
		s.query = strings.ReplaceAll(s.query, "project_id", "workspace_id")
		return s
	default:
		return source{}
	}
}

func persons() source {
	return source{
		fields: []string{"name", "function", "organisation", "email", "phone"},
		query: `SELECT x.id, x.workspace_id AS scope, '' AS parent_id, '' AS parent, trim(x.title || ' ' || x.given || ' ' || x.family) AS t0,
			x.function AS t1, coalesce(o.name, '') AS t2, x.email AS t3, x.phone AS t4, '' AS t5, '' AS t6, '' AS t7
			FROM persons AS x LEFT JOIN organisations AS o ON o.id = x.organisation_id WHERE x.archived_at IS NULL AND`,
	}
}

// documents are found by the name of their newest file, too, and by what is written in it.
func documents() source {
	return source{
		fields: []string{"title", "description", "name", "content"},
		query: `SELECT x.id, x.project_id AS scope, '' AS parent_id, '' AS parent, x.title AS t0, x.description AS t1, v.name AS t2,
			coalesce(dt.content, '') AS t3, '' AS t4, '' AS t5, '' AS t6, '' AS t7
			FROM documents AS x JOIN document_versions AS v ON v.document_id = x.id AND v.number = x.latest
			LEFT JOIN document_texts AS dt ON dt.document_id = x.id AND dt.number = x.latest WHERE`,
	}
}

// own is a thing with a page of its own.
func own(table string, fields ...string) source {
	return source{
		fields: fields,
		query:  "SELECT x.id, x.project_id AS scope, '' AS parent_id, '' AS parent" + columns(fields) + " FROM " + table + " AS x WHERE",
	}
}

// below is a thing (x) that is shown on the page of a parent (p); scoped is the one that knows the project.
func below(table, scoped, parents, parentID string, fields ...string) source {
	return source{
		fields: fields,
		query: "SELECT x.id, " + scoped + ".project_id AS scope, p.id AS parent_id, p.title AS parent" + columns(fields) +
			" FROM " + table + " AS x JOIN " + parents + " AS p ON p.id = x." + parentID + " WHERE",
	}
}

func columns(fields []string) string {
	var b strings.Builder
	for i := range maxFields {
		b.WriteString(", ")
		if i < len(fields) {
			b.WriteString("x." + fields[i])
		} else {
			b.WriteString("''")
		}
		b.WriteString(" AS t" + string(rune('0'+i)))
	}
	return b.String()
}

// texts returns the row's texts by field; an organisation's municipality is read as its name.
func (k Kind) texts(r row) []Text {
	var all []Text
	for i, field := range k.source().fields {
		text := r.texts()[i]
		if k == Organisations && field == "municipality" {
			text = directory.MunicipalityName(text)
		}
		if text != "" || i == 0 {
			all = append(all, Text{Field: field, Text: text})
		}
	}
	return all
}
