package workplan

import (
	"context"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/date"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
	"rundertisch/internal/sheet"
)

// Item is a line of a task's checklist.
type Item struct {
	bun.BaseModel `bun:"table:task_items,alias:i"`

	ID          string    `bun:"id,pk"`
	WorkspaceID string    `bun:"workspace_id"`
	ProjectID   string    `bun:"project_id"`
	TaskID      string    `bun:"task_id"`
	Title       string    `bun:"title"`    // one line
	Position    int64     `bun:"position"` // rises down the list
	DoneOn      date.Date `bun:"done_on"`  // the day on which it was ticked; empty while it is not
	DoneBy      string    `bun:"done_by"`  // user ID; empty while it is not ticked
	CreatedAt   time.Time `bun:"created_at"`
	Version     int64     `bun:"version"` // of its title
}

// Done reports whether the item is ticked.
func (i Item) Done() bool { return i.DoneOn != "" }

// Validate checks an item whose title is one line. Fields: title.
func (i Item) Validate() error {
	var c fault.Checks
	checkTitle(&c, i.Title)
	return c.Err()
}

// Way is the direction in which an item is moved by one line.
type Way string

// The directions.
const (
	Up   Way = "up"
	Down Way = "down"
)

// Item returns a line of a task's checklist.
func (s *Service) Item(ctx context.Context, a account.Actor, taskID, itemID string) (Item, error) {
	if err := mayRead(a); err != nil {
		return Item{}, err
	}
	return findItem(ctx, s.db.Read(), a, taskID, itemID)
}

// AddItem adds a line at the end of the task's checklist. Fields: title.
func (s *Service) AddItem(ctx context.Context, a account.Actor, taskID, title string) (Item, error) {
	if err := mayKeepTasks(a); err != nil {
		return Item{}, err
	}
	i := Item{Title: sheet.OneLine(title)}
	if err := i.Validate(); err != nil {
		return Item{}, err
	}
	err := s.onChecklist(ctx, a, taskID, func(ctx context.Context, tx bun.IDB, t Task, items []Item) error {
		i.ID, i.WorkspaceID, i.ProjectID, i.TaskID, i.CreatedAt, i.Version = id.New(), a.WorkspaceID, a.ProjectID, t.ID, s.clock.Now(), 1
		i.Position = 1
		if n := len(items); n > 0 {
			i.Position = items[n-1].Position + 1
		}
		if err := write(ctx, tx, &i); err != nil {
			return err
		}
		return s.recordTask(ctx, tx, a, "task.item_added", t, nil)
	})
	return i, err
}

// RenameItem changes the title of the item with i.ID; i.Version is the one the change was made on. Fields: title.
func (s *Service) RenameItem(ctx context.Context, a account.Actor, i Item) error {
	if err := mayKeepTasks(a); err != nil {
		return err
	}
	i.Title = sheet.OneLine(i.Title)
	if err := i.Validate(); err != nil {
		return err
	}
	return s.onItem(ctx, a, i.TaskID, i.ID, func(ctx context.Context, tx bun.IDB, t Task, stored Item) error {
		changed, err := database.Changed(tx.NewUpdate().Model((*Item)(nil)).Set("title = ?, version = version + 1", i.Title).
			Where("id = ? AND version = ?", stored.ID, i.Version).Exec(ctx))
		if err == nil && !changed {
			return stale()
		}
		if err != nil {
			return err
		}
		return s.recordTask(ctx, tx, a, "task.item_renamed", t, nil)
	})
}

// TickItem ticks the item, or takes the tick back. It says how the item shall be and touches nothing else of the task, so
// that two people who tick at once lose nothing.
func (s *Service) TickItem(ctx context.Context, a account.Actor, taskID, itemID string, done bool) error {
	if err := mayKeepTasks(a); err != nil {
		return err
	}
	return s.onItem(ctx, a, taskID, itemID, func(ctx context.Context, tx bun.IDB, t Task, i Item) error {
		action := "task.item_opened"
		q := tx.NewUpdate().Model((*Item)(nil)).Set("done_on = '', done_by = ''").Where("id = ? AND done_on <> ''", i.ID)
		if done {
			action = "task.item_done"
			q = tx.NewUpdate().Model((*Item)(nil)).Set("done_on = ?, done_by = ?", s.Today(), a.UserID).Where("id = ? AND done_on = ''", i.ID)
		}
		changed, err := database.Changed(q.Exec(ctx))
		if err != nil || !changed {
			return err
		}
		return s.recordTask(ctx, tx, a, action, t, nil)
	})
}

