package workplan

import (
	"cmp"
	"context"
	"slices"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
)

// BoardLength is how many tasks a column of the board shows when not all of it is asked for.
const BoardLength = 50

// Board is the tasks of a project side by side by state.
type Board struct {
	Columns    []BoardColumn // in the order of work
	Milestones []Milestone   // of the plan, by number
}

// BoardColumn is the tasks in one state. Those to do come by due date, those without one last; done ones come the latest
// done first, because what was done years ago is only looked for.
type BoardColumn struct {
	State TaskState
	Lines []TaskLine
	Total int // of all that fit the filter
}

// More is how many tasks the column does not show.
func (c BoardColumn) More() int { return c.Total - len(c.Lines) }

// Total is how many tasks fit the filter in all columns.
func (b Board) Total() int {
	n := 0
	for _, c := range b.Columns {
		n += c.Total
	}
	return n
}

// Board returns the board of the tasks that fit the filter, whose state and order do not count. Whole is the state whose
// column is shown to its end; the others end after BoardLength.
func (s *Service) Board(ctx context.Context, a account.Actor, f TaskFilter, whole TaskState) (Board, error) {
	if err := mayRead(a); err != nil {
		return Board{}, err
	}
	f.State = ""
	milestones, err := listMilestones(ctx, s.db.Read(), a)
	if err != nil {
		return Board{}, err
	}
	placed := tasksWithAssignee(s.db.Read(), a, (*Task)(nil)).Apply(narrow(a, f, s.Today())).
		ColumnExpr("count(*) OVER (PARTITION BY t.state) AS total").
		ColumnExpr("row_number() OVER (PARTITION BY t.state ORDER BY " + onBoard + ") AS place")
	var rows []struct {
		Task

		Total int `bun:"total"`
		Place int `bun:"place"`
	}
	err = s.db.Read().NewSelect().TableExpr("(?) AS t", placed).ColumnExpr("t.*").
		Where("t.place <= ? OR t.state = ?", BoardLength, whole).Order("t.place").Scan(ctx, &rows)
	if err != nil {
		return Board{}, database.Fault(err)
	}
	board := emptyBoard(milestones)
	for _, row := range rows {
		column := board.column(row.State)
		column.Total = row.Total
		column.Lines = append(column.Lines, linesOf([]Task{row.Task}, milestones)...)
	}
	return board, s.addTickedTo(ctx, a, board)
}

// addTickedTo notes at all cards of the board how much of their checklists is done.
func (s *Service) addTickedTo(ctx context.Context, a account.Actor, board Board) error {
	var all []TaskLine
	for _, c := range board.Columns {
		all = append(all, c.Lines...)
	}
	if err := addTicked(ctx, s.db.Read(), a, all); err != nil {
		return err
	}
	for _, c := range board.Columns {
		copy(c.Lines, all)
		all = all[len(c.Lines):]
	}
	return nil
}

// onBoard sorts the tasks of one state.
const onBoard = "CASE WHEN t.state = 'done' THEN t.done_on ELSE '' END DESC, CASE WHEN t.due_on = '' THEN 1 ELSE 0 END, t.due_on, t.id"

// BoardOf puts tasks that were read already on a board; see Service.Board.
func BoardOf(lines []TaskLine, milestones []Milestone, whole TaskState) Board {
	const endless = "9999" // after every day
	slices.SortStableFunc(lines, func(x, y TaskLine) int {
		done := 0
		if x.State == TaskDone {
			done = cmp.Compare(y.DoneOn, x.DoneOn)
		}
		return cmp.Or(cmp.Compare(x.State, y.State), done, cmp.Compare(cmp.Or(x.DueOn, endless), cmp.Or(y.DueOn, endless)), cmp.Compare(x.ID, y.ID))
	})
	board := emptyBoard(milestones)
	for _, line := range lines {
		column := board.column(line.State)
		column.Total++
		if column.Total <= BoardLength || line.State == whole {
			column.Lines = append(column.Lines, line)
		}
	}
	return board
}

func emptyBoard(milestones []Milestone) Board {
	board := Board{Milestones: milestones}
	for _, state := range TaskStates() {
		board.Columns = append(board.Columns, BoardColumn{State: state})
	}
	return board
}

func (b *Board) column(state TaskState) *BoardColumn {
	return &b.Columns[slices.Index(TaskStates(), state)]
}
