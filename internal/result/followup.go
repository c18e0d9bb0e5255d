package result

import (
	"context"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
	"rundertisch/internal/workplan"
)

// Subject is what a card can lead to.
type Subject string

// The kinds of things that cards lead to.
const (
	InWords     Subject = "" // words alone
	OfMilestone Subject = "milestone"
	OfTask      Subject = "task"
)

const maxFollowup = 500

// Followup says what became of a card: a milestone or task of the plan that it led to, some words, or both.
type Followup struct {
	bun.BaseModel `bun:"table:result_followups,alias:rf"`

	ID          string    `bun:"id,pk"`
	WorkspaceID string    `bun:"workspace_id"`
	ProjectID   string    `bun:"project_id"`
	CardID      string    `bun:"card_id"`
	SubjectKind Subject   `bun:"subject_kind"`
	SubjectID   string    `bun:"subject_id"`
	Text        string    `bun:"text"` // plain text; may be empty
	CreatedAt   time.Time `bun:"created_at"`

	Title string `bun:"-"` // of the milestone or task; empty when it is not in the plan any more
}

// Story is a card with what became of it.
type Story struct {
	Event     event.Event
	Item      event.ProgrammeItem
	Card      Card
	Followups []Followup // the oldest first
}

// Story returns a card of an event of the project with what became of it.
func (s *Service) Story(ctx context.Context, actor account.Actor, eventID, cardID string) (Story, error) {
	card, err := s.Find(ctx, actor, eventID, cardID)
	if err != nil {
		return Story{}, err
	}
	st, err := storyOf(ctx, s.db.Read(), card)
	if err != nil {
		return st, err
	}
	return st, nameSubjects(ctx, s.db.Read(), actor, st.Followups)
}

// PublicStory returns a card for everybody with what was said about it; it is missing unless the event's cards are public.
// What it led to in the plan is not named: the plan is not public.
func (s *Service) PublicStory(ctx context.Context, e event.Event, cardID string) (Story, error) {
	if !Publishable(e) {
		return Story{}, fault.Missing()
	}
	cards, _, err := listPublic(ctx, s.db.Read(), e.ID)
	if err != nil {
		return Story{}, err
	}
	n := slices.IndexFunc(cards, func(c Card) bool { return c.ID == cardID })
	if n < 0 {
		return Story{}, fault.Missing()
	}
	st, err := storyOf(ctx, s.db.Read(), cards[n])
	st.Followups = slices.DeleteFunc(st.Followups, func(f Followup) bool { return f.Text == "" })
	return st, err
}

func storyOf(ctx context.Context, db bun.IDB, card Card) (Story, error) {
	st := Story{Card: card}
	var err error
	if st.Event, err = event.FindIn(ctx, db, card.EventID); err != nil {
		return st, err
	}
	if st.Item, err = event.FindItemIn(ctx, db, card.EventID, card.ItemID); err != nil {
		return st, err
	}
	st.Followups, err = listFollowups(ctx, db, card.ID)
	return st, err
}

func nameSubjects(ctx context.Context, db bun.IDB, actor account.Actor, all []Followup) error {
	var tasks []string
	for _, f := range all {
		if f.SubjectKind == OfTask {
			tasks = append(tasks, f.SubjectID)
		}
	}
	found, err := workplan.FindTasksIn(ctx, db, actor, tasks)
	if err != nil {
		return err
	}
	for i, f := range all {
		switch f.SubjectKind {
		case OfTask:
			all[i].Title = found[f.SubjectID].Title
		case OfMilestone:
			m, err := workplan.FindMilestoneIn(ctx, db, actor, f.SubjectID)
			if err != nil && !fault.Is(err, fault.NotFound) {
				return err
			}
			if err == nil {
				all[i].Title = m.Number + " " + m.Title
			}
		case InWords:
		}
	}
	return nil
}

// Follow says what became of the card. It is possible at any time after the card was written, also when the event is
// closed. Fields: subject, followup.
func (s *Service) Follow(ctx context.Context, actor account.Actor, eventID, cardID string, kind Subject, subjectID, text string) error {
	if err := mayWrite(actor); err != nil {
		return err
	}
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		e, err := event.FindOfIn(ctx, tx, actor, eventID)
		if err != nil {
			return err
		}
		card, err := findCard(ctx, tx, e.ID, cardID)
		if err != nil {
			return err
		}
		f := Followup{
			ID: id.New(), WorkspaceID: e.WorkspaceID, ProjectID: e.ProjectID, CardID: card.ID,
			SubjectKind: kind, SubjectID: subjectID, Text: plain(text), CreatedAt: s.clock.Now(),
		}
		if err := checkFollowup(ctx, tx, actor, f); err != nil {
			return err
		}
		if _, err := tx.NewInsert().Model(&f).Exec(ctx); err != nil {
			return database.Fault(err)
		}
		return s.record(ctx, tx, actor, "result.followed", card.ID, e.ID)
	})
}

func checkFollowup(ctx context.Context, tx bun.IDB, actor account.Actor, f Followup) error {
	var c fault.Checks
	known := f.SubjectID == ""
	switch f.SubjectKind {
	case OfMilestone:
		_, err := workplan.FindMilestoneIn(ctx, tx, actor, f.SubjectID)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
		known = err == nil
	case OfTask:
		found, err := workplan.FindTasksIn(ctx, tx, actor, []string{f.SubjectID})
		if err != nil {
			return err
		}
		known = found[f.SubjectID].ID != ""
	case InWords:
		c.Require("followup", f.Text)
	default:
		known = false
	}
	if !known {
		c.Add("subject", "fault.choice")
	}
	c.MaxLen("followup", f.Text, maxFollowup)
	return c.Err()
}

func listFollowups(ctx context.Context, db bun.IDB, cardID string) ([]Followup, error) {
	var all []Followup
	err := db.NewSelect().Model(&all).Where("rf.card_id = ?", cardID).Order("rf.id").Scan(ctx)
	return all, database.Fault(err)
}
