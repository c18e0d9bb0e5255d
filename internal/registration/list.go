package registration

import (
	"context"
	"slices"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
	"rundertisch/internal/form"
)

// NoWorkshop filters for people without a place in any workshop.
const NoWorkshop = "none"

// AnyGroup filters for people who were registered together.
const AnyGroup = "any"

// Order is what a list is sorted by.
type Order string

// The orders of a list. ByPlace puts those with a place first, then the waitlist in its order.
const (
	ByName         Order = "name"
	ByOrganisation Order = "organisation"
	ByPlace        Order = "place"
	ByAnswer       Order = "answer"
	ByArrival      Order = "registered"
	byTicket       Order = "ticket"
)

// Filter narrows, sorts and cuts a list.
type Filter struct {
	Show         Show   // Attending when empty
	Query        string // words in name, address or organisation; all must be found
	Answer       attendance.Answer
	Origin       attendance.Origin
	Workshop     string         // with a place of it or of its waitlist, or NoWorkshop
	Kind         directory.Kind // of an organisation that the directory knows
	Municipality string         // its key
	Noted        bool           // only people about whom staff noted something
	Group        string         // registered together: the contact's attendance, or AnyGroup
	Chosen       []string       // only these attendances; everybody when nil

	Order  Order
	Desc   bool
	Page   int // from 1
	Length int // rows on a page, all when 0
}

// narrows reports whether more than Show leaves people out.
func (f Filter) narrows() bool {
	return f.Query != "" || f.Answer != "" || f.Origin != "" || f.Workshop != "" || f.Kind != "" || f.Municipality != "" || f.Noted || f.Group != "" || f.Chosen != nil
}

// belongs reports whether the filter asks for what the directory knows of organisations.
func (f Filter) belongs() bool { return f.Kind != "" || f.Municipality != "" }

// Row is one line of a list.
type Row struct {
	attendance.Attendance `bun:",extend"`

	Kind directory.Kind `bun:"kind,scanonly"` // of the organisation, when the directory knows it
	AGS  string         `bun:"ags,scanonly"`  // key of its municipality

	Found int `bun:"found,scanonly"` // how many people the filter shows on all pages, when it asks for kind or municipality

	Workshops []attendance.WorkshopPlace `bun:"-"` // places and waitlists, in the order of the programme
	Position  int                        `bun:"-"` // on the event's waitlist, 0 when not on it
	Notes     []Note                     `bun:"-"` // the latest first
	Contact   string                     `bun:"-"` // who registered the group, empty for those who came alone
	Answers   map[string]string          `bun:"-"` // to the event's own questions, by field
}

// Municipality is the name of the organisation's municipality, "" when unknown.
func (r Row) Municipality() string { return directory.MunicipalityName(r.AGS) }

// List is a page of the registrations of an event.
type List struct {
	Event   event.Event
	Items   []event.ProgrammeItem
	Seats   map[string]attendance.Seats
	Numbers map[Show]int // how many people each of them shows, before the filter's other fields
	Rows    []Row
	Total   int          // on all pages
	Fields  []form.Field // of the event's own form, also those that only keep answers

	groups []group
}

// group is how many people have the same place and answer.
type group struct {
	Place  attendance.Place
	Answer attendance.Answer
	People int
}

// List returns a page of the people of an event.
func (s *Service) List(ctx context.Context, actor account.Actor, eventID string, filter Filter) (List, error) {
	if err := mayRead(actor); err != nil {
		return List{}, err
	}
	var list List
	err := s.db.Snapshot(ctx, func(ctx context.Context, tx bun.IDB) (err error) {
		if list, err = headIn(ctx, tx, actor, eventID); err != nil {
			return err
		}
		return list.page(ctx, tx, filter)
	})
	return list, err
}

