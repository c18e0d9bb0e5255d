package invite

import (
	"context"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/audit"
	"rundertisch/internal/database"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
	"rundertisch/internal/mail"
)

const (
	maxText  = 2000 // characters of the personal text
	maxNonce = 64
)

// Order says whom to invite and what to write to them.
type Order struct {
	Choice directory.Choice
	Text   string // personal words of staff, the same for all; may be empty
	Nonce  string // of the form: the same order sent twice is carried out once
}

// Validate checks the form's fields choice and text.
func (o Order) Validate() error {
	var c fault.Checks
	if o.Choice.Empty() {
		c.Add("choice", "invite.choice.empty")
	}
	c.MaxLen("text", o.Text, maxText)
	if o.Nonce == "" || len(o.Nonce) > maxNonce {
		c.Add("nonce", "fault.required")
	}
	return c.Err()
}

// Plan is what an order would do.
type Plan struct {
	Event event.Event
	New   []directory.Person // get an invitation
	Known []directory.Person // were invited before, or registered: get nothing
}

// Batch is one sending.
type Batch struct {
	bun.BaseModel `bun:"table:invite_batches,alias:b"`

	ID           string    `bun:"id,pk"`
	WorkspaceID  string    `bun:"workspace_id"`
	ProjectID    string    `bun:"project_id"`
	EventID      string    `bun:"event_id"`
	Nonce        string    `bun:"nonce"`
	PersonalText string    `bun:"personal_text"`
	Sent         int64     `bun:"sent"`
	Skipped      int64     `bun:"skipped"`
	CreatedAt    time.Time `bun:"created_at"`
}

// Plan works out whom an order reaches.
func (s *Service) Plan(ctx context.Context, actor account.Actor, eventID string, choice directory.Choice) (Plan, error) {
	if err := mayInvite(actor); err != nil {
		return Plan{}, err
	}
	e, err := s.open(ctx, s.db.Read(), actor, eventID)
	if err != nil {
		return Plan{}, err
	}
	return s.plan(ctx, s.db.Read(), e, choice)
}

func (s *Service) plan(ctx context.Context, db bun.IDB, e event.Event, choice directory.Choice) (Plan, error) {
	p := Plan{Event: e}
	people, err := s.directory.Receivers(ctx, db, e.WorkspaceID, choice)
	if err != nil {
		return p, err
	}
	rows, err := attendance.ListIn(ctx, db, e.ID)
	if err != nil {
		return p, err
	}
	known := make(map[string]bool, len(rows))
	for _, row := range rows {
		known[personKey(row.Email, row.Name)] = true
	}
	for _, person := range people {
		key := personKey(person.Email, person.Name())
		if known[key] {
			p.Known = append(p.Known, person)
			continue
		}
		known[key] = true
		p.New = append(p.New, person)
	}
	return p, nil
}

// personKey is what makes two people the same at an event.
func personKey(email, name string) string {
	return account.FoldEmail(email) + "\n" + database.FoldWord(name)
}

// Preview returns the mail the first new receiver of the order would get, with a personal link that leads nowhere. The
// plan says whom the order reaches; without new receivers the mail is empty.
func (s *Service) Preview(ctx context.Context, actor account.Actor, eventID string, order Order) (Plan, mail.Message, error) {
	if err := order.Validate(); err != nil {
		return Plan{}, mail.Message{}, err
	}
	p, err := s.Plan(ctx, actor, eventID, order.Choice)
	if err != nil || len(p.New) == 0 {
		return p, mail.Message{}, err
	}
	d, err := s.announcer.desk(ctx, s.db.Read(), p.Event)
	if err != nil {
		return p, mail.Message{}, err
	}
	guest := guestOf(p.New[0])
	row := attendance.Attendance{
		Name: guest.Name, Email: guest.Email, Lang: guest.Lang, UID: "preview@" + mail.Domain(s.mail.From().Address), Stamp: d.now,
	}
	m := letter{kind: invitation, to: row, fields: invitationFields(order.Text), method: "REQUEST", entry: d.entryOf(row)}
	message, err := d.write(m, d.baseURL+"/a/vorschau")
	return p, message, err
}

