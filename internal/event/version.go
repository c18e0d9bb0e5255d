package event

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/audit"
	"rundertisch/internal/database"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
)

// Version is the programme as it was published once. It never changes.
type Version struct {
	bun.BaseModel `bun:"table:programme_versions,alias:pv"`

	ID          string    `bun:"id,pk"`
	WorkspaceID string    `bun:"workspace_id"`
	EventID     string    `bun:"event_id"`
	Number      int64     `bun:"number"`  // from 1
	Content     string    `bun:"content"` // its items as JSON, in their order
	PublishedAt time.Time `bun:"published_at"`
	PublishedBy string    `bun:"published_by"` // name of who did
}

// Items are the programme's items as they were.
func (v Version) Items() ([]ProgrammeItem, error) {
	var items []ProgrammeItem
	err := json.Unmarshal([]byte(v.Content), &items)
	return items, err
}

// History is what was published of a programme, the latest first, and what has changed since.
type History struct {
	Versions []Version
	Since    []Difference // between the latest version and the programme as it stands
}

// Latest returns the version that was published last.
func (h History) Latest() (Version, bool) {
	if len(h.Versions) == 0 {
		return Version{}, false
	}
	return h.Versions[0], true
}

// News is what is new about a programme for those who read it.
type News struct {
	Latest  Version // the latest version; its Number is 0 when there is none
	Since   Version // what Changes compares with: the latest version when the programme differs from it, else the one before
	Changes []Difference
}

// Versions returns the history of an event's programme of the project.
func (s *Service) Versions(ctx context.Context, actor account.Actor, eventID string) (Event, History, error) {
	e, items, err := s.Programme(ctx, actor, eventID)
	if err != nil {
		return Event{}, History{}, err
	}
	var h History
	if h.Versions, err = listVersions(ctx, s.db.Read(), e.ID, 0); err != nil || len(h.Versions) == 0 {
		return e, h, err
	}
	before, err := h.Versions[0].Items()
	h.Since = Differences(before, items)
	return e, h, err
}

// News tells what is new about the programme of an event that has a public page.
func (s *Service) News(ctx context.Context, e Event, items []ProgrammeItem) (News, error) {
	versions, err := listVersions(ctx, s.db.Read(), e.ID, NewsVersions)
	if err != nil {
		return News{}, err
	}
	return NewsOf(versions, items)
}

// NewsVersions is of how many versions, the latest ones, NewsOf makes its news.
const NewsVersions = 2

// NewsOf tells what is new about a programme as it stands; of its versions the latest is the first.
func NewsOf(versions []Version, items []ProgrammeItem) (News, error) {
	if len(versions) == 0 {
		return News{}, nil
	}
	news := News{Latest: versions[0]}
	for _, v := range versions {
		before, err := v.Items()
		if err != nil {
			return News{}, err
		}
		if news.Changes = Differences(before, items); len(news.Changes) > 0 {
			news.Since = v
			break
		}
	}
	return news, nil
}

// FindVersion returns a version of an event's programme of the project by its number.
func (s *Service) FindVersion(ctx context.Context, actor account.Actor, eventID string, number int64) (Event, Version, error) {
	e, err := s.Find(ctx, actor, eventID)
	if err != nil {
		return Event{}, Version{}, err
	}
	var v Version
	err = s.db.Read().NewSelect().Model(&v).Where("pv.event_id = ? AND pv.number = ?", e.ID, number).Scan(ctx)
	return e, v, database.Fault(err)
}

// PublishProgramme makes a version of a published event's programme as it stands; a Conflict when nothing has changed since the
// last one.
func (s *Service) PublishProgramme(ctx context.Context, actor account.Actor, eventID string) (Version, error) {
	if err := mayRun(actor); err != nil {
		return Version{}, err
	}
	var v Version
	err := s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		e, err := findEditable(ctx, tx, actor, eventID)
		if err != nil {
			return err
		}
		if e.State != Published {
			return fault.New(fault.Conflict, "event.version.draft")
		}
		v, err = s.versionIn(ctx, tx, actor, e)
		if err == nil && v.Number == 0 {
			err = fault.New(fault.Conflict, "event.version.same")
		}
		if err != nil {
			return err
		}
		details := map[string]any{"event": e.ID, "number": v.Number}
		return audit.Record(ctx, tx, actor.Entry(s.clock.Now(), "event.programme_published", "event", e.ID, details))
	})
	return v, err
}

// versionIn keeps the programme as it stands, unless it is empty or as it was published last.
func (s *Service) versionIn(ctx context.Context, tx bun.IDB, actor account.Actor, e Event) (Version, error) {
	items, err := ListItemsIn(ctx, tx, e.ID)
	if err != nil {
		return Version{}, err
	}
	last, err := listVersions(ctx, tx, e.ID, 1)
	if err != nil || len(items) == 0 && len(last) == 0 {
		return Version{}, err
	}
	v := Version{ID: id.New(), WorkspaceID: e.WorkspaceID, EventID: e.ID, Number: 1, PublishedAt: s.clock.Now(), PublishedBy: actor.Name}
	if len(last) > 0 {
		before, err := last[0].Items()
		if err != nil || len(Differences(before, items)) == 0 {
			return Version{}, err
		}
		v.Number = last[0].Number + 1
	}
	content, err := json.Marshal(items)
	if err != nil {
		return Version{}, err
	}
	v.Content = string(content)
	_, err = tx.NewInsert().Model(&v).Exec(ctx)
	return v, database.Fault(err)
}

// forget takes a name out of the versions of an event's programme.
func forget(ctx context.Context, tx bun.IDB, speaker Speaker) error {
	versions, err := listVersions(ctx, tx, speaker.EventID, 0)
	if err != nil {
		return err
	}
	for _, v := range versions {
		items, err := v.Items()
		if err != nil {
			return err
		}
		kept := slices.Clone(items)
		for n := range items {
			items[n].Speakers, items[n].Moderator = rename(items[n].Speakers, speaker.Name, ""), rename(items[n].Moderator, speaker.Name, "")
		}
		if slices.Equal(kept, items) {
			continue
		}
		content, err := json.Marshal(items)
		if err != nil {
			return err
		}
		if _, err := tx.NewUpdate().Model(&v).Set("content = ?", string(content)).WherePK().Exec(ctx); err != nil {
			return database.Fault(err)
		}
	}
	return nil
}

// listVersions returns the latest versions first, all when limit is 0.
func listVersions(ctx context.Context, db bun.IDB, eventID string, limit int64) ([]Version, error) {
	var versions []Version
	query := db.NewSelect().Model(&versions).Where("pv.event_id = ?", eventID).Order("pv.number DESC")
	if limit > 0 {
		query = query.Limit(limit)
	}
	return versions, database.Fault(query.Scan(ctx))
}