// page reads the rows; the page behind the last one is the last one. A first page that is not full has all there are: nothing needs to be
// counted then, nor where they were counted while they were found.
func (l *List) page(ctx context.Context, tx bun.IDB, filter Filter) (err error) {
	filter.Page = max(1, filter.Page)
	if !filter.narrows() && filter.Length > 0 {
		l.Total = l.Numbers[filter.shown()]
		filter.Page = min(filter.Page, filter.last(l.Total))
	}
	if l.Rows, err = l.rows(ctx, tx, filter); err != nil {
		return err
	}
	switch n := len(l.Rows); {
	case filter.Length == 0, filter.Page == 1 && n < filter.Length:
		l.Total = n
		return nil
	case !filter.narrows():
		return nil
	case n > 0 && filter.belongs():
		l.Total = l.Rows[0].Found
		return nil
	}
	if l.Total, err = l.count(ctx, tx, filter); err != nil || len(l.Rows) > 0 {
		return err
	}
	filter.Page = filter.last(l.Total)
	l.Rows, err = l.rows(ctx, tx, filter)
	return err
}

// last is the last page of so many people.
func (f Filter) last(people int) int { return max(1, (people+f.Length-1)/f.Length) }

// headIn reads what stands above the rows.
func headIn(ctx context.Context, tx bun.IDB, actor account.Actor, eventID string) (List, error) {
	list := List{Numbers: map[Show]int{}}
	var err error
	if list.Event, err = event.FindOfIn(ctx, tx, actor, eventID); err != nil {
		return list, err
	}
	if list.Items, err = event.ListItemsIn(ctx, tx, eventID); err != nil {
		return list, err
	}
	if list.Seats, err = attendance.Occupancy(ctx, tx, eventID); err != nil {
		return list, err
	}
	if list.Event.FormVersion > 0 {
		if list.Fields, err = form.FieldsIn(ctx, tx, eventID); err != nil {
			return list, err
		}
	}
	err = tx.NewSelect().TableExpr("attendances AS t").Column("t.place", "t.answer").ColumnExpr("count(*) AS people").
		Where("t.event_id = ?", eventID).Group("t.place", "t.answer").Scan(ctx, &list.groups)
	for _, g := range list.groups {
		for _, show := range Shows() {
			if show.Shows(g.like()) {
				list.Numbers[show] += g.People
			}
		}
	}
	return list, database.Fault(err)
}

func (g group) like() attendance.Attendance {
	return attendance.Attendance{Place: g.Place, Answer: g.Answer}
}

func (l List) count(ctx context.Context, tx bun.IDB, filter Filter) (int, error) {
	if !filter.narrows() {
		return l.Numbers[filter.shown()], nil
	}
	n, err := l.apply(l.people(tx, filter), filter).Count(ctx)
	return int(n), database.Fault(err)
}

func (f Filter) shown() Show {
	if !slices.Contains(Shows(), f.Show) {
		return Attending
	}
	return f.Show
}

// rows reads a page of the list with what belongs to each row.
func (l List) rows(ctx context.Context, tx bun.IDB, filter Filter) ([]Row, error) {
	var rows []Row
	q := belonging(tx.NewSelect().Model(&rows).ColumnExpr("t.*, page.found").Join("JOIN (?) AS page ON page.id = t.id", l.cut(tx, filter)), l.Event.WorkspaceID)
	if err := filter.sort(q).Scan(ctx); err != nil {
		return nil, database.Fault(err)
	}
	if err := l.answered(ctx, tx, rows); err != nil {
		return nil, err
	}
	return rows, l.complete(ctx, tx, rows)
}

// cut is who stands on the page. It is found by indexes alone, whatever the order and however deep the page lies; only its rows are
// looked up and joined with the directory.
func (l List) cut(tx bun.IDB, filter Filter) *bun.SelectQuery {
	found := "0"
	if filter.belongs() {
		found = "count(*) OVER ()"
	}
	q := filter.sort(l.apply(l.people(tx, filter).Column("t.id").ColumnExpr(found+" AS found"), filter))
	if filter.Length == 0 {
		return q
	}
	return q.Limit(int64(filter.Length)).Offset(int64((filter.Page - 1) * filter.Length))
}

