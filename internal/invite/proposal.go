package invite

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/audit"
	"rundertisch/internal/database"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
	"rundertisch/internal/mail"
)

// ProposalState says what became of a proposed time.
type ProposalState string

// The states of a proposal.
const (
	Proposed    ProposalState = "open"
	Followed    ProposalState = "followed" // the event is at that time now
	NotFollowed ProposalState = "not_followed"
)

// Proposal is another time that an invited person proposes (RFC 5546, 3.2.7). Nothing changes by it: staff decide.
type Proposal struct {
	bun.BaseModel `bun:"table:invite_proposals,alias:ip"`

	ID           string        `bun:"id,pk"`
	WorkspaceID  string        `bun:"workspace_id"`
	ProjectID    string        `bun:"project_id"`
	EventID      string        `bun:"event_id"`
	AttendanceID string        `bun:"attendance_id"`
	MailID       string        `bun:"mail_id"`
	StartsAt     time.Time     `bun:"starts_at"`
	EndsAt       time.Time     `bun:"ends_at"`
	Place        string        `bun:"place"` // empty when the event's own is meant
	Comment      string        `bun:"comment"`
	State        ProposalState `bun:"state"`
	ReceivedAt   time.Time     `bun:"received_at"`
	DecidedBy    string        `bun:"decided_by"` // name, as it was then
	DecidedAt    *time.Time    `bun:"decided_at"`

	Name string `bun:"name,scanonly"` // of who proposes
}

// keepProposal stores the proposal of a mail that makes one which can be read. Anything else stays a mail to be read.
func (n Incoming) keepProposal(ctx context.Context, tx bun.IDB) error {
	s := n.said
	if n.Reason != Countering || n.AttendanceID == "" || s.AllDay || s.Start.IsZero() || !s.End.After(s.Start) {
		return nil
	}
	p := Proposal{
		ID: id.New(), WorkspaceID: n.WorkspaceID, ProjectID: n.ProjectID, EventID: n.EventID, AttendanceID: n.AttendanceID, MailID: n.ID,
		StartsAt: s.Start.UTC(), EndsAt: s.End.UTC(), Place: capped(s.Location), Comment: n.Comment, State: Proposed, ReceivedAt: n.ReceivedAt,
	}
	_, err := tx.NewInsert().Model(&p).Exec(ctx)
	return database.Fault(err)
}

// Proposals lists the proposals for the event that nobody has decided about, the newest first.
func (s *Service) Proposals(ctx context.Context, actor account.Actor, eventID string) ([]Proposal, error) {
	if err := mayRead(actor); err != nil {
		return nil, err
	}
	if _, err := event.FindOfIn(ctx, s.db.Read(), actor, eventID); err != nil {
		return nil, err
	}
	var all []Proposal
	err := selectProposals(s.db.Read(), &all).Where("ip.event_id = ? AND ip.state = ?", eventID, Proposed).
		Order("ip.received_at DESC", "ip.id DESC").Scan(ctx)
	return all, database.Fault(err)
}

func selectProposals(db bun.IDB, into *[]Proposal) *bun.SelectQuery {
	return db.NewSelect().Model(into).ColumnExpr("ip.*, t.name AS name").Join("JOIN attendances AS t ON t.id = ip.attendance_id")
}

// proposalOfMail returns the proposal that came with the mail, nil when there is none.
func proposalOfMail(ctx context.Context, db bun.IDB, mailID string) (*Proposal, error) {
	var found []Proposal
	err := selectProposals(db, &found).Where("ip.mail_id = ?", mailID).Scan(ctx)
	if err != nil || len(found) == 0 {
		return nil, database.Fault(err)
	}
	return &found[0], nil
}

