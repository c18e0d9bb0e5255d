package registration

import (
	"context"
	"slices"
	"strings"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
)

// Share is how many people with a place or on the waitlist have something in common.
type Share struct {
	Key    string // "" for those of whom the directory does not know it
	People int
}

// WorkshopShare is how many people have a place in a workshop, and how many wait for one.
type WorkshopShare struct {
	Item  event.ProgrammeItem
	Seats attendance.Seats
}

// Reach is how far the invitations got.
type Reach struct{ Invited, Answered, Registered, Came int }

// Silent is an invited organisation none of whose people has answered.
type Silent struct {
	Organisation string
	Invited      int
}

// MissingKind is a kind of organisation from which nobody is registered.
type MissingKind struct {
	Kind    directory.Kind
	Known   int // organisations in the directory
	Invited int // organisations of whom somebody is invited
}

// Statistics is who comes to an event and who is missing.
type Statistics struct {
	Event          event.Event
	Came           int     // people who were let in at a door; 0 also where nobody noted it
	Kinds          []Share // by kind of organisation, in the order of directory.Kinds
	KindsCame      []Share // likewise, of those who came
	Municipalities []Share // by key, by name
	Workshops      []WorkshopShare
	People         Reach // of those who were invited
	Organisations  Reach // likewise, as far as people named one: it has answered when one of its people has
	Uninvited      int   // people who registered without an invitation
	Silent         []Silent
	MissingKinds   []MissingKind
	MissingCame    []MissingKind // likewise, from which nobody came; none where nobody noted who came
	MissingPlaces  []string      // keys of the municipalities from which nobody is registered
}

// crowdIn is people of an event who have all in common that figures are made of.
type crowdIn struct {
	Key          string // folded name of the organisation
	Organisation string
	Kind         string
	AGS          string `bun:"ags"`
	Origin       attendance.Origin
	Answer       attendance.Answer
	Place        attendance.Place
	People       int
	Came         int // of them, let in at a door
}

func (c crowdIn) registered() bool {
	return c.Place == attendance.Confirmed || c.Place == attendance.Waitlisted
}

// Statistics counts an event's people.
func (s *Service) Statistics(ctx context.Context, actor account.Actor, eventID string) (Statistics, error) {
	if err := mayRead(actor); err != nil {
		return Statistics{}, err
	}
	var found Statistics
	err := s.db.Snapshot(ctx, func(ctx context.Context, tx bun.IDB) (err error) {
		if found.Event, err = event.FindOfIn(ctx, tx, actor, eventID); err != nil {
			return err
		}
		crowds, err := crowdsIn(ctx, tx, found.Event)
		if err != nil {
			return err
		}
		known, err := knownKinds(ctx, tx, actor.WorkspaceID)
		if err != nil {
			return err
		}
		found.count(crowds, known)
		return found.countWorkshops(ctx, tx)
	})
	return found, err
}

// crowdsIn groups the people first and asks the directory about the groups: there are far fewer of them. Most people of a
// large event registered by themselves; their groups are read from an index alone. Who came is kept by package checkin; of each person one
// check-in counts at most.
func crowdsIn(ctx context.Context, tx bun.IDB, e event.Event) ([]crowdIn, error) {
	var crowds []crowdIn
	const came = "LEFT JOIN checkins AS ci ON ci.attendance_id = t.id AND ci.double_of = '' AND ci.undone_at IS NULL"
	guests := tx.NewSelect().TableExpr("attendances AS t").ColumnExpr("t.organisation_key AS key, '' AS own, t.origin, t.answer, t.place").
		ColumnExpr("min(t.organisation) AS organisation, count(*) AS people, count(ci.id) AS came").Join(came).Where("t.event_id = ? AND t.person_id = ''", e.ID).
		GroupExpr("t.organisation_key, t.origin, t.answer, t.place")
	known := tx.NewSelect().TableExpr("attendances AS t").Join("JOIN persons AS dp ON dp.id = t.person_id").
		ColumnExpr("t.organisation_key AS key, COALESCE(dp.organisation_id, '') AS own, t.origin, t.answer, t.place").
		ColumnExpr("min(t.organisation) AS organisation, count(*) AS people, count(ci.id) AS came").Join(came).Where("t.event_id = ? AND t.person_id > ''", e.ID).
		GroupExpr("t.organisation_key, COALESCE(dp.organisation_id, ''), t.origin, t.answer, t.place")
	err := tx.NewSelect().TableExpr("(? UNION ALL ?) AS g", guests, known).ColumnExpr("g.key, g.organisation, g.origin, g.answer, g.place, g.people, g.came").
		ColumnExpr("COALESCE(po.kind, bo.kind, '') AS kind, COALESCE(po.ags, bo.ags, '') AS ags").
		Join("LEFT JOIN organisations AS po ON po.id = g.own").
		Join("LEFT JOIN (?) AS bn ON bn.name_key = g.key", namesakes(tx, e.WorkspaceID)).Join("LEFT JOIN organisations AS bo ON bo.id = bn.id").
		Scan(ctx, &crowds)
	return crowds, database.Fault(err)
}