func guestOf(p directory.Person) attendance.Guest {
	return attendance.Guest{
		PersonID: p.ID, Name: p.Name(), Email: p.Email, Organisation: p.Organisation, Lang: languageOf(p.Lang),
	}
}

func invitationFields(text string) mail.Fields {
	return mail.Fields{"personal_text": strings.TrimSpace(text)}
}

// Send carries an order out: one mail for each new receiver goes into the outbox, all in one transaction. The same nonce
// again returns the batch it made before.
func (s *Service) Send(ctx context.Context, actor account.Actor, eventID string, order Order) (Batch, error) {
	if err := mayInvite(actor); err != nil {
		return Batch{}, err
	}
	if err := order.Validate(); err != nil {
		return Batch{}, err
	}
	var batch Batch
	err := s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		var err error
		batch, err = s.sendIn(ctx, tx, actor, eventID, order)
		return err
	})
	if fault.Is(err, fault.Conflict) { // the same form at the same time: the other one has done it
		if made, findErr := findBatch(ctx, s.db.Read(), actor, order.Nonce); findErr == nil {
			return made, nil
		}
	}
	if err == nil {
		s.mail.Wake()
	}
	return batch, err
}

func (s *Service) sendIn(ctx context.Context, tx bun.IDB, actor account.Actor, eventID string, order Order) (Batch, error) {
	made, err := findBatch(ctx, tx, actor, order.Nonce)
	if !fault.Is(err, fault.NotFound) {
		return made, err
	}
	e, err := s.open(ctx, tx, actor, eventID)
	if err != nil {
		return Batch{}, err
	}
	p, err := s.plan(ctx, tx, e, order.Choice)
	if err != nil {
		return Batch{}, err
	}
	batch := Batch{
		ID: id.New(), WorkspaceID: e.WorkspaceID, ProjectID: e.ProjectID, EventID: e.ID, Nonce: order.Nonce,
		PersonalText: strings.TrimSpace(order.Text), Sent: int64(len(p.New)), Skipped: int64(len(p.Known)), CreatedAt: s.clock.Now(),
	}
	if _, err := tx.NewInsert().Model(&batch).Exec(ctx); err != nil {
		return batch, database.Fault(err)
	}
	if err := s.inviteAll(ctx, tx, p, batch); err != nil {
		return batch, err
	}
	details := map[string]any{"event": e.ID, "sent": batch.Sent, "skipped": batch.Skipped}
	return batch, audit.Record(ctx, tx, actor.Entry(s.clock.Now(), "invitation.sent", "invite_batch", batch.ID, details))
}

func (s *Service) inviteAll(ctx context.Context, tx bun.IDB, p Plan, batch Batch) error {
	d, err := s.announcer.desk(ctx, tx, p.Event)
	if err != nil {
		return err
	}
	for _, person := range p.New {
		row, _, err := s.attendances.InviteIn(ctx, tx, p.Event.ID, guestOf(person))
		if err != nil {
			return err
		}
		if err := insertThread(ctx, tx, personThread(row, batch.ID, d.now)); err != nil {
			return err
		}
		m := letter{
			kind: invitation, to: row, thread: row.ID, fields: invitationFields(batch.PersonalText),
			method: "REQUEST", entry: d.entryOf(row),
		}
		if err := d.send(ctx, m); err != nil {
			return err
		}
	}
	return nil
}

func findBatch(ctx context.Context, db bun.IDB, actor account.Actor, nonce string) (Batch, error) {
	var b Batch
	err := db.NewSelect().Model(&b).
		Where("b.nonce = ? AND b.workspace_id = ? AND b.project_id = ?", nonce, actor.WorkspaceID, actor.ProjectID).Scan(ctx)
	return b, database.Fault(err)
}
