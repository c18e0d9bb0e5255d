package attendance

import (
	"context"
	"slices"
	"strings"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/date"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/i18n"
)

// Share is how many of an event's places are for one kind of organisation. Only events with ByKind have any.
type Share struct {
	bun.BaseModel `bun:"table:seat_shares,alias:sh"`

	EventID     string         `bun:"event_id,pk"`
	Kind        directory.Kind `bun:"kind,pk"`
	WorkspaceID string         `bun:"workspace_id"`
	Kept        int64          `bun:"kept"`  // places that others do not get while the event keeps places
	Most        int64          `bun:"most"`  // places this kind gets at most; 0: as many as there are
	Taken       int64          `bun:"taken"` // places that people of this kind have or are offered
}

// Free is how many of the kept places nobody has taken yet.
func (s Share) Free() int64 { return max(0, s.Kept-s.Taken) }

// Left is how many places are left of the most that this kind gets.
func (s Share) Left() int64 { return max(0, s.Most-s.Taken) }

// SharesIn lists the event's shares in the order of directory.Kinds.
func SharesIn(ctx context.Context, db bun.IDB, eventID string) ([]Share, error) {
	var shares []Share
	err := db.NewSelect().Model(&shares).Where("sh.event_id = ?", eventID).Scan(ctx)
	slices.SortFunc(shares, func(a, b Share) int {
		return slices.Index(directory.Kinds(), a.Kind) - slices.Index(directory.Kinds(), b.Kind)
	})
	return shares, database.Fault(err)
}

// takePlaces takes n places of the event for people of a kind of organisation, all or none; the conditions stand in the
// statement that takes them. Where the event has shares, what is kept for other kinds stays free, and no kind gets more than
// its most. The event is held by the caller.
func takePlaces(ctx context.Context, tx bun.IDB, of event.Event, kind directory.Kind, n int64) (bool, error) {
	taking := tx.NewUpdate().Model((*seat)(nil)).Set("taken = taken + ?", n).Where("s.id = ?", of.ID)
	if !of.ByKind {
		return database.Changed(taking.Where("(s.capacity = 0 OR s.taken + ? <= s.capacity)", n).Exec(ctx))
	}
	kept := tx.NewSelect().Model((*Share)(nil)).ColumnExpr("COALESCE(sum(sh.kept - sh.taken), 0)").
		Where("sh.event_id = ? AND sh.kind <> ? AND sh.kept > sh.taken", of.ID, kind)
	if !of.Keeping() {
		kept = kept.Where("1 = 0")
	}
	full := tx.NewSelect().Model((*Share)(nil)).ColumnExpr("1").
		Where("sh.event_id = ? AND sh.kind = ? AND sh.most > 0 AND sh.taken + ? > sh.most", of.ID, kind, n)
	taken, err := database.Changed(taking.Where("(s.capacity = 0 OR s.taken + ? + (?) <= s.capacity)", n, kept).Where("NOT EXISTS (?)", full).Exec(ctx))
	if err != nil || !taken {
		return false, err
	}
	_, err = tx.NewUpdate().Model((*Share)(nil)).Set("taken = taken + ?", n).Where("sh.event_id = ? AND sh.kind = ?", of.ID, kind).Exec(ctx)
	return true, database.Fault(err)
}

// freePlace gives back the place that the person has or is offered.
func freePlace(ctx context.Context, tx bun.IDB, row Attendance) error {
	if err := freeSeat(ctx, tx, row.EventID); err != nil || row.Share == "" {
		return err
	}
	_, err := tx.NewUpdate().Model((*Share)(nil)).Set("taken = taken - 1").Where("sh.event_id = ? AND sh.kind = ?", row.EventID, row.Share).Exec(ctx)
	return database.Fault(err)
}

// kindKnown is what the directory knows about the kind of a person's organisation: of the person's own, else of one of the
// same name.
const kindKnown = `COALESCE((SELECT o.kind FROM persons AS p JOIN organisations AS o ON o.id = p.organisation_id WHERE p.id = t.person_id),
	(SELECT o.kind FROM organisations AS o WHERE o.workspace_id = t.workspace_id AND o.archived_at IS NULL AND o.name_key <> '' AND o.name_key = t.organisation_key ORDER BY o.id LIMIT 1), '')`

// kindOf returns the kind of the person's organisation as the directory knows it, "" when it does not.
func kindOf(ctx context.Context, tx bun.IDB, row Attendance) (directory.Kind, error) {
	var kind directory.Kind
	like := tx.NewSelect().ColumnExpr("? AS person_id, ? AS workspace_id, ? AS organisation_key", row.PersonID, row.WorkspaceID, database.FoldWord(row.Organisation))
	err := tx.NewSelect().TableExpr("(?) AS t", like).ColumnExpr(kindKnown).Scan(ctx, &kind)
	return kind, database.Fault(err)
}