// complete adds workshops, positions and notes.
func (l List) complete(ctx context.Context, tx bun.IDB, rows []Row) error {
	var all, waiting []string
	for _, row := range rows {
		all = append(all, row.ID)
		if row.Place == attendance.Waitlisted {
			waiting = append(waiting, row.ID)
		}
	}
	workshops, err := attendance.WorkshopsOfIn(ctx, tx, all...)
	if err != nil {
		return err
	}
	positions, err := attendance.PositionsIn(ctx, tx, l.Event.ID, waiting...)
	if err != nil {
		return err
	}
	if err := contacts(ctx, tx, rows); err != nil {
		return err
	}
	notes, err := notesOf(ctx, tx, all...)
	for i, row := range rows {
		rows[i].Workshops, rows[i].Position, rows[i].Notes = workshops[row.ID], positions[row.ID], notes[row.ID]
	}
	return err
}

// contacts names who registered the groups of the rows; a page without groups costs no query.
func contacts(ctx context.Context, tx bun.IDB, rows []Row) error {
	var ids []string
	for _, row := range rows {
		if row.GroupID != "" {
			ids = append(ids, row.GroupID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	var known []attendance.Attendance
	if err := tx.NewSelect().Model(&known).Column("t.id", "t.name").Where("t.id IN (?)", bun.List(ids)).Scan(ctx); err != nil {
		return database.Fault(err)
	}
	names := map[string]string{}
	for _, one := range known {
		names[one.ID] = one.Name
	}
	for i := range rows {
		rows[i].Contact = names[rows[i].GroupID]
	}
	return nil
}

// belonging adds what the directory knows of the people's organisations: of the person's own, else of one of the same name.
func belonging(q *bun.SelectQuery, workspaceID string) *bun.SelectQuery {
	return q.ColumnExpr("COALESCE(po.kind, bo.kind, '') AS kind, COALESCE(po.ags, bo.ags, '') AS ags").
		Join("LEFT JOIN persons AS dp ON dp.id = t.person_id").Join("LEFT JOIN organisations AS po ON po.id = dp.organisation_id").
		Join("LEFT JOIN (?) AS bn ON bn.name_key = t.organisation_key", namesakes(q, workspaceID)).Join("LEFT JOIN organisations AS bo ON bo.id = bn.id")
}

// namesakes is one organisation of the directory for each folded name.
func namesakes(db interface{ NewSelect() *bun.SelectQuery }, workspaceID string) *bun.SelectQuery {
	return db.NewSelect().TableExpr("organisations AS o").Column("o.name_key").ColumnExpr("min(o.id) AS id").
		Where("o.workspace_id = ? AND o.archived_at IS NULL", workspaceID).Group("o.name_key")
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
		return db.NewSelect().TableExpr("attendances AS k").ColumnExpr("k.*").Where("k.event_id = ?", l.Event.ID)
	}
	guests := those().Where("k.person_id = '' AND k.organisation_key IN (?)", names)
	known := suits(those().Join("JOIN persons AS dp ON dp.id = k.person_id").Join("JOIN organisations AS po ON po.id = dp.organisation_id").
		Where("k.person_id > ''"), "po")
	unbound := those().Where("k.person_id > '' AND k.organisation_key IN (?)", names).
		Where("NOT EXISTS (SELECT 1 FROM persons AS dp WHERE dp.id = k.person_id AND dp.organisation_id IS NOT NULL)")
	return db.NewSelect().TableExpr("(? UNION ALL ? UNION ALL ?) AS t", guests, known, unbound)
}

// apply leaves out whom the filter does not show.
func (l List) apply(q *bun.SelectQuery, f Filter) *bun.SelectQuery {
	q = q.Where("t.event_id = ?", l.Event.ID)
	q = database.Holding(q, "t.search", f.Query)
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
	byTicket:  {"t.ticket", "t.name_key", "t.id"},
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
