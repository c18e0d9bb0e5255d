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

// Order is what a list is sorted by.
type Order string

// The orders of a list. ByPlace puts those with a place first, then the waitlist in its order.
const (
	ByName         Order = "name"
	ByOrganisation Order = "organisation"
	ByPlace        Order = "place"
	ByAnswer       Order = "answer"
	ByArrival      Order = "registered"
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
	Chosen       []string       // only these attendances; everybody when nil

	Order  Order
	Desc   bool
	Page   int // from 1
	Length int // rows on a page, all when 0
}

// narrows reports whether more than Show leaves people out.
func (f Filter) narrows() bool {
	return f.Query != "" || f.Answer != "" || f.Origin != "" || f.Workshop != "" || f.Kind != "" || f.Municipality != "" || f.Noted || f.Chosen != nil
}

// Row is one line of a list.
type Row struct {
	attendance.Attendance `bun:",extend"`

	Kind directory.Kind `bun:"kind,scanonly"` // of the organisation, when the directory knows it
	AGS  string         `bun:"ags,scanonly"`  // key of its municipality

	Workshops []attendance.WorkshopPlace `bun:"-"` // places and waitlists, in the order of the programme
	Position  int                        `bun:"-"` // on the event's waitlist, 0 when not on it
	Notes     []Note                     `bun:"-"` // the latest first
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

// page reads the rows. A first page that is not full has all there are: nothing needs to be counted then.
func (l *List) page(ctx context.Context, tx bun.IDB, filter Filter) (err error) {
	if filter.narrows() && filter.Page <= 1 && filter.Length > 0 {
		l.Rows, err = l.rows(ctx, tx, filter)
		if l.Total = len(l.Rows); err != nil || l.Total < filter.Length {
			return err
		}
		l.Total, err = l.count(ctx, tx, filter)
		return err
	}
	if l.Total, err = l.count(ctx, tx, filter); err != nil {
		return err
	}
	if filter.Length > 0 {
		last := max(1, (l.Total+filter.Length-1)/filter.Length)
		filter.Page = min(max(1, filter.Page), last)
	}
	l.Rows, err = l.rows(ctx, tx, filter)
	return err
}

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
			if show.shows(g.like()) {
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
	n, err := l.apply(tx.NewSelect().TableExpr("attendances AS t"), filter).Count(ctx)
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
	q := l.apply(belonging(tx.NewSelect().Model(&rows).ColumnExpr("t.*"), l.Event.WorkspaceID), filter)
	for _, expr := range filter.order() {
		q = q.OrderExpr(expr)
	}
	if filter.Length > 0 {
		q = q.Limit(int64(filter.Length)).Offset(int64(max(0, filter.Page-1) * filter.Length))
	}
	if err := q.Scan(ctx); err != nil {
		return nil, database.Fault(err)
	}
	if err := l.answered(ctx, tx, rows); err != nil {
		return nil, err
	}
	return rows, l.complete(ctx, tx, rows)
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
	notes, err := notesOf(ctx, tx, all...)
	for i, row := range rows {
		rows[i].Workshops, rows[i].Position, rows[i].Notes = workshops[row.ID], positions[row.ID], notes[row.ID]
	}
	return err
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

// apply leaves out whom the filter does not show.
func (l List) apply(q *bun.SelectQuery, f Filter) *bun.SelectQuery {
	q = q.Where("t.event_id = ?", l.Event.ID)
	for _, pattern := range database.FoldQuery(f.Query) {
		q = q.Where("t.search LIKE ?", pattern)
	}
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
	switch {
	case f.Workshop == NoWorkshop:
		q = q.Where("NOT EXISTS (SELECT 1 FROM workshop_places AS wp WHERE wp.attendance_id = t.id AND wp.state IN (?, ?))", attendance.Confirmed, attendance.Waitlisted)
	case f.Workshop != "":
		q = q.Where("EXISTS (SELECT 1 FROM workshop_places AS wp WHERE wp.attendance_id = t.id AND wp.item_id = ? AND wp.state IN (?, ?))",
			f.Workshop, attendance.Confirmed, attendance.Waitlisted)
	}
	if f.Kind != "" || f.Municipality != "" {
		like := belonging(q.NewSelect().TableExpr("attendances AS t").Column("t.id").Where("t.event_id = ?", l.Event.ID), l.Event.WorkspaceID)
		q = q.Where("t.id IN (SELECT k.id FROM (?) AS k WHERE (? = '' OR k.kind = ?) AND (? = '' OR k.ags = ?))",
			like, f.Kind, f.Kind, f.Municipality, f.Municipality)
	}
	return l.showing(q, f.shown()) // last: words leave out more people
}

// showing narrows to the groups that the show shows, so that one rule says who that is.
func (l List) showing(q *bun.SelectQuery, show Show) *bun.SelectQuery {
	if show == Everybody {
		return q
	}
	return q.WhereGroup(" AND ", func(q *bun.SelectQuery) *bun.SelectQuery {
		q = q.Where("1 = 0")
		for _, g := range l.groups {
			if show.shows(g.like()) {
				q = q.WhereOr("t.place = ? AND t.answer = ?", g.Place, g.Answer)
			}
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
	ByAnswer:  {"t.answer", "t.name_key", "t.id"},
	ByArrival: {"t.created_at", "t.id"},
}

func (f Filter) order() []string {
	exprs, ok := orders[f.Order]
	if !ok {
		exprs = orders[ByName]
	}
	if !f.Desc {
		return exprs
	}
	falling := make([]string, len(exprs))
	for i, expr := range exprs {
		falling[i] = expr + " DESC"
	}
	return falling
}
