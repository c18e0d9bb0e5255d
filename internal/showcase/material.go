package showcase

import (
	"context"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/audit"
	"rundertisch/internal/database"
	"rundertisch/internal/document"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
)

const (
	maxMaterialTitle = 200
	maxURL           = 1000
)

// Material belongs to a programme item: a document of the event, or a page elsewhere.
type Material struct {
	bun.BaseModel `bun:"table:programme_materials,alias:pm"`

	ID          string    `bun:"id,pk"`
	WorkspaceID string    `bun:"workspace_id"`
	EventID     string    `bun:"event_id"`
	ItemID      string    `bun:"item_id"`
	Title       string    `bun:"title"`
	URL         string    `bun:"url"`         // http or https; empty for a document
	DocumentID  string    `bun:"document_id"` // empty for a page elsewhere
	Public      bool      `bun:"public"`      // stands in the public programme; else for the team
	CreatedAt   time.Time `bun:"created_at"`
}

// MaterialDetails is what staff type about a material.
type MaterialDetails struct {
	Title      string // of a document: its own when empty
	URL        string
	DocumentID string
	Public     bool
}

// Desk is a programme item with its materials, as staff change them.
type Desk struct {
	Event     event.Event
	Item      event.ProgrammeItem
	Materials []Material // the first one first
	Papers    []Choice   // the documents of the event
}

// Desk returns the materials of a programme item of the actor's event, and what may be one.
func (s *Service) Desk(ctx context.Context, a account.Actor, eventID, itemID string) (Desk, error) {
	return s.desk(ctx, s.db.Read(), a, eventID, itemID)
}

func (s *Service) desk(ctx context.Context, db bun.IDB, a account.Actor, eventID, itemID string) (d Desk, err error) {
	if d.Event, err = s.run(ctx, db, a, eventID); err != nil {
		return d, err
	}
	if d.Item, err = event.FindItemIn(ctx, db, d.Event.ID, itemID); err != nil {
		return d, err
	}
	sheet, err := findSheet(ctx, db, d.Event)
	if err != nil {
		return d, err
	}
	d.Papers = sheet.Papers
	err = db.NewSelect().Model(&d.Materials).Where("pm.event_id = ? AND pm.item_id = ?", d.Event.ID, d.Item.ID).Order("pm.created_at", "pm.id").Scan(ctx)
	return d, database.Fault(err)
}

// AddMaterial puts a material to a programme item. Fields: title, url, document.
func (s *Service) AddMaterial(ctx context.Context, a account.Actor, eventID, itemID string, d MaterialDetails) error {
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		desk, err := s.desk(ctx, tx, a, eventID, itemID)
		if err != nil {
			return err
		}
		m, err := d.apply(desk)
		if err != nil {
			return err
		}
		m.ID, m.CreatedAt = id.New(), s.clock.Now()
		if _, err := tx.NewInsert().Model(&m).Exec(ctx); err != nil {
			return database.Fault(err)
		}
		return audit.Record(ctx, tx, a.Entry(s.clock.Now(), "programme_item.material_added", "programme_item", itemID, map[string]any{"event": eventID, "title": m.Title}))
	})
}

// RemoveMaterial takes a material away; a document stays with the event.
func (s *Service) RemoveMaterial(ctx context.Context, a account.Actor, eventID, itemID, materialID string) error {
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		if _, err := s.desk(ctx, tx, a, eventID, itemID); err != nil {
			return err
		}
		ok, err := database.Changed(tx.NewDelete().Model((*Material)(nil)).Where("id = ? AND event_id = ? AND item_id = ?", materialID, eventID, itemID).Exec(ctx))
		if err == nil && !ok {
			err = fault.Missing()
		}
		if err != nil {
			return err
		}
		return audit.Record(ctx, tx, a.Entry(s.clock.Now(), "programme_item.material_removed", "programme_item", itemID, map[string]any{"event": eventID}))
	})
}

