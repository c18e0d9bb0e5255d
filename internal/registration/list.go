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
	list.groups, err = groupsIn(ctx, tx, eventID)
	for _, g := range list.groups {
		for _, show := range Shows() {
			if show.Shows(g.like()) {
				list.Numbers[show] += g.People
			}
		}
	}
	return list, err
}

// groupsIn counts the people of each group. A range of an index is counted for each that there may be: that takes half as long as to go
// through everybody and compare.
func groupsIn(ctx context.Context, tx bun.IDB, eventID string) ([]group, error) {
	var groups []group
	err := tx.NewSelect().With("places", column(tx, attendance.Places())).With("answers", column(tx, attendance.Answers())).
		TableExpr("places AS p").Join("CROSS JOIN answers AS a").ColumnExpr("p.value AS place, a.value AS answer").
		ColumnExpr("(SELECT count(*) FROM attendances AS t WHERE t.event_id = ? AND t.place = p.value AND t.answer = a.value) AS people", eventID).Scan(ctx, &groups)
	return groups, database.Fault(err)
}

// column is a table of one column, value.
func column[T ~string](tx bun.IDB, values []T) *bun.SelectQuery {
	var q *bun.SelectQuery
	for _, value := range values {
		one := tx.NewSelect().ColumnExpr("CAST(? AS text) AS value", string(value))
		if q == nil {
			q = one
			continue
		}
		q = q.UnionAll(one)
	}
	return q
}

func (g group) like() attendance.Attendance {
	return attendance.Attendance{Place: g.Place, Answer: g.Answer}
}

func (l List) count(ctx context.Context, tx bun.IDB, filter Filter) (int, error) {
	if !filter.narrows() {
		return l.Numbers[filter.shown()], nil
	}
	if rest := filter.without(); filter.Workshop == NoWorkshop && !rest.narrows() { // those with one are fewer, and all are counted already
		n, err := l.withWorkshop(ctx, tx, filter.shown())
		return l.Numbers[filter.shown()] - n, err
	}
	n, err := l.apply(l.people(tx, filter), filter).Count(ctx)
	return int(n), database.Fault(err)
}

// without is the filter that asks for no workshop.
func (f Filter) without() Filter { f.Workshop = ""; return f }

// withWorkshop counts those of the show who have a place in a workshop or wait for one.
func (l List) withWorkshop(ctx context.Context, tx bun.IDB, show Show) (n int, err error) {
	q := tx.NewSelect().TableExpr("workshop_places AS wp").Join("JOIN attendances AS t ON t.id = wp.attendance_id").ColumnExpr("count(DISTINCT t.id)").
		Where("wp.event_id = ? AND wp.state IN (?, ?)", l.Event.ID, attendance.Confirmed, attendance.Waitlisted)
	err = l.showing(q, show).Scan(ctx, &n)
	return n, database.Fault(err)
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