// NotFollow tells the person that the event stays where it is, with the invitation as it stands, and settles the mail. RFC
// 5546 knows DECLINECOUNTER for it, which hardly any calendar reads; a REQUEST is understood by all.
func (s *Service) NotFollow(ctx context.Context, actor account.Actor, eventID, proposalID string) error {
	if err := mayInvite(actor); err != nil {
		return err
	}
	err := s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		e, err := s.open(ctx, tx, actor, eventID)
		if err != nil {
			return err
		}
		var p Proposal
		if err := tx.NewSelect().Model(&p).Where("ip.id = ? AND ip.event_id = ?", proposalID, e.ID).Scan(ctx); err != nil {
			return database.Fault(err)
		}
		if err := decide(ctx, tx, p.ID, NotFollowed, actor.Name, s.clock.Now()); err != nil {
			return err
		}
		if err := s.tellNotMoved(ctx, tx, e, p); err != nil {
			return err
		}
		n, err := findIncoming(ctx, tx, actor, p.MailID)
		if err != nil {
			return err
		}
		if n.SettledAt == nil {
			return s.SettleIn(ctx, tx, actor, n, NotFollow, p.AttendanceID)
		}
		return audit.Record(ctx, tx, actor.Entry(s.clock.Now(), "reply.settled", "incoming_mail", n.ID, map[string]any{"deed": string(NotFollow)}))
	})
	if err == nil {
		s.mail.Wake()
	}
	return err
}

func (s *Service) tellNotMoved(ctx context.Context, tx bun.IDB, e event.Event, p Proposal) error {
	e, err := s.attendances.HoldIn(ctx, tx, e.ID)
	if err != nil {
		return err
	}
	row, err := attendance.FindIn(ctx, tx, p.AttendanceID)
	if err != nil {
		return err
	}
	d, err := s.announcer.desk(ctx, tx, e)
	if err != nil {
		return err
	}
	l := d.locale(row.Lang)
	starts, ends := p.StartsAt.In(e.Location()), p.EndsAt.In(e.Location())
	m := letter{kind: notMoved, to: row, thread: row.ID, fields: mail.Fields{
		"personal_text": l.T("invite.not_moved", l.LongDay(starts), starts.Format("15:04"), ends.Format("15:04")),
	}}
	thread, err := findThread(ctx, tx, row.UID)
	switch {
	case err != nil:
		return err
	case thread.live():
		return d.request(ctx, m)
	}
	return d.send(ctx, m)
}

// decide notes what became of an open proposal; a Conflict says that it was decided already.
func decide(ctx context.Context, tx bun.IDB, proposalID string, state ProposalState, by string, now time.Time) error {
	open, err := database.Changed(tx.NewUpdate().Model((*Proposal)(nil)).Set("state = ?", state).Set("decided_by = ?", by).
		Set("decided_at = ?", now).Where("id = ? AND state = ?", proposalID, Proposed).Exec(ctx))
	if err == nil && !open {
		err = fault.New(fault.Conflict, "invite.review.settled")
	}
	return err
}

// acceptProposals notes that the event is now where people have proposed it, and that their mails are dealt with.
func acceptProposals(ctx context.Context, tx bun.IDB, e event.Event, now time.Time) error {
	var met []Proposal
	err := tx.NewSelect().Model(&met).Where("ip.event_id = ? AND ip.state = ?", e.ID, Proposed).
		Where("ip.starts_at = ? AND ip.ends_at = ?", e.StartsAt, e.EndsAt).Order("ip.id").Scan(ctx)
	if err != nil {
		return database.Fault(err)
	}
	for _, p := range met {
		if err := decide(ctx, tx, p.ID, Followed, "", now); err != nil {
			return err
		}
		_, err := tx.NewUpdate().Model((*Incoming)(nil)).Set("settled_at = ?", now).Set("settled_how = ?", Follow).Set("settled_with = ?", p.AttendanceID).
			Where("id = ? AND settled_at IS NULL", p.MailID).Exec(ctx)
		if err != nil {
			return database.Fault(err)
		}
	}
	return nil
}
