package workplan

import (
	"context"
	"maps"
	"slices"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/date"
)

// at limits a query to the actor's project, so that foreign IDs are simply not there.
func at(a account.Actor) func(*bun.SelectQuery) *bun.SelectQuery {
	return func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where("?TableAlias.workspace_id = ?", a.WorkspaceID).Where("?TableAlias.project_id = ?", a.ProjectID)
	}
}

func listGoals(ctx context.Context, db bun.IDB, a account.Actor) ([]Goal, error) {
	var goals []Goal
	if err := db.NewSelect().Model(&goals).Apply(at(a)).Scan(ctx); err != nil {
		return nil, database.Fault(err)
	}
	slices.SortFunc(goals, func(x, y Goal) int { return compareNumbers(x.Number, y.Number) })
	return goals, nil
}

func listMilestones(ctx context.Context, db bun.IDB, a account.Actor) ([]Milestone, error) {
	var milestones []Milestone
	if err := db.NewSelect().Model(&milestones).Apply(at(a)).Scan(ctx); err != nil {
		return nil, database.Fault(err)
	}
	slices.SortFunc(milestones, func(x, y Milestone) int { return compareNumbers(x.Number, y.Number) })
	return milestones, nil
}

func findGoal(ctx context.Context, db bun.IDB, a account.Actor, goalID string) (Goal, error) {
	var g Goal
	err := db.NewSelect().Model(&g).Apply(at(a)).Where("g.id = ?", goalID).Scan(ctx)
	return g, database.Fault(err)
}

func findMilestone(ctx context.Context, db bun.IDB, a account.Actor, milestoneID string) (Milestone, error) {
	var m Milestone
	err := db.NewSelect().Model(&m).
		ColumnExpr("m.*, COALESCE(u.name, '') AS declarer, COALESCE(l.name, '') AS lead, COALESCE(d.name, '') AS deputy").
		Join("LEFT JOIN users AS u ON u.id = m.declared_by").
		Join("LEFT JOIN users AS l ON l.id = m.lead_id").Join("LEFT JOIN users AS d ON d.id = m.deputy_id").Apply(at(a)).Where("m.id = ?", milestoneID).Scan(ctx)
	return m, database.Fault(err)
}

func findTask(ctx context.Context, db bun.IDB, a account.Actor, taskID string) (Task, error) {
	var t Task
	err := tasksWithAssignee(db, a, &t).Where("t.id = ?", taskID).Scan(ctx)
	return t, database.Fault(err)
}

// listTasks lists the tasks of one milestone, or of the project when milestoneID is empty: unfinished ones first,
// then by due date; those without one come last.
func listTasks(ctx context.Context, db bun.IDB, a account.Actor, milestoneID string) ([]Task, error) {
	var tasks []Task
	q := tasksWithAssignee(db, a, &tasks)
	if milestoneID != "" {
		q = q.Where("t.milestone_id = ?", milestoneID)
	}
	err := q.OrderExpr(mostUrgent).Scan(ctx)
	return tasks, database.Fault(err)
}

// deputisedBy lists the project's tasks that are not done and in which the user stands in.
func deputisedBy(ctx context.Context, db bun.IDB, a account.Actor, userID string) ([]Task, error) {
	var tasks []Task
	err := db.NewSelect().Model(&tasks).Apply(at(a)).Where("t.deputy_id = ? AND t.state <> ?", userID, TaskDone).Order("t.id").Scan(ctx)
	return tasks, database.Fault(err)
}

func tasksOf(ctx context.Context, db bun.IDB, workspaceID, userID, projectID string) ([]Task, error) {
	var tasks []Task
	q := db.NewSelect().Model(&tasks).Where("t.workspace_id = ? AND t.assignee_id = ? AND t.state <> ?", workspaceID, userID, TaskDone)
	if projectID != "" {
		q = q.Where("t.project_id = ?", projectID)
	}
	err := q.OrderExpr("CASE WHEN t.due_on = '' THEN 1 ELSE 0 END, t.due_on, t.id").Scan(ctx)
	return tasks, database.Fault(err)
}