func (d MaterialDetails) apply(desk Desk) (Material, error) {
	var c fault.Checks
	m := Material{
		WorkspaceID: desk.Event.WorkspaceID, EventID: desk.Event.ID, ItemID: desk.Item.ID, Title: oneLine(d.Title), URL: strings.TrimSpace(d.URL),
		DocumentID: d.DocumentID, Public: d.Public,
	}
	switch {
	case m.DocumentID == "" && m.URL == "":
		c.Add("url", "showcase.material.nothing")
	case m.DocumentID != "" && m.URL != "":
		c.Add("url", "showcase.material.both")
	case m.DocumentID != "" && !offered([]string{m.DocumentID}, desk.Papers, nil):
		c.Add("document", "fault.choice")
	case m.URL != "" && !leads(m.URL):
		c.Add("url", "showcase.material.address")
	}
	for _, paper := range desk.Papers {
		if m.Title == "" && paper.ID == m.DocumentID {
			m.Title = paper.Title
		}
	}
	c.Require("title", m.Title)
	c.MaxLen("title", m.Title, maxMaterialTitle)
	return m, c.Err()
}

// leads reports whether the text is the address of a page.
func leads(text string) bool {
	u, err := url.Parse(text)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && u.User == nil && len(text) <= maxURL
}

// Stage is what stands around the programme of an event on its public page.
type Stage struct {
	Organiser account.Workspace     // the administration
	Materials map[string][]Material // what everybody may have, by item
}

// stage reads the administration and the materials that are still there.
const stage = `SELECT 'workspace' AS what, w.id AS id, w.name AS title, '' AS key, w.imprint AS a, w.privacy_contact AS b, w.funding_notice AS c, '' AS d,
  0 AS first, 0 AS second, w.version AS number FROM workspaces AS w WHERE w.id = ?0
UNION ALL SELECT 'material', pm.id, pm.title, pm.item_id, pm.url, pm.document_id, '', '', 0, 0, 0 FROM programme_materials AS pm
  WHERE pm.event_id = ?1 AND pm.public AND (pm.document_id = '' OR EXISTS (SELECT 1 FROM document_links AS dl
  WHERE dl.document_id = pm.document_id AND dl.subject_kind = 'event' AND dl.subject_id = pm.event_id))`

// Stage reads what stands around the public programme, in one query.
func (s *Service) Stage(ctx context.Context, e event.Event) (Stage, error) {
	var parts []part
	all := Stage{Materials: map[string][]Material{}}
	if err := s.db.Read().NewRaw("SELECT * FROM ("+stage+") AS s ORDER BY s.id", e.WorkspaceID, e.ID).Scan(ctx, &parts); err != nil {
		return all, database.Fault(err)
	}
	for _, p := range parts {
		if p.What == "material" {
			all.Materials[p.Key] = append(all.Materials[p.Key], Material{ID: p.ID, ItemID: p.Key, Title: p.Title, URL: p.A, DocumentID: p.B, Public: true})
			continue
		}
		all.Organiser = account.Workspace{ID: p.ID, Name: p.Title, Imprint: p.A, PrivacyContact: p.B, FundingNotice: p.C, Version: p.Number}
	}
	return all, nil
}

// Handout opens the newest version of a document that is material everybody may have of the public programme at the slug.
func (s *Service) Handout(ctx context.Context, slug, materialID string) (document.Version, *os.File, error) {
	var v document.Version
	err := s.db.Read().NewSelect().Model(&v).ColumnExpr("v.*").
		Join("JOIN documents AS d ON d.id = v.document_id AND d.latest = v.number").
		Join("JOIN programme_materials AS pm ON pm.document_id = d.id AND pm.public").
		Join("JOIN document_links AS dl ON dl.document_id = d.id AND dl.subject_kind = ? AND dl.subject_id = pm.event_id", document.Event).
		Join("JOIN programme_items AS i ON i.id = pm.item_id").
		Join("JOIN events AS e ON e.id = pm.event_id").
		Where("pm.id = ? AND e.slug = ? AND e.state <> ? AND e.kind IN (?)", materialID, slug, event.Draft, bun.List(publicKinds())).Scan(ctx)
	if err != nil {
		return v, nil, database.Fault(err)
	}
	file, err := s.files.Open(v.File)
	return v, file, err
}
