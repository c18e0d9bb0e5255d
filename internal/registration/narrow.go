package registration

import (
	"github.com/uptrace/bun"

	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
)

// belonging adds what the directory knows of the people's organisations: of the person's own, else of one of the same name. It looks up
// the name of each row: for many rows join with namesakes.
func belonging(q *bun.SelectQuery, workspaceID string) *bun.SelectQuery {
	return q.ColumnExpr("COALESCE(po.kind, bo.kind, '') AS kind, COALESCE(po.ags, bo.ags, '') AS ags").
		Join("LEFT JOIN persons AS dp ON dp.id = t.person_id").Join("LEFT JOIN organisations AS po ON po.id = dp.organisation_id").
		Join("LEFT JOIN organisations AS bo ON bo.id = (?)", organisations(q, workspaceID).ColumnExpr("min(o.id)").Where("o.name_key = t.organisation_key"))
}

// namesakes is one organisation of the directory for each folded name.
func namesakes(db interface{ NewSelect() *bun.SelectQuery }, workspaceID string) *bun.SelectQuery {
	return organisations(db, workspaceID).Column("o.name_key").ColumnExpr("min(o.id) AS id").Group("o.name_key")
}

// organisations are those of the directory that are not archived, called o.
func organisations(db interface{ NewSelect() *bun.SelectQuery }, workspaceID string) *bun.SelectQuery {
	return db.NewSelect().TableExpr("organisations AS o").Where("o.workspace_id = ? AND o.archived_at IS NULL", workspaceID)
}

// people is the table that the filter is applied to, called t: all people of the event or, when the organisation's kind or municipality is
// asked for, those whose organisation has it; see belonging. That begins with the few organisations that have, by whose names and persons
// an index finds the people.
func (l List) people(db bun.IDB, f Filter) *bun.SelectQuery {
	if !f.belongs() {
		return db.NewSelect().TableExpr("attendances AS t")
	}
	suits := func(q *bun.SelectQuery, organisation string) *bun.SelectQuery {
		if f.Kind != "" {
			q = q.Where("?.kind = ?", bun.Ident(organisation), f.Kind)
		}
		if f.Municipality != "" {
			q = q.Where("?.ags = ?", bun.Ident(organisation), f.Municipality)
		}
		return q
	}
	names := suits(db.NewSelect().TableExpr("(?) AS bn", namesakes(db, l.Event.WorkspaceID)).Join("JOIN organisations AS bo ON bo.id = bn.id").Column("bn.name_key"), "bo")
	those := func() *bun.SelectQuery {
		return db.NewSelect().TableExpr("attendances AS k").Column(compared...).Where("k.event_id = ?", l.Event.ID)
	}
	guests := those().Where("k.person_id = '' AND k.organisation_key IN (?)", names)
	known := suits(those().Join("JOIN persons AS dp ON dp.id = k.person_id").Join("JOIN organisations AS po ON po.id = dp.organisation_id").
		Where("k.person_id > ''"), "po")
	unbound := those().Where("k.person_id > '' AND k.organisation_key IN (?)", names).
		Where("NOT EXISTS (SELECT 1 FROM persons AS dp WHERE dp.id = k.person_id AND dp.organisation_id IS NOT NULL)")
	return db.NewSelect().TableExpr("(? UNION ALL ? UNION ALL ?) AS t", guests, known, unbound)
}

// compared is what apply and sort look at.
var compared = []string{
	"k.id", "k.event_id", "k.search", "k.answer", "k.origin", "k.place", "k.group_id", "k.ticket", "k.name_key", "k.organisation_key", "k.created_at",
}

// apply leaves out whom the filter does not show.
func (l List) apply(q *bun.SelectQuery, f Filter) *bun.SelectQuery {
	q = q.Where("t.event_id = ?", l.Event.ID)
	q = database.Holding(q, f.Query, "t.search")
	if f.Answer != "" {
		q = q.Where("t.answer = ?", f.Answer)
	}
	if f.Origin != "" {
		q = q.Where("t.origin = ?", f.Origin)
	}
	if f.Chosen != nil {
		q = q.Where("t.id IN (?)", bun.List(append([]string{""}, f.Chosen...)))
	}
	if f.Noted {
		q = q.Where("EXISTS (SELECT 1 FROM registration_notes AS rn WHERE rn.attendance_id = t.id)")
	}
	switch f.Group {
	case "":
	case AnyGroup:
		q = q.Where("t.group_id <> ''")
	default:
		q = q.Where("t.group_id <> '' AND t.group_id = ?", f.Group)
	}
	switch {
	case f.Workshop == NoWorkshop:
		q = q.Where("NOT EXISTS (SELECT 1 FROM workshop_places AS wp WHERE wp.attendance_id = t.id AND wp.state IN (?, ?))", attendance.Confirmed, attendance.Waitlisted)
	case f.Workshop != "":
		q = q.Where("EXISTS (SELECT 1 FROM workshop_places AS wp WHERE wp.attendance_id = t.id AND wp.item_id = ? AND wp.state IN (?, ?))",
			f.Workshop, attendance.Confirmed, attendance.Waitlisted)
	}
	return l.showing(q, f.shown()) // last: words leave out more people
}

// showing narrows to the groups that the show shows, so that one rule says who that is.
func (l List) showing(q *bun.SelectQuery, show Show) *bun.SelectQuery {
	if show == Everybody {
		return q
	}
	var shown []group
	for _, g := range l.groups {
		if show.Shows(g.like()) {
			shown = append(shown, g)
		}
	}
	if len(shown) == 0 {
		return q.Where("1 = 0")
	}
	return q.WhereGroup(" AND ", func(q *bun.SelectQuery) *bun.SelectQuery {
		for _, g := range shown {
			q = q.WhereOr("t.place = ? AND t.answer = ?", g.Place, g.Answer)
		}
		return q
	})
}

var orders = map[Order][]string{
	ByName:         {"t.name_key", "t.id"},
	ByOrganisation: {"t.organisation_key", "t.name_key", "t.id"},
	ByPlace: {
		"CASE t.place WHEN 'confirmed' THEN 0 WHEN 'waitlisted' THEN 1 ELSE 2 END", "CASE t.place WHEN 'waitlisted' THEN t.ticket ELSE 0 END",
		"t.place", "t.name_key", "t.id",
	},
	byTicket:  {"t.ticket", "t.id"},
	ByAnswer:  {"t.answer", "t.name_key", "t.id"},
	ByArrival: {"t.created_at", "t.id"},
}

// sort puts the query's rows into the order.
func (f Filter) sort(q *bun.SelectQuery) *bun.SelectQuery {
	exprs, ok := orders[f.Order]
	switch {
	case !ok:
		exprs = orders[ByName]
	case f.Order == ByPlace && f.shown() == Waitlisted: // they all have the same: an index has their order
		exprs = orders[byTicket]
	}
	for _, expr := range exprs {
		if f.Desc {
			expr += " DESC"
		}
		q = q.OrderExpr(expr)
	}
	return q
}