// knownKinds counts the organisations of the directory by kind.
func knownKinds(ctx context.Context, tx bun.IDB, workspaceID string) (map[directory.Kind]int, error) {
	var rows []struct {
		Kind   directory.Kind
		Number int
	}
	err := tx.NewSelect().TableExpr("organisations AS o").Column("o.kind").ColumnExpr("count(*) AS number").
		Where("o.workspace_id = ? AND o.archived_at IS NULL", workspaceID).Group("o.kind").Scan(ctx, &rows)
	known := make(map[directory.Kind]int, len(rows))
	for _, row := range rows {
		known[row.Kind] = row.Number
	}
	return known, database.Fault(err)
}

func (s *Statistics) count(crowds []crowdIn, known map[directory.Kind]int) {
	kinds, came, places := map[string]int{}, map[string]int{}, map[string]int{}
	for _, c := range crowds {
		s.Came += c.Came
		came[c.Kind] += c.Came
		if c.registered() {
			kinds[c.Kind] += c.People
			places[c.AGS] += c.People
		}
	}
	asked := s.reach(crowds)
	for _, kind := range directory.Kinds() {
		s.Kinds = appendShare(s.Kinds, string(kind), kinds)
		s.KindsCame = appendShare(s.KindsCame, string(kind), came)
		if s.Came > 0 && came[string(kind)] == 0 && known[kind] > 0 {
			s.MissingCame = append(s.MissingCame, MissingKind{Kind: kind, Known: known[kind], Invited: asked[kind]})
		}
		if kinds[string(kind)] == 0 && known[kind] > 0 {
			s.MissingKinds = append(s.MissingKinds, MissingKind{Kind: kind, Known: known[kind], Invited: asked[kind]})
		}
	}
	for _, m := range directory.Municipalities() {
		s.Municipalities = appendShare(s.Municipalities, m.AGS, places)
		if places[m.AGS] == 0 {
			s.MissingPlaces = append(s.MissingPlaces, m.AGS)
		}
	}
	s.KindsCame = appendShare(s.KindsCame, "", came)
	s.Kinds, s.Municipalities = appendShare(s.Kinds, "", kinds), appendShare(s.Municipalities, "", places)
}

func appendShare(shares []Share, key string, people map[string]int) []Share {
	if people[key] == 0 {
		return shares
	}
	return append(shares, Share{key, people[key]})
}

// reach follows the invitations, and returns how many organisations of each kind have one.
func (s *Statistics) reach(crowds []crowdIn) map[directory.Kind]int {
	type house struct {
		Reach
		name, kind string
	}
	houses := map[string]*house{}
	for _, c := range crowds {
		if c.Origin != attendance.Invited {
			if c.registered() {
				s.Uninvited += c.People
			}
			continue
		}
		one := Reach{Invited: c.People, Came: c.Came}
		if c.Answer != attendance.NeedsAction {
			one.Answered = c.People
		}
		if c.registered() {
			one.Registered = c.People
		}
		s.People.add(one)
		if c.Key == "" {
			continue
		}
		if houses[c.Key] == nil {
			houses[c.Key] = &house{name: c.Organisation, kind: c.Kind}
		}
		houses[c.Key].add(one)
		houses[c.Key].name = min(houses[c.Key].name, c.Organisation) // the same one each time
	}
	asked := map[directory.Kind]int{}
	for _, h := range houses {
		asked[directory.Kind(h.kind)]++
		s.Organisations.add(Reach{1, min(1, h.Answered), min(1, h.Registered), min(1, h.Came)})
		if h.Answered == 0 {
			s.Silent = append(s.Silent, Silent{h.name, h.Invited})
		}
	}
	slices.SortFunc(s.Silent, func(a, b Silent) int {
		return strings.Compare(database.FoldWord(a.Organisation), database.FoldWord(b.Organisation))
	})
	return asked
}

func (r *Reach) add(other Reach) {
	r.Invited += other.Invited
	r.Answered += other.Answered
	r.Registered += other.Registered
	r.Came += other.Came
}

func (s *Statistics) countWorkshops(ctx context.Context, tx bun.IDB) error {
	items, err := event.ListItemsIn(ctx, tx, s.Event.ID)
	if err != nil {
		return err
	}
	seats, err := attendance.Occupancy(ctx, tx, s.Event.ID)
	for _, item := range items {
		if item.Kind == event.WorkshopItem {
			s.Workshops = append(s.Workshops, WorkshopShare{item, seats[item.ID]})
		}
	}
	return err
}