// personName is what directory.Person.Name returns.
const personName = "trim(p.title || CASE WHEN p.title <> '' THEN ' ' ELSE '' END || p.given || CASE WHEN p.given <> '' THEN ' ' ELSE '' END || p.family)"

func tasksWithAssignee(db bun.IDB, a account.Actor, model any) *bun.SelectQuery {
	return db.NewSelect().Model(model).ColumnExpr("t.*, COALESCE(u.name, " + personName + ", '') AS assignee, COALESCE(d.name, '') AS deputy").
		Join("LEFT JOIN users AS u ON u.id = t.assignee_id").
		Join("LEFT JOIN persons AS p ON p.id = t.person_id AND p.workspace_id = t.workspace_id").
		Join("LEFT JOIN users AS d ON d.id = t.deputy_id").Apply(at(a))
}

// planRow is a goal with one of its milestones and how many tasks of it are in which state; a goal without milestones has
// one row.
type planRow struct {
	Goal `bun:",extend"`

	Milestone *Milestone `bun:"rel:has-one,join:id=goal_id"`
	Open      int        `bun:"open,scanonly"`
	InWork    int        `bun:"in_work,scanonly"`
	Done      int        `bun:"done,scanonly"`
	DoneOn    date.Date  `bun:"done_on,scanonly"`
}

// listPlan reads goals and milestones, both by number, and counts the tasks by milestone.
func listPlan(ctx context.Context, db bun.IDB, a account.Actor) ([]Goal, []Milestone, map[string]Counts, error) {
	tasks := db.NewSelect().Model((*Task)(nil)).ColumnExpr("t.milestone_id, max(t.done_on) AS done_on").Apply(at(a)).Group("t.milestone_id")
	for _, state := range TaskStates() {
		tasks = tasks.ColumnExpr("count(CASE WHEN t.state = ? THEN 1 END) AS ?", state, bun.Ident(state))
	}
	var rows []planRow
	counted := bun.NewWithQuery("c", tasks).Materialized() // once, not for each milestone
	err := db.NewSelect().Model(&rows).WithQuery(counted).ColumnExpr("?TableColumns").Relation("Milestone").
		Join("LEFT JOIN c ON c.milestone_id = milestone.id").ColumnExpr("c.open, c.in_work, c.done, c.done_on").
		Apply(at(a)).Scan(ctx)
	if err != nil {
		return nil, nil, nil, database.Fault(err)
	}
	goals, milestones, counts := map[string]Goal{}, []Milestone{}, map[string]Counts{}
	for _, row := range rows {
		goals[row.Goal.ID] = row.Goal
		if row.Milestone != nil {
			milestones = append(milestones, *row.Milestone)
			counts[row.Milestone.ID] = Counts{Open: row.Open, InWork: row.InWork, Done: row.Done, DoneOn: row.DoneOn}
		}
	}
	slices.SortFunc(milestones, func(x, y Milestone) int { return compareNumbers(x.Number, y.Number) })
	return slices.SortedFunc(maps.Values(goals), func(x, y Goal) int { return compareNumbers(x.Number, y.Number) }), milestones, counts, nil
}

// ListMilestonesIn lists the milestones of the actor's project by number.
func ListMilestonesIn(ctx context.Context, db bun.IDB, a account.Actor) ([]Milestone, error) {
	return listMilestones(ctx, db, a)
}

// ListTasksIn lists the tasks of the actor's project, the most urgent first.
func ListTasksIn(ctx context.Context, db bun.IDB, a account.Actor) ([]Task, error) {
	return listTasks(ctx, db, a, "")
}

// ListConcernsIn lists the tasks of the actor's project that lie with the user or in which the user stands in, done ones too.
func ListConcernsIn(ctx context.Context, db bun.IDB, a account.Actor, userID string) ([]Task, error) {
	var tasks []Task
	err := db.NewSelect().Model(&tasks).Apply(at(a)).Where("t.assignee_id = ? OR t.deputy_id = ?", userID, userID).Order("t.id").Scan(ctx)
	return tasks, database.Fault(err)
}

// write inserts a row that is no part of the plan's record.
func write(ctx context.Context, tx bun.IDB, row any) error {
	_, err := tx.NewInsert().Model(row).Exec(ctx)
	return database.Fault(err)
}
