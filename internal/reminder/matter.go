package reminder

import (
	"context"
	"time"

	"rundertisch/internal/account"
	"rundertisch/internal/date"
	"rundertisch/internal/workplan"
)

// matter is something with a deadline that is not done.
type matter struct {
	workspaceID string
	project     account.Project
	subject     Subject
	title       string
	path        string // of its page below the project
	due         date.Date
	since       date.Date // the day on which it was added
	ladder      Ladder
	assigneeID  string // a user's
	personID    string // or of a person of the directory
	deputyID    string
}

// dueMatters lists what one project may have to remind of on a day after the first and not after the second.
func (s *Service) dueMatters(ctx context.Context, project account.Project, after, until date.Date) ([]matter, error) {
	return s.matters(ctx, project, func(actor account.Actor, ladders ladders) ([]workplan.Task, error) {
		behind, ahead := ladders.reach()
		return workplan.ListDueIn(ctx, s.db.Read(), actor, after.AddDays(-behind), until.AddDays(ahead))
	})
}

// openMatters lists all of one project that is not done, with a deadline or without.
func (s *Service) openMatters(ctx context.Context, project account.Project) ([]matter, error) {
	return s.matters(ctx, project, func(actor account.Actor, _ ladders) ([]workplan.Task, error) {
		return s.plan.OpenTasks(ctx, actor)
	})
}

func (s *Service) matters(ctx context.Context, project account.Project, find func(account.Actor, ladders) ([]workplan.Task, error)) ([]matter, error) {
	actor := account.Program(project.WorkspaceID, project.ID)
	ladders, err := laddersOf(ctx, s.db.Read(), project)
	if err != nil {
		return nil, err
	}
	plan, err := s.plan.Plan(ctx, actor)
	if err != nil {
		return nil, err
	}
	var all []matter
	numbers := map[string]string{}
	for _, m := range plan.Milestones() {
		numbers[m.ID] = m.Number
		if m.Complete() || m.DueOn == "" {
			continue
		}
		one := s.matter(project, Subject{Milestone, m.ID}, m.CreatedAt, m.Deadline(), ladders)
		one.title, one.path, one.assigneeID, one.deputyID = m.Number+" "+m.Title, "/milestones/"+m.ID, m.LeadID, m.DeputyID
		all = append(all, one)
	}
	tasks, err := find(actor, ladders)
	for _, t := range tasks {
		one := s.matter(project, Subject{Task, t.ID}, t.CreatedAt, t.DueOn, ladders)
		one.title, one.path = numbers[t.MilestoneID]+" – "+t.Title, "/tasks/"+t.ID
		one.assigneeID, one.personID, one.deputyID = t.AssigneeID, t.PersonID, t.DeputyID
		all = append(all, one)
	}
	return all, err
}

func (s *Service) matter(project account.Project, of Subject, added time.Time, due date.Date, ladders ladders) matter {
	return matter{
		workspaceID: project.WorkspaceID, project: project, subject: of, due: due, since: date.Of(added.In(s.zone)), ladder: ladders.of(of),
	}
}

// rungs are those of the matter that fall on a day after the first and not after the second.
func (m matter) rungs(after, until date.Date) []int {
	return m.ladder.between(m.due, max(after, m.since.AddDays(-1)), until)
}

// ladders are a project's ladder and those of single things.
type ladders struct {
	project Ladder
	own     map[Subject]Ladder
}

func (l ladders) of(subject Subject) Ladder {
	if own, ok := l.own[subject]; ok {
		return own
	}
	return l.project
}

// reach is the farthest that any of the ladders goes.
func (l ladders) reach() (behind, ahead int) {
	behind, ahead = l.project.reach()
	for _, own := range l.own {
		b, a := own.reach()
		behind, ahead = max(behind, b), max(ahead, a)
	}
	return behind, ahead
}