// MoveItem moves the item by one line; at the end of the list it stays.
func (s *Service) MoveItem(ctx context.Context, a account.Actor, taskID, itemID string, way Way) error {
	if err := mayKeepTasks(a); err != nil {
		return err
	}
	step := map[Way]int{Up: -1, Down: 1}[way]
	if step == 0 {
		return fault.New(fault.Invalid, "fault.choice")
	}
	return s.onChecklist(ctx, a, taskID, func(ctx context.Context, tx bun.IDB, t Task, items []Item) error {
		from := slices.IndexFunc(items, func(i Item) bool { return i.ID == itemID })
		to := from + step
		switch {
		case from < 0:
			return fault.Missing()
		case to < 0 || to == len(items):
			return nil
		}
		for _, pair := range [][2]int{{from, to}, {to, from}} {
			_, err := tx.NewUpdate().Model((*Item)(nil)).Set("position = ?", items[pair[1]].Position).Where("id = ?", items[pair[0]].ID).Exec(ctx)
			if err != nil {
				return database.Fault(err)
			}
		}
		return s.recordTask(ctx, tx, a, "task.item_moved", t, nil)
	})
}

// RemoveItem takes a line out of the checklist.
func (s *Service) RemoveItem(ctx context.Context, a account.Actor, taskID, itemID string) error {
	if err := mayKeepTasks(a); err != nil {
		return err
	}
	return s.onItem(ctx, a, taskID, itemID, func(ctx context.Context, tx bun.IDB, t Task, i Item) error {
		if _, err := tx.NewDelete().Model(&i).WherePK().Exec(ctx); err != nil {
			return database.Fault(err)
		}
		return s.recordTask(ctx, tx, a, "task.item_removed", t, nil)
	})
}

func (s *Service) onItem(ctx context.Context, a account.Actor, taskID, itemID string, fn func(context.Context, bun.IDB, Task, Item) error) error {
	return s.onTask(ctx, a, taskID, func(ctx context.Context, tx bun.IDB, t Task) error {
		i, err := findItem(ctx, tx, a, taskID, itemID)
		if err != nil {
			return err
		}
		return fn(ctx, tx, t, i)
	})
}

// onChecklist calls fn with the items in their order. Whoever changes the order touches the task first, so that two who do
// it at once wait for each other: no two items get one place.
func (s *Service) onChecklist(ctx context.Context, a account.Actor, taskID string, fn func(context.Context, bun.IDB, Task, []Item) error) error {
	return s.onTask(ctx, a, taskID, func(ctx context.Context, tx bun.IDB, t Task) error {
		if _, err := tx.NewUpdate().Model((*Task)(nil)).Set("version = version").Where("id = ?", t.ID).Exec(ctx); err != nil {
			return database.Fault(err)
		}
		items, err := listItems(ctx, tx, a, t.ID)
		if err != nil {
			return err
		}
		return fn(ctx, tx, t, items)
	})
}

func findItem(ctx context.Context, db bun.IDB, a account.Actor, taskID, itemID string) (Item, error) {
	var i Item
	err := db.NewSelect().Model(&i).Apply(at(a)).Where("i.task_id = ? AND i.id = ?", taskID, itemID).Scan(ctx)
	return i, database.Fault(err)
}

func listItems(ctx context.Context, db bun.IDB, a account.Actor, taskID string) ([]Item, error) {
	var items []Item
	err := db.NewSelect().Model(&items).Apply(at(a)).Where("i.task_id = ?", taskID).Order("i.position", "i.id").Scan(ctx)
	return items, database.Fault(err)
}

// Ticked is how much of a checklist is done.
type Ticked struct{ Done, Total int }

// Count counts the items.
func Count(items []Item) Ticked {
	ticked := Ticked{Total: len(items)}
	for _, i := range items {
		if i.Done() {
			ticked.Done++
		}
	}
	return ticked
}

// addTicked notes at each task how much of its checklist is done: one query for all.
func addTicked(ctx context.Context, db bun.IDB, a account.Actor, lines []TaskLine) error {
	if len(lines) == 0 {
		return nil
	}
	place := map[string]int{}
	for n, line := range lines {
		place[line.ID] = n
	}
	var rows []struct {
		TaskID string `bun:"task_id"`
		Total  int    `bun:"total"`
		Done   int    `bun:"done"`
	}
	ids := make([]string, 0, len(place))
	for taskID := range place {
		ids = append(ids, taskID)
	}
	err := db.NewSelect().Model((*Item)(nil)).Apply(at(a)).Where("i.task_id IN (?)", bun.List(ids)).
		ColumnExpr("i.task_id, count(*) AS total, sum(CASE WHEN i.done_on = '' THEN 0 ELSE 1 END) AS done").Group("i.task_id").Scan(ctx, &rows)
	for _, row := range rows {
		lines[place[row.TaskID]].Ticked = Ticked{Done: row.Done, Total: row.Total}
	}
	return database.Fault(err)
}
