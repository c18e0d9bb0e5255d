package showcase

import (
	"cmp"
	"context"
	"os"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/document"
	"rundertisch/internal/event"
)

// Around is what stands around an event on its public page.
type Around struct {
	Organiser  account.Workspace // the administration
	Page       Page
	Organisers []string        // names of organisations, by name
	Papers     []Paper         // what everybody may read, by title
	Next       Next            // of the same administration; without a slug when there is none
	Versions   []event.Version // the latest ones of the programme, as many as event.NewsOf needs
	Library    int             // documents of the event in the list of public documents
	Meeting    bool            // something of a meeting's agenda or minutes is public
	Results    bool            // results are public, so that there are proceedings
	Photos     int             // photos, which stand there
	Guests     int             // participants who are named on the page of those who agreed; 0 where there is none
}

// Next is the public event that comes next.
type Next struct {
	Title, Slug string
	Starts      time.Time // in its zone
}

// part is a row of the one query that reads what stands around an event: what its columns mean is said by its first one.
type part struct {
	What                  string
	ID, Title, Key        string
	A, B, C, D            string
	First, Second, Number int64
	At                    time.Time
}

// around reads the administration, the page, its organisers and documents and, for next, the event that begins first after
// now. Columns of one row are texts and numbers, so that both databases read them alike.
const around = `SELECT 'workspace' AS what, w.id AS id, w.name AS title, '' AS key, w.imprint AS a, w.privacy_contact AS b, w.funding_notice AS c, '' AS d,
  0 AS first, 0 AS second, w.version AS number, w.created_at AS at FROM workspaces AS w WHERE w.id = ?0
UNION ALL SELECT 'page', ep.event_id, ep.travel, '', ep.large, ep.small, ep.alt, ep.credit, ep.width, ep.height, ep.version, ?2
  FROM event_pages AS ep WHERE ep.event_id = ?1
UNION ALL SELECT 'organiser', o.id, o.name, o.name_key, '', '', '', '', 0, 0, 0, ?2
  FROM event_organisers AS eo JOIN organisations AS o ON o.id = eo.organisation_id WHERE eo.event_id = ?1
UNION ALL SELECT 'paper', d.id, d.title, d.title_key, d.kind, d.language, v.name, '', v.size, 0, 0, ?2
  FROM event_documents AS ed JOIN documents AS d ON d.id = ed.document_id
  JOIN document_links AS dl ON dl.document_id = d.id AND dl.subject_kind = 'event' AND dl.subject_id = ed.event_id
  JOIN document_versions AS v ON v.document_id = d.id AND v.number = d.latest WHERE ed.event_id = ?1
UNION ALL SELECT 'library', '', '', '', '', '', '', '', count(*), 0, 0, ?2 FROM document_links AS dl
  JOIN documents AS d ON d.id = dl.document_id AND d.published_at IS NOT NULL WHERE dl.subject_kind = 'event' AND dl.subject_id = ?1
UNION ALL SELECT 'meeting', mt.event_id, '', '', '', '', '', '', 0, 0, 0, ?2 FROM meetings AS mt
  WHERE mt.event_id = ?1 AND (mt.agenda_public OR mt.published_at IS NOT NULL)
UNION ALL SELECT 'results', rp.event_id, '', '', '', '', '', '', 0, 0, 0, ?2 FROM result_publications AS rp WHERE rp.event_id = ?1
UNION ALL SELECT 'photos', '', '', '', '', '', '', '', count(*), 0, 0, ?2 FROM event_photos AS ph WHERE ph.event_id = ?1
UNION ALL SELECT * FROM (SELECT 'version', pv.id, pv.content, '', pv.published_by, '', '', '', 0, 0, pv.number, pv.published_at FROM programme_versions AS pv
  WHERE pv.event_id = ?1 ORDER BY pv.number DESC LIMIT ?4) AS v`

const following = `
UNION ALL SELECT * FROM (SELECT 'next', e.id, e.title, e.slug, e.starts_wall, e.zone, '', '', 0, 0, 0, e.starts_at FROM events AS e
  WHERE e.state = 'published' AND e.workspace_id = ?0 AND e.kind IN (?3) AND e.starts_at > ?2 ORDER BY e.starts_at LIMIT 1) AS n`

const named = `
UNION ALL SELECT 'guests', '', '', '', '', '', '', '', count(*), 0, 0, ?2 FROM attendances AS t
  WHERE t.event_id = ?1 AND t.place = 'confirmed' AND t.listed_at IS NOT NULL AND t.confirm_until IS NULL`

