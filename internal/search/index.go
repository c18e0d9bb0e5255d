package search

import (
	"context"
	"strings"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
)

const batch = 500 // changes that one transaction takes in, and that a search waits for

// change is a row that was added, changed or removed since its words were written.
type change struct {
	Kind  Kind   `bun:"kind"`
	RowID string `bun:"row_id"`
}

// word is a row of the index.
type word struct {
	bun.BaseModel `bun:"table:search_words,alias:w"`

	Scope  string `bun:"scope,pk"`
	Kind   Kind   `bun:"kind,pk"`
	Word   string `bun:"word,pk"`
	RowID  string `bun:"row_id,pk"`
	Weight int64  `bun:"weight"` // 0 in the name, 1 elsewhere
}

// CatchUp takes in up to a batch of changes, the newest first, and returns how many it took.
func (s *Service) CatchUp(ctx context.Context) (int, error) {
	if behind, err := s.behind(ctx); err != nil || !behind {
		return 0, err
	}
	taken := 0
	err := s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		changes, err := takeChanges(ctx, tx)
		taken = len(changes)
		if err != nil || taken == 0 {
			return err
		}
		return writeWords(ctx, tx, changes)
	})
	return taken, err
}

func (s *Service) behind(ctx context.Context) (bool, error) {
	var behind bool
	err := s.db.Read().NewRaw("SELECT EXISTS (SELECT 1 FROM search_changes)").Scan(ctx, &behind)
	return behind, database.Fault(err)
}

// takeChanges removes the newest changes from the list. One transaction does so at a time: it holds the row of turns,
// so that two never write the words of one thing.
func takeChanges(ctx context.Context, tx bun.IDB) ([]change, error) {
	if _, err := tx.NewRaw("UPDATE search_turns SET turns = turns + 1 WHERE name = 'index'").Exec(ctx); err != nil {
		return nil, database.Fault(err)
	}
	var changes []change
	err := tx.NewRaw(`DELETE FROM search_changes WHERE seq IN (SELECT seq FROM search_changes ORDER BY seq DESC LIMIT ?)
		RETURNING kind, row_id`, batch).Scan(ctx, &changes)
	return changes, database.Fault(err)
}

// writeWords writes the words of changed things anew. They are read after the changes were taken: what a change
// noted is committed by then.
func writeWords(ctx context.Context, tx bun.IDB, changes []change) error {
	byKind := map[Kind]map[string]bool{}
	for _, c := range changes {
		if byKind[c.Kind] == nil {
			byKind[c.Kind] = map[string]bool{}
		}
		byKind[c.Kind][c.RowID] = true
	}
	for _, kind := range Kinds() {
		if len(byKind[kind]) == 0 {
			continue
		}
		ids := make([]string, 0, len(byKind[kind]))
		for rowID := range byKind[kind] {
			ids = append(ids, rowID)
		}
		if err := rewrite(ctx, tx, kind, ids); err != nil {
			return err
		}
	}
	return nil
}

func rewrite(ctx context.Context, tx bun.IDB, kind Kind, ids []string) error {
	if _, err := tx.NewDelete().Table("search_words").Where("row_id IN (?)", bun.List(ids)).Exec(ctx); err != nil {
		return database.Fault(err)
	}
	rows, err := readRows(ctx, tx, kind, ids)
	if err != nil {
		return err
	}
	var words []word
	for _, r := range rows {
		words = append(words, wordsOf(kind, r)...)
	}
	const atOnce = 1000 // rows of one statement
	for len(words) > 0 {
		n := min(len(words), atOnce)
		part := words[:n]
		if _, err := tx.NewInsert().Model(&part).Exec(ctx); err != nil {
			return database.Fault(err)
		}
		words = words[n:]
	}
	return nil
}

func wordsOf(kind Kind, r row) []word {
	var words []word
	seen := map[string]bool{}
	for i, text := range kind.texts(r) {
		for _, s := range split(text.Text) {
			for _, form := range forms(text.Text[s.from:s.to]) {
				if form != "" && !seen[form] {
					seen[form] = true
					words = append(words, word{Scope: r.Scope, Kind: kind, Word: form, RowID: r.ID, Weight: int64(min(i, 1))})
				}
			}
		}
	}
	return words
}

func readRows(ctx context.Context, db bun.IDB, kind Kind, ids []string) ([]row, error) {
	var rows []row
	err := db.NewRaw(strings.TrimSpace(kind.source().query)+" x.id IN (?)", bun.List(ids)).Scan(ctx, &rows)
	return rows, database.Fault(err)
}
