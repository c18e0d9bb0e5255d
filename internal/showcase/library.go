package showcase

import (
	"cmp"
	"context"
	"slices"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/document"
	"rundertisch/internal/event"
)

// Volume is a document everybody may read, and where it belongs as far as that is public.
type Volume struct {
	document.Entry
	Events     []Shelf
	Milestones []Shelf
}

// Shelf is an event or a milestone to which public documents belong. Key names it in addresses: the slug of an event, the identifier
// of a milestone.
type Shelf struct{ Key, Title string }

// LibraryFilter narrows the list of public documents.
type LibraryFilter struct {
	document.Filter
	Event     string // slug
	Milestone string // identifier
}

// Library is one page of the list of public documents, and what it can be narrowed by.
type Library struct {
	Volumes    []Volume
	Total      int
	Events     []Shelf // the latest first
	Milestones []Shelf // in the order of the plan
}

// Library lists the documents everybody may read. An event or milestone that is not there finds nothing.
func (s *Service) Library(ctx context.Context, f LibraryFilter) (Library, error) {
	db := s.db.Read()
	var all Library
	places, err := listPlaces(ctx, db, "")
	if err != nil {
		return all, err
	}
	all.Events, all.Milestones = shelves(places, document.Event), shelves(places, document.Milestone)
	switch {
	case f.Event != "":
		f.SubjectKind, f.SubjectID = document.Event, subjectOf(places, document.Event, f.Event)
	case f.Milestone != "":
		f.SubjectKind, f.SubjectID = document.Milestone, subjectOf(places, document.Milestone, f.Milestone)
	}
	if f.SubjectKind != "" && f.SubjectID == "" {
		return all, nil
	}
	entries, total, err := document.ListPublicIn(ctx, db, f.Filter)
	all.Total = total
	for _, e := range entries {
		all.Volumes = append(all.Volumes, volume(e, places))
	}
	return all, err
}

// Volume returns one document everybody may read, those of its versions that everybody may read, the newest first, and whose it is.
func (s *Service) Volume(ctx context.Context, documentID string) (Volume, []document.Version, account.Workspace, error) {
	db := s.db.Read()
	d, versions, err := document.FindPublicIn(ctx, db, documentID)
	if err != nil {
		return Volume{}, nil, account.Workspace{}, err
	}
	places, err := listPlaces(ctx, db, d.ID)
	if err != nil {
		return Volume{}, nil, account.Workspace{}, err
	}
	var w account.Workspace
	err = db.NewSelect().Model(&w).Where("w.id = ?", d.WorkspaceID).Scan(ctx)
	return volume(document.Entry{Document: d, Newest: versions[0]}, places), versions, w, database.Fault(err)
}

// HandedOut lists the events of the project whose public pages hand the document out, whether it is published or not: as one of the event's
// documents, or as material for everybody.
func (s *Service) HandedOut(ctx context.Context, a account.Actor, documentID string) ([]Shelf, error) {
	var found []Shelf
	err := s.db.Read().NewSelect().TableExpr("events AS e").ColumnExpr("e.slug AS key, e.title").
		Join("JOIN document_links AS dl ON dl.document_id = ? AND dl.subject_kind = ? AND dl.subject_id = e.id", documentID, document.Event).
		Where("e.workspace_id = ? AND e.project_id = ? AND e.state <> ? AND e.kind IN (?)", a.WorkspaceID, a.ProjectID, event.Draft, bun.List(publicKinds())).
		Where("(EXISTS (SELECT 1 FROM event_documents AS ed WHERE ed.event_id = e.id AND ed.document_id = dl.document_id) OR "+
			"EXISTS (SELECT 1 FROM programme_materials AS pm WHERE pm.event_id = e.id AND pm.document_id = dl.document_id AND pm.public))").
		Order("e.starts_at DESC", "e.id").Scan(ctx, &found)
	return found, database.Fault(err)
}

// place says that a public document belongs to a thing everybody may know of.
type place struct {
	DocumentID, SubjectID, Key, Title, Rank string
	Kind                                    document.SubjectKind
}

// listPlaces reads where public documents belong: to events with a public page, and to milestones. Of one document, unless the
// identifier is empty. Tasks are nobody else's business.
func listPlaces(ctx context.Context, db bun.IDB, documentID string) ([]place, error) {
	var places []place
	err := db.NewRaw(`SELECT * FROM (
SELECT dl.document_id, dl.subject_id, dl.subject_kind AS kind, e.slug AS key, e.title AS title, e.starts_wall AS rank FROM documents AS d
  JOIN document_links AS dl ON dl.document_id = d.id AND dl.subject_kind = 'event' JOIN events AS e ON e.id = dl.subject_id
  WHERE d.published_at IS NOT NULL AND e.state <> 'draft' AND e.kind IN (?0)
UNION ALL SELECT dl.document_id, dl.subject_id, dl.subject_kind, m.id, m.number || ' ' || m.title, m.number FROM documents AS d
  JOIN document_links AS dl ON dl.document_id = d.id AND dl.subject_kind = 'milestone' JOIN milestones AS m ON m.id = dl.subject_id
  WHERE d.published_at IS NOT NULL) AS p WHERE ?1 = '' OR p.document_id = ?1`, bun.List(publicKinds()), documentID).Scan(ctx, &places)
	slices.SortFunc(places, func(a, b place) int {
		rank := cmp.Compare(a.Rank, b.Rank)
		if a.Kind == document.Event {
			rank = -rank
		}
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), rank, cmp.Compare(a.Title, b.Title), cmp.Compare(a.Key, b.Key))
	})
	return places, database.Fault(err)
}

// shelves are the things of a kind, each once.
func shelves(places []place, kind document.SubjectKind) []Shelf {
	var found []Shelf
	for _, p := range places {
		if one := (Shelf{p.Key, p.Title}); p.Kind == kind && !slices.Contains(found, one) {
			found = append(found, one)
		}
	}
	return found
}

func subjectOf(places []place, kind document.SubjectKind, key string) string {
	for _, p := range places {
		if p.Kind == kind && p.Key == key {
			return p.SubjectID
		}
	}
	return ""
}

func volume(e document.Entry, places []place) Volume {
	own := slices.DeleteFunc(slices.Clone(places), func(p place) bool { return p.DocumentID != e.ID })
	return Volume{Entry: e, Events: shelves(own, document.Event), Milestones: shelves(own, document.Milestone)}
}