// ShareIn makes the shares those of the event, which keeps places or gives them as its row now says, and lets the waitlist
// follow. Kinds with neither kept places nor a most are left out. Whoever is on the list counts for the kind that the directory
// knows, unless the person said another one. Fields: kept_<kind>, most_<kind>.
func (s *Service) ShareIn(ctx context.Context, tx bun.IDB, eventID string, shares []Share) error {
	of, err := s.lockEvent(ctx, tx, eventID)
	if err != nil {
		return err
	}
	_, err = tx.NewDelete().Model((*Share)(nil)).Where("event_id = ?", eventID).Exec(ctx)
	if err != nil || !of.ByKind {
		return errOr(database.Fault(err), func() error { return s.settle(ctx, tx, eventID) })
	}
	_, err = tx.NewUpdate().TableExpr("attendances AS t").Set("share = "+kindKnown).Where("t.event_id = ? AND t.share = ''", eventID).Exec(ctx)
	if err != nil {
		return database.Fault(err)
	}
	_, err = tx.NewUpdate().TableExpr("attendances AS t").Set("share = COALESCE((SELECT gc.share FROM attendances AS gc WHERE gc.id = t.group_id), t.share)").
		Where("t.event_id = ? AND t.group_id <> ''", eventID).Exec(ctx)
	if err != nil {
		return database.Fault(err)
	}
	taken, err := takenByKind(ctx, tx, eventID)
	if err != nil {
		return err
	}
	var c fault.Checks
	for _, share := range shares {
		share.EventID, share.WorkspaceID, share.Taken = of.ID, of.WorkspaceID, taken[share.Kind]
		if share.Most > 0 && share.Taken > share.Most {
			c.Add("most_"+string(share.Kind), "attendance.share.taken", share.Taken)
			continue
		}
		if share.Kept == 0 && share.Most == 0 {
			continue
		}
		if _, err := tx.NewInsert().Model(&share).Exec(ctx); err != nil {
			return database.Fault(err)
		}
	}
	if err := c.Err(); err != nil {
		return err
	}
	if err := keptFits(ctx, tx, of); err != nil {
		return err
	}
	return s.settle(ctx, tx, eventID)
}

// repeatShares gives an event the shares of the one it was made after; nobody has taken any of them yet. Places are kept once staff say
// until when.
func repeatShares(ctx context.Context, tx bun.IDB, model, e event.Event) error {
	if !model.ByKind {
		return nil
	}
	shares, err := SharesIn(ctx, tx, model.ID)
	if err != nil || len(shares) == 0 {
		return err
	}
	for i := range shares {
		shares[i].EventID, shares[i].Taken = e.ID, 0
	}
	_, err = tx.NewInsert().Model(&shares).Exec(ctx)
	return database.Fault(err)
}

func errOr(err error, then func() error) error {
	if err != nil {
		return err
	}
	return then()
}

func takenByKind(ctx context.Context, tx bun.IDB, eventID string) (map[directory.Kind]int64, error) {
	var rows []struct {
		Share directory.Kind
		Taken int64
	}
	err := tx.NewSelect().TableExpr("attendances AS t").Column("t.share").ColumnExpr("count(*) AS taken").
		Where("t.event_id = ? AND (t.place = ? OR t.offered_until IS NOT NULL)", eventID, Confirmed).Group("t.share").Scan(ctx, &rows)
	taken := map[directory.Kind]int64{}
	for _, row := range rows {
		taken[row.Share] = row.Taken
	}
	return taken, database.Fault(err)
}

// keptFits refuses to keep more places than are free: they would be promised to nobody. Fields: kept_<kind>, or capacity where only that
// one has changed.
func keptFits(ctx context.Context, tx bun.IDB, of event.Event) error {
	shares, err := SharesIn(ctx, tx, of.ID)
	if err != nil || !of.Keeping() {
		return err
	}
	var now seat
	if err := tx.NewSelect().Model(&now).Where("s.id = ?", of.ID).Scan(ctx); err != nil {
		return database.Fault(err)
	}
	var c fault.Checks
	free := now.Capacity - now.Taken
	for _, share := range shares {
		switch {
		case share.Kept > 0 && now.Capacity == 0:
			c.Add("kept_"+string(share.Kind), "attendance.share.unlimited")
		case share.Free() > free:
			c.Add("kept_"+string(share.Kind), "attendance.share.too_many", share.Taken+max(0, free))
		}
		free -= share.Free()
	}
	return c.Err()
}

// SettleIn gives free places to those who wait, after the event's row has changed what they may have.
func (s *Service) SettleIn(ctx context.Context, tx bun.IDB, eventID string) error {
	if _, err := s.lockEvent(ctx, tx, eventID); err != nil {
		return err
	}
	return s.settle(ctx, tx, eventID)
}

// Wait is why somebody waits for a place of an event besides that all of them are taken; the zero Wait when there is no other reason.
type Wait struct {
	Kept  []Share // what is kept for others until then
	Until string  // last day (date.Date) on which places are kept
	Most  Share   // of the person's kind, which has all it gets
}

// WaitOfIn returns why the person waits.
func WaitOfIn(ctx context.Context, db bun.IDB, of event.Event, row Attendance) (Wait, error) {
	if !of.ByKind || row.Place != Waitlisted || row.OfferedUntil != nil {
		return Wait{}, nil
	}
	shares, err := SharesIn(ctx, db, of.ID)
	if err != nil {
		return Wait{}, err
	}
	var w Wait
	for _, share := range shares {
		switch {
		case share.Kind == row.Share && share.Most > 0 && share.Left() == 0:
			return Wait{Most: share}, nil
		case share.Kind != row.Share && of.Keeping() && share.Free() > 0:
			w.Kept, w.Until = append(w.Kept, share), of.KeptUntil
		}
	}
	return w, nil
}

// Said says the reason in words; empty when there is none.
func (w Wait) Said(l *i18n.Locale) string {
	switch {
	case w.Most.Kind != "":
		return l.T("attendance.wait.most", l.T("directory.kind."+string(w.Most.Kind)), w.Most.Most)
	case len(w.Kept) > 0:
		var kinds []string
		for _, share := range w.Kept {
			kinds = append(kinds, l.T("directory.kind."+string(share.Kind)))
		}
		return l.T("attendance.wait.kept", l.Day(date.Date(w.Until).Time()), strings.Join(kinds, ", "))
	}
	return ""
}
