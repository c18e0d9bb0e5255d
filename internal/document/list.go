package document

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/fault"
)

// PageLength is the number of rows on a page of the list.
const PageLength = 50

// Order is what a list of documents is sorted by.
type Order string

// The orders of a list.
const (
	ByUpload Order = "uploaded" // the newest upload first
	ByTitle  Order = "title"
	ByKind   Order = "kind"
	BySize   Order = "size"
)

// Sight is who may read a document.
type Sight string

// The sights that narrow a list; empty is both.
const (
	ForAll   Sight = "public"
	ForStaff Sight = "internal"
)

// Sights lists them in the order of the filter.
func Sights() []Sight { return []Sight{ForAll, ForStaff} }

// Filter narrows and sorts a list of documents; its zero value is the first page of all, the newest upload first.
type Filter struct {
	Text        string // search words; all must be found
	Kind        Kind
	SubjectKind SubjectKind // things of this kind,
	SubjectID   string      // or this one of them
	Sight       Sight
	Order       Order
	Desc        bool // the other way round
	Page        int  // from 1; of pages beyond the last, the last

	all bool // without pages
}

// Line is a document in a list, with what it belongs to.
type Line struct {
	Entry
	Subjects []Named
}

// List is one page of a list.
type List struct {
	Lines   []Line
	Total   int
	Choices []Named
}

// List lists the project's documents. Choices is everything that documents of the project may belong to.
func (s *Service) List(ctx context.Context, a account.Actor, f Filter) (List, error) {
	if err := mayRead(a); err != nil {
		return List{}, err
	}
	return s.list(ctx, a, f)
}

// All is List without pages.
func (s *Service) All(ctx context.Context, a account.Actor, f Filter) ([]Line, error) {
	if err := mayRead(a); err != nil {
		return nil, err
	}
	f.all = true
	list, err := s.list(ctx, a, f)
	return list.Lines, err
}

// Of lists the documents that belong to the subject, the newest upload first.
func (s *Service) Of(ctx context.Context, a account.Actor, subject Subject) ([]Line, error) {
	return s.All(ctx, a, Filter{SubjectKind: subject.Kind, SubjectID: subject.ID})
}

func (s *Service) list(ctx context.Context, a account.Actor, f Filter) (List, error) {
	db := s.db.Read()
	entries, list, err := listEntries(ctx, db, a, f)
	if err != nil {
		return list, err
	}
	if list.Choices, err = s.sources.all(ctx, db, a); err != nil {
		return list, err
	}
	links, err := linksOf(ctx, db, entries)
	for _, e := range entries {
		list.Lines = append(list.Lines, Line{Entry: e, Subjects: named(list.Choices, links[e.ID])})
	}
	return list, err
}

// listEntries counts and reads the wanted page.
func listEntries(ctx context.Context, db bun.IDB, a account.Actor, f Filter) ([]Entry, List, error) {
	var list List
	q := f.apply(entriesQuery(db).Where("d.workspace_id = ? AND d.project_id = ?", a.WorkspaceID, a.ProjectID))
	entries, total, err := f.scan(ctx, q)
	list.Total = total
	return entries, list, err
}

// scan counts what the query finds and reads the wanted page of it.
func (f Filter) scan(ctx context.Context, q *bun.SelectQuery) ([]Entry, int, error) {
	total := 0
	if !f.all {
		n, err := q.Count(ctx)
		if err != nil {
			return nil, 0, database.Fault(err)
		}
		total = int(n)
		last := max(1, (total+PageLength-1)/PageLength)
		q = q.Limit(PageLength).Offset(int64(min(max(1, f.Page), last)-1) * PageLength)
	}
	entries, err := scanEntries(ctx, q.OrderExpr(f.order()))
	for i := range entries {
		entries[i].InText = !database.Holds(entries[i].Search, f.Text)
	}
	return entries, total, err
}

func (f Filter) apply(q *bun.SelectQuery) *bun.SelectQuery {
	if f.Kind != "" {
		q = q.Where("d.kind = ?", f.Kind)
	}
	switch {
	case f.SubjectID != "":
		q = q.Where("d.id IN (SELECT document_id FROM document_links WHERE subject_kind = ? AND subject_id = ?)", f.SubjectKind, f.SubjectID)
	case f.SubjectKind != "":
		q = q.Where("d.id IN (SELECT document_id FROM document_links WHERE subject_kind = ?)", f.SubjectKind)
	}
	switch f.Sight {
	case ForAll:
		q = q.Where("d.published_at IS NOT NULL")
	case ForStaff:
		q = q.Where("d.published_at IS NULL")
	}
	if f.Text != "" {
		q = q.Join("LEFT JOIN document_texts AS dt ON dt.document_id = d.id AND dt.number = d.latest")
	}
	return database.Holding(q, f.Text, "d.search", "dt.words")
}

func (f Filter) order() string {
	column, desc := "v.uploaded_at", !f.Desc
	switch f.Order {
	case ByTitle:
		column, desc = "d.title_key", f.Desc
	case ByKind:
		column, desc = "d.kind", f.Desc
	case BySize:
		column, desc = "v.size", f.Desc
	}
	if desc {
		column += " DESC"
	}
	return column + ", d.title_key, d.id"
}

// Detail is everything a document's page tells.
type Detail struct {
	Document
	Versions []Version // the newest first
	Text     TextState // of the newest
	Subjects []Named
	Choices  []Named // what it could belong to
}

// Newest is the version that counts.
func (d Detail) Newest() Version { return d.Versions[0] }

// Find returns a document of the project.
func (s *Service) Find(ctx context.Context, a account.Actor, documentID string) (Detail, error) {
	if err := mayRead(a); err != nil {
		return Detail{}, err
	}
	db := s.db.Read()
	d, err := findDocument(ctx, db, a, documentID)
	if err != nil {
		return Detail{}, err
	}
	detail := Detail{Document: d}
	if detail.Versions, err = listVersions(ctx, db, d.ID); err != nil {
		return detail, err
	}
	if len(detail.Versions) == 0 {
		return detail, fault.Missing() // removed between the two looks
	}
	if detail.Text, err = textState(ctx, db, d); err != nil {
		return detail, err
	}
	if detail.Choices, err = s.sources.all(ctx, db, a); err != nil {
		return detail, err
	}
	links, err := linksOf(ctx, db, []Entry{{Document: d}})
	detail.Subjects = named(detail.Choices, links[d.ID])
	return detail, err
}

// Choices lists everything that documents of the project may belong to.
func (s *Service) Choices(ctx context.Context, a account.Actor) ([]Named, error) {
	if err := mayRead(a); err != nil {
		return nil, err
	}
	return s.sources.all(ctx, s.db.Read(), a)
}
