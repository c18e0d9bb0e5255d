package search

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
)

// last is the greatest character: no word that begins with a prefix lies behind prefix+last.
const last = "\U0010FFFF"

// wordHit is a word of a thing that matches.
type wordHit struct {
	Kind   Kind   `bun:"kind"`
	RowID  string `bun:"row_id"`
	Word   string `bun:"word"`
	Weight int64  `bun:"weight"`
}

// rowsOfAWord is how many index rows of a kind are read: a thing may match with both forms of a word.
const rowsOfAWord = 2 * (Most + 1)

// A thing has another word as well: looked up for each of few things, or by the set of all things with that word.
const (
	lookUp    = " AND EXISTS (SELECT 1 FROM search_words AS o WHERE o.row_id = w.row_id AND o.word >= ? AND o.word < ?)"
	intersect = " AND row_id IN (SELECT row_id FROM search_words WHERE scope = ? AND kind = ? AND word >= ? AND word < ?)"
	few       = 2000
)

// match returns the identifiers of the things that have all the prefixes, by kind: those named so first, then the newest.
// There is one more than Most where there are more.
func match(ctx context.Context, db bun.IDB, a account.Actor, kinds []Kind, prefixes []string) (map[Kind][]string, error) {
	prefixes, rare, err := rarestFirst(ctx, db, a, kinds, prefixes)
	if err != nil {
		return nil, err
	}
	var parts []string
	var args []any
	for _, kind := range kinds {
		part := "SELECT kind, row_id, word, weight FROM search_words AS w WHERE scope = ? AND kind = ? AND word >= ? AND word < ?"
		args = append(args, kind.scope(a), kind, prefixes[0], prefixes[0]+last)
		for _, prefix := range prefixes[1:] {
			if rare {
				part += lookUp
				args = append(args, prefix, prefix+last)
			} else {
				part += intersect
				args = append(args, kind.scope(a), kind, prefix, prefix+last)
			}
		}
		parts = append(parts, "SELECT * FROM ("+part+" LIMIT ?) AS of_"+string(kind))
		args = append(args, rowsOfAWord)
	}
	var rows []wordHit
	if err := db.NewRaw(strings.Join(parts, " UNION ALL "), args...).Scan(ctx, &rows); err != nil {
		return nil, database.Fault(err)
	}
	return order(rows, prefixes[0]), nil
}

// order sorts what was found and leaves each thing once: whole words in the name, then the name, then whole words.
func order(rows []wordHit, prefix string) map[Kind][]string {
	slices.SortFunc(rows, func(a, b wordHit) int {
		return cmp.Or(cmp.Compare(a.Weight, b.Weight), cmp.Compare(distance(a, prefix), distance(b, prefix)), cmp.Compare(b.RowID, a.RowID))
	})
	hits, seen := map[Kind][]string{}, map[string]bool{}
	for _, r := range rows {
		if !seen[r.RowID] && len(hits[r.Kind]) <= Most {
			seen[r.RowID] = true
			hits[r.Kind] = append(hits[r.Kind], r.RowID)
		}
	}
	return hits
}

func distance(f wordHit, prefix string) int {
	if f.Word == prefix {
		return 0
	}
	return 1
}

// rarestFirst puts the prefix in front that leads to the fewest things, and reports whether they are few.
func rarestFirst(ctx context.Context, db bun.IDB, a account.Actor, kinds []Kind, prefixes []string) (sorted []string, rare bool, err error) {
	if len(prefixes) == 1 {
		return prefixes, true, nil
	}
	var parts []string
	var args []any
	for i, prefix := range prefixes {
		for _, kind := range kinds {
			parts = append(parts, "SELECT ? AS at, count(*) AS n FROM (SELECT 1 FROM search_words WHERE scope = ? AND kind = ? AND word >= ? AND word < ? LIMIT ?) AS c")
			args = append(args, i, kind.scope(a), kind, prefix, prefix+last, few)
		}
	}
	var counts []struct {
		At int `bun:"at"`
		N  int `bun:"n"`
	}
	if err := db.NewRaw(strings.Join(parts, " UNION ALL "), args...).Scan(ctx, &counts); err != nil {
		return nil, false, database.Fault(err)
	}
	sums := make([]int, len(prefixes))
	for _, c := range counts {
		sums[c.At] += c.N
	}
	rarest := slices.Index(sums, slices.Min(sums))
	sorted = append([]string{prefixes[rarest]}, slices.Delete(slices.Clone(prefixes), rarest, rarest+1)...)
	return sorted, sums[rarest] < few, nil
}