// Around reads what stands around the event on its public page; the event that comes next is looked for when this one is
// past or does not take place.
func (s *Service) Around(ctx context.Context, e event.Event) (Around, error) {
	var parts []part
	now := s.clock.Now()
	query := around
	if e.State != event.Published || e.Over(now) {
		query += following
	}
	if e.ShowsGuests(now) {
		query += named
	}
	err := s.db.Read().NewRaw(query, e.WorkspaceID, e.ID, now, bun.List(publicKinds()), event.NewsVersions).Scan(ctx, &parts)
	if err != nil {
		return Around{}, database.Fault(err)
	}
	slices.SortFunc(parts, func(x, y part) int { return cmp.Or(cmp.Compare(x.Key, y.Key), cmp.Compare(x.ID, y.ID)) })
	all := Around{Page: Page{EventID: e.ID, WorkspaceID: e.WorkspaceID}}
	for _, p := range parts {
		all.take(p)
	}
	slices.SortFunc(all.Versions, func(x, y event.Version) int { return cmp.Compare(y.Number, x.Number) })
	return all, nil
}

func (a *Around) take(p part) {
	switch p.What {
	case "workspace":
		a.Organiser = account.Workspace{ID: p.ID, Name: p.Title, Imprint: p.A, PrivacyContact: p.B, FundingNotice: p.C, Version: p.Number}
	case "page":
		a.Page.Travel, a.Page.Large, a.Page.Small, a.Page.Alt, a.Page.Credit = p.Title, p.A, p.B, p.C, p.D
		a.Page.Width, a.Page.Height, a.Page.Version = p.First, p.Second, p.Number
	case "organiser":
		a.Organisers = append(a.Organisers, p.Title)
	case "paper":
		a.Papers = append(a.Papers, Paper{ID: p.ID, Title: p.Title, Kind: document.Kind(p.A), Language: p.B, Name: p.C, Size: p.First})
	case "version":
		a.Versions = append(a.Versions, event.Version{ID: p.ID, Number: p.Number, Content: p.Title, PublishedBy: p.A, PublishedAt: p.At})
	case "library":
		a.Library = int(p.First)
	case "results":
		a.Results = true
	case "photos":
		a.Photos = int(p.First)
	case "meeting":
		a.Meeting = true
	case "guests":
		a.Guests = int(p.First)
	case "next":
		zone, err := clock.Zone(p.B)
		if err != nil {
			zone = time.UTC
		}
		starts, _ := time.ParseInLocation("2006-01-02T15:04", p.A, zone)
		a.Next = Next{Title: p.Title, Slug: p.Key, Starts: starts}
	}
}

// Paper opens the newest version of a document that everybody may read on the public page at the slug.
func (s *Service) Paper(ctx context.Context, slug, documentID string) (document.Version, *os.File, error) {
	var v document.Version
	err := s.db.Read().NewSelect().Model(&v).ColumnExpr("v.*").
		Join("JOIN documents AS d ON d.id = v.document_id AND d.latest = v.number").
		Join("JOIN event_documents AS ed ON ed.document_id = d.id").
		Join("JOIN document_links AS dl ON dl.document_id = d.id AND dl.subject_kind = ? AND dl.subject_id = ed.event_id", document.Event).
		Join("JOIN events AS e ON e.id = ed.event_id").
		Where("d.id = ? AND e.slug = ? AND e.state <> ? AND e.kind IN (?)", documentID, slug, event.Draft, bun.List(publicKinds())).Scan(ctx)
	if err != nil {
		return v, nil, database.Fault(err)
	}
	file, err := s.files.Open(v.File)
	if err != nil {
		return v, nil, err
	}
	return v, file, nil
}

// Pictures returns the pages of those of the events that have a picture, by event: for lists.
func (s *Service) Pictures(ctx context.Context, events []event.Event) (map[string]Page, error) {
	found := map[string]Page{}
	ids := make([]string, len(events))
	for i, e := range events {
		ids[i] = e.ID
	}
	if len(ids) == 0 {
		return found, nil
	}
	var pages []Page
	err := s.db.Read().NewSelect().Model(&pages).Where("ep.event_id IN (?) AND ep.large <> ''", bun.List(ids)).Scan(ctx)
	for _, p := range pages {
		found[p.EventID] = p
	}
	return found, database.Fault(err)
}
