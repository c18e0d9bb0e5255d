package search

import (
	"cmp"
	"context"
	"log/slog"
	"slices"
	"time"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/fault"
)

const (
	// Most is how many things of one kind a search counts; whoever has more types another word.
	Most = 1000

	shownOfEach = 5               // things of each kind on the first page
	lookEvery   = 2 * time.Second // how often the worker looks for changes
	many        = 2000            // changes after which the index looks different than before
	maxQuery    = 200             // characters
)

// Service finds things and keeps the index.
type Service struct {
	db  *database.DB
	log *slog.Logger
}

// New returns the service.
func New(db *database.DB, log *slog.Logger) *Service { return &Service{db: db, log: log} }

// Run takes in changes until ctx ends.
func (s *Service) Run(ctx context.Context) error {
	for {
		if err := s.CatchUpWholly(ctx); err != nil && ctx.Err() == nil {
			s.log.Error("search: cannot take in what changed", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(lookEvery):
		}
	}
}

// CatchUpWholly takes in all changes. After many of them the database is told what the index looks like now: an import
// of thousands would be searched slowly until it finds out by itself.
func (s *Service) CatchUpWholly(ctx context.Context) error {
	all := 0
	for {
		taken, err := s.CatchUp(ctx)
		if err != nil {
			return err
		}
		if all += taken; taken < batch {
			break
		}
	}
	if all < many {
		return nil
	}
	return s.db.Tidy(ctx, "search_words")
}

// Query is what somebody looks for.
type Query struct {
	Text string
	Kind Kind // empty: the first few of every kind
	Page int  // of a kind, from 1
	Rows int  // on a page
}

// Results is what was found.
type Results struct {
	Words  []string // what counted of the query, folded; empty when nothing did
	Groups []Group  // kinds with hits, in the order of Kinds
	Behind bool     // the index does not know everything yet
	Page   int      // the nearest there is to the wanted one
	Last   int      // page of the wanted kind
}

// Group is the hits of one kind.
type Group struct {
	Kind  Kind
	Total int
	More  bool // there are more than Total
	Hits  []Hit
}

// Hit is a thing that was found.
type Hit struct {
	ID       string
	ParentID string // of the page that shows it, for things without one of their own
	Parent   string // name of that page
	Title    []Part
	Matches  []Match // where else it was found
}

// Match says why a thing was found: the field and its text.
type Match struct {
	Field string
	Parts []Part
}

// Text is the content of a field.
type Text struct{ Field, Text string }

// Find looks for things that have all typed words, each as the beginning of a word, in any of their fields.
func (s *Service) Find(ctx context.Context, a account.Actor, q Query) (Results, error) {
	if !a.Staff() || a.WorkspaceID == "" || a.ProjectID == "" {
		return Results{}, fault.Missing()
	}
	found := Results{Words: typed(string([]rune(q.Text)[:min(len([]rune(q.Text)), maxQuery)])), Page: 1, Last: 1}
	if len(found.Words) == 0 {
		return found, nil
	}
	if _, err := s.CatchUp(ctx); err != nil {
		return found, err
	}
	var err error
	if found.Behind, err = s.behind(ctx); err != nil {
		return found, err
	}
	hits, err := match(ctx, s.db.Read(), a, Kinds(), found.Words)
	if err != nil {
		return found, err
	}
	for _, kind := range Kinds() {
		if len(hits[kind]) > 0 {
			found.Groups = append(found.Groups, group(kind, hits[kind]))
		}
	}
	return found, s.fill(ctx, &found, q, hits)
}

func group(kind Kind, ids []string) Group {
	return Group{Kind: kind, Total: min(len(ids), Most), More: len(ids) > Most}
}

// fill reads the things that the page shows.
func (s *Service) fill(ctx context.Context, found *Results, q Query, hits map[Kind][]string) error {
	for i := range found.Groups {
		g := &found.Groups[i]
		from, to := 0, min(shownOfEach, g.Total)
		switch {
		case q.Kind == g.Kind:
			rows := max(1, q.Rows)
			found.Last = (g.Total + rows - 1) / rows
			found.Page = min(max(1, q.Page), found.Last)
			from, to = (found.Page-1)*rows, min(found.Page*rows, g.Total)
		case q.Kind != "":
			continue
		}
		ids := hits[g.Kind][from:to]
		rows, err := readRows(ctx, s.db.Read(), g.Kind, ids)
		if err != nil {
			return err
		}
		slices.SortFunc(rows, func(a, b row) int { return cmp.Compare(slices.Index(ids, a.ID), slices.Index(ids, b.ID)) })
		for _, r := range rows {
			g.Hits = append(g.Hits, hit(g.Kind, r, found.Words))
		}
	}
	return nil
}

// hit says why the thing was found: its name always, and the other fields that match.
func hit(kind Kind, r row, prefixes []string) Hit {
	h := Hit{ID: r.ID, ParentID: r.ParentID, Parent: r.Parent}
	for i, text := range kind.texts(r) {
		parts := excerpt(mark(text.Text, prefixes))
		switch {
		case i == 0:
			h.Title = parts
		case slices.ContainsFunc(parts, func(p Part) bool { return p.Hit }):
			h.Matches = append(h.Matches, Match{Field: text.Field, Parts: parts})
		}
	}
	return h
}
