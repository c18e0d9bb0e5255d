package overview

import (
	"context"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/mail"
	"rundertisch/internal/workplan"
)

// Service reads what the overview pages show.
type Service struct {
	db     *database.DB
	clock  clock.Clock
	plan   *workplan.Service
	events *event.Service
	outbox *mail.Service
}

// New returns the service.
func New(db *database.DB, clk clock.Clock, plan *workplan.Service, events *event.Service, outbox *mail.Service) *Service {
	return &Service{db: db, clock: clk, plan: plan, events: events, outbox: outbox}
}

// Board returns the dashboard of the actor's project. It asks five questions: the plan, the evidence that its rules ask
// for, the tasks, the next event and the numbers.
func (s *Service) Board(ctx context.Context, a account.Actor) (Board, error) {
	var b Board
	var err error
	if b.Plan, err = s.plan.Plan(ctx, a); err != nil {
		return b, err
	}
	b.Ahead = ahead(b.Plan)
	if b.Tasks, err = s.plan.Urgent(ctx, a, mineShown, lateShown); err != nil {
		return b, err
	}
	if b.Next, err = s.next(ctx, a); err != nil {
		return b, err
	}
	n, err := s.count(ctx, a)
	b.Mail = n.mail
	b.Steps = []Step{
		{LoadPlan, !b.Plan.Empty()},
		{AddActors, n.actors > 0},
		{SetUpMail, !b.Mail.Held},
		{CreateEvent, n.events > 0},
	}
	return b, err
}

// next finds the event that comes next, published or still a draft, and how full it is; nil without one.
func (s *Service) next(ctx context.Context, a account.Actor) (*Upcoming, error) {
	var row struct {
		event.Event `bun:",extend"`

		Places  int64 `bun:"places,scanonly"`
		Taken   int64 `bun:"taken,scanonly"`
		Waiting int64 `bun:"waiting,scanonly"`
	}
	waiting := s.db.Read().NewSelect().TableExpr("attendances AS t").ColumnExpr("count(*)").
		Where("t.event_id = e.id AND t.place = ?", attendance.Waitlisted)
	err := s.db.Read().NewSelect().Model(&row).ColumnExpr("?TableColumns").
		ColumnExpr("COALESCE(s.capacity, e.capacity) AS places, COALESCE(s.taken, 0) AS taken, (?) AS waiting", waiting).
		Join("LEFT JOIN seats AS s ON s.id = e.id").
		Where("e.workspace_id = ? AND e.project_id = ?", a.WorkspaceID, a.ProjectID).
		Where("e.state IN (?, ?) AND e.ends_at > ?", event.Draft, event.Published, s.clock.Now().UTC()).
		Order("e.starts_at", "e.id").Limit(1).Scan(ctx)
	if err = database.Fault(err); fault.Is(err, fault.NotFound) {
		return nil, nil //nolint:nilnil // no event ahead is an ordinary state
	}
	if err != nil {
		return nil, err
	}
	return &Upcoming{Event: row.Event, Seats: attendance.Seats{Capacity: row.Places, Taken: row.Taken, Waiting: row.Waiting}}, nil
}

// numbers is how much there is in the project and in the workspace's directory; of mail, what somebody must look at.
type numbers struct {
	mail           Mail
	actors, events int
}

func (s *Service) count(ctx context.Context, a account.Actor) (numbers, error) {
	var rows []struct {
		What  string     `bun:"what"`
		State mail.State `bun:"state"`
		N     int        `bun:"n"`
	}
	err := s.db.Read().NewSelect().ColumnExpr("*").TableExpr(`(
		SELECT 'mail' AS what, state, count(*) AS n FROM mail_messages WHERE workspace_id = ?0 AND project_id IN (?1, '')
			AND state IN ('failed', 'withheld', 'bounced') GROUP BY state
		UNION ALL SELECT 'actors', '', count(*) FROM organisations WHERE workspace_id = ?0 AND archived_at IS NULL
		UNION ALL SELECT 'actors', '', count(*) FROM persons WHERE workspace_id = ?0 AND archived_at IS NULL
		UNION ALL SELECT 'events', '', count(*) FROM events WHERE workspace_id = ?0 AND project_id = ?1
		UNION ALL SELECT 'undelivered', '', count(*) FROM mail_messages AS m JOIN attendances AS t ON t.id = m.thread_key JOIN events AS e ON e.id = t.event_id
			WHERE m.workspace_id = ?0 AND m.project_id = ?1 AND m.state IN ('failed', 'withheld', 'bounced') AND (m.state = 'bounced' OR m.state = 'failed' AND m.reason = 'address_disabled')
			AND e.state = 'published' AND e.starts_at > ?2 AND NOT EXISTS (
				SELECT 1 FROM mail_messages AS n WHERE n.thread_key = m.thread_key AND (n.created_at, n.id) > (m.created_at, m.id))) AS numbers`,
		a.WorkspaceID, a.ProjectID, s.clock.Now().UTC()).Scan(ctx, &rows)
	n := numbers{mail: Mail{Held: s.outbox.Held(), Counts: map[mail.State]int{}}}
	for _, row := range rows {
		switch row.What {
		case "mail":
			n.mail.Counts[row.State] = row.N
		case "actors":
			n.actors += row.N
		case "events":
			n.events += row.N
		case "undelivered":
			n.mail.Undelivered = row.N
		}
	}
	return n, database.Fault(err)
}
