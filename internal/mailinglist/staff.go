package mailinglist

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/audit"
	"rundertisch/internal/database"
	"rundertisch/internal/fault"
	"rundertisch/internal/mail"
)

// PageLength is the number of rows on a page of the members.
const PageLength = 50

// Order is what the members are sorted by.
type Order string

// The orders of the members.
const (
	BySince Order = "since"
	ByName  Order = "name"
	ByState Order = "state"
)

// Filter narrows and sorts the members of a list.
type Filter struct {
	Text  string // search words; all must be found
	State State
	Order Order
	Desc  bool
	Page  int  // from 1
	All   bool // without pages
}

// Members lists who is on a list of the actor's project, and how many they are on all pages.
func (s *Service) Members(ctx context.Context, a account.Actor, listID string, f Filter) ([]Member, int, error) {
	if err := mayRead(a); err != nil {
		return nil, 0, err
	}
	db := s.db.Read()
	var rows []Member
	q := f.apply(db.NewSelect().Model(&rows).ColumnExpr("mm.*").ColumnExpr("mc.first_seen_at AS consent_at").
		Join("LEFT JOIN mailing_list_consents AS mc ON mc.list_id = mm.list_id AND mc.hash = mm.consent_hash").
		Where("mm.list_id = ? AND mm.workspace_id = ? AND mm.project_id = ?", listID, a.WorkspaceID, a.ProjectID))
	total, err := q.Count(ctx)
	if err != nil {
		return nil, 0, database.Fault(err)
	}
	if !f.All {
		last := max(1, (int(total)+PageLength-1)/PageLength)
		q = q.Limit(PageLength).Offset(int64(min(max(1, f.Page), last)-1) * PageLength)
	}
	err = q.OrderExpr(f.order()).Scan(ctx)
	return rows, int(total), database.Fault(err)
}

func (f Filter) apply(q *bun.SelectQuery) *bun.SelectQuery {
	if f.State != "" {
		q = q.Where("mm.state = ?", f.State)
	}
	for _, pattern := range database.FoldQuery(f.Text) {
		q = q.Where("mm.search LIKE ?", pattern)
	}
	return q
}

func (f Filter) order() string {
	column := "COALESCE(mm.left_at, mm.confirmed_at, mm.asked_at)"
	switch f.Order {
	case ByName:
		column = "mm.search"
	case ByState:
		column = "mm.state"
	case BySince:
	}
	if f.Desc {
		column += " DESC"
	}
	return column + ", mm.search, mm.id"
}

// Member returns one of them.
func (s *Service) Member(ctx context.Context, a account.Actor, listID, memberID string) (Member, error) {
	if err := mayRead(a); err != nil {
		return Member{}, err
	}
	return findMember(ctx, s.db.Read(), a, listID, memberID)
}

// Standing is a list with where an address stands at it.
type Standing struct {
	List   List
	Member Member
}

// OfAddress lists the lists of the actor's project that the address is on.
func (s *Service) OfAddress(ctx context.Context, a account.Actor, address string) ([]Standing, error) {
	lists, err := s.Lists(ctx, a)
	if err != nil || address == "" {
		return nil, err
	}
	var rows []Member
	err = s.db.Read().NewSelect().Model(&rows).
		Where("mm.workspace_id = ? AND mm.project_id = ? AND mm.email_key = ?", a.WorkspaceID, a.ProjectID, mail.Key(address)).Scan(ctx)
	var on []Standing
	for _, l := range lists {
		for _, m := range rows {
			if m.ListID == l.ID {
				on = append(on, Standing{l, m})
			}
		}
	}
	return on, database.Fault(err)
}

// Ask suggests somebody, who is asked by mail and gets nothing else before they confirm. Faults: Invalid at name and email;
// Conflict when the list is closed.
func (s *Service) Ask(ctx context.Context, a account.Actor, listID string, w Wish) (Outcome, error) {
	if err := mayKeep(a); err != nil {
		return "", err
	}
	if err := w.clean(); err != nil {
		return "", err
	}
	var outcome Outcome
	err := s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		l, err := findList(ctx, tx, a, listID)
		if err != nil {
			return err
		}
		if !l.Open() {
			return fault.New(fault.Conflict, "mailinglist.fault.closed")
		}
		m := w.pending(l, s.clock.Now())
		m.Source, m.AskedBy = Staff, a.Name
		if outcome, err = s.askIn(ctx, tx, l, m); err != nil || outcome != Asked {
			return err
		}
		return audit.Record(ctx, tx, listEntry(a, s.clock.Now(), "mailing_list.member_asked", l.ID))
	})
	if err == nil {
		s.outbox.Wake()
	}
	return outcome, err
}

// Remove takes somebody off a list, at once and without a trace of who it was: it is done when a person asks for it.
func (s *Service) Remove(ctx context.Context, a account.Actor, listID, memberID string) error {
	if err := mayKeep(a); err != nil {
		return err
	}
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		m, err := findMember(ctx, tx, a, listID, memberID)
		if err != nil {
			return err
		}
		if err := s.forget(ctx, tx, m); err != nil {
			return err
		}
		return audit.Record(ctx, tx, listEntry(a, s.clock.Now(), "mailing_list.member_removed", listID))
	})
}
