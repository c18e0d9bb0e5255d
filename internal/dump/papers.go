package dump

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"slices"

	"rundertisch/internal/fault"
)

// events leaves out everything about those who take part.
func (r *reading) events(ctx context.Context) error {
	return rows(ctx, r, "events", func(some []event) error {
		programme, err := below(ctx, r, some, "event_id", "x.event_id, x.starts_at, x.id", func(p part) string { return p.EventID })
		if err != nil {
			return err
		}
		deadlines, err := below(ctx, r, some, "event_id", "x.event_id, x.id", func(d deadline) string { return d.EventID })
		if err != nil {
			return err
		}
		agenda, err := below(ctx, r, some, "event_id", "x.event_id, x.position, x.id", func(p point) string { return p.EventID })
		if err != nil {
			return err
		}
		summaries, err := below(ctx, r, some, "event_id", "x.event_id, x.item_id", func(s summary) string { return s.EventID })
		if err != nil {
			return err
		}
		photos, err := r.photos(ctx, some)
		if err != nil {
			return err
		}
		published, err := below(ctx, r, some, "event_id", "x.event_id", func(p publication) string { return p.EventID })
		for i := range some {
			e := &some[i]
			e.Programme, e.Deadlines, e.Agenda = programme[e.ID], deadlines[e.ID], agenda[e.ID]
			e.Summaries, e.Photos = summaries[e.ID], photos[e.ID]
			for _, p := range published[e.ID] {
				e.ResultsPublishedAt = &p.PublishedAt
			}
		}
		return err
	})
}

// photos reads what is known of the events' photos; the sum is empty of a file that is gone.
func (r *reading) photos(ctx context.Context, some []event) (map[string][]photo, error) {
	photos, err := below(ctx, r, some, "event_id", "x.event_id, x.id", func(p photo) string { return p.EventID })
	for _, of := range photos {
		for i := range of {
			if err == nil {
				of[i].SHA256, err = r.sum(of[i].Name)
			}
		}
	}
	return photos, err
}

func (r *reading) sum(name string) (string, error) {
	file, err := r.files.Open(name)
	if fault.Is(err, fault.NotFound) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	hash := sha256.New()
	_, err = io.Copy(hash, file)
	return hex.EncodeToString(hash.Sum(nil)), errors.Join(err, file.Close())
}

func (r *reading) cards(ctx context.Context) error {
	return rows(ctx, r, "result_cards", func(some []card) error {
		followups, err := below(ctx, r, some, "card_id", "x.card_id, x.id", func(f followup) string { return f.CardID })
		for i := range some {
			some[i].Followups = followups[some[i].ID]
		}
		return err
	})
}

func (r *reading) documents(ctx context.Context) error {
	return rows(ctx, r, "documents", func(some []document) error {
		versions, err := below(ctx, r, some, "document_id", "x.document_id, x.number", func(v version) string { return v.DocumentID })
		if err != nil {
			return err
		}
		links, err := below(ctx, r, some, "document_id", "x.document_id, x.subject_kind, x.subject_id", func(l link) string { return l.DocumentID })
		for i := range some {
			d := &some[i]
			d.Versions = versions[d.ID]
			d.BelongsTo = slices.DeleteFunc(links[d.ID], func(l link) bool { return !r.known[l.SubjectID] })
			for _, v := range d.Versions {
				r.name(v.UploadedBy)
			}
		}
		return err
	})
}

func (r *reading) reports(ctx context.Context) error {
	return rows(ctx, r, "reports", func(some []report) error {
		texts, err := below(ctx, r, some, "report_id", "x.report_id, x.milestone_id", func(t text) string { return t.ReportID })
		for i := range some {
			some[i].Texts = texts[some[i].ID]
			r.name(some[i].FrozenBy)
		}
		return err
	})
}
