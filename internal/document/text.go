package document

import (
	"context"
	"errors"
	"os"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/fault"
	"rundertisch/internal/files"
	"rundertisch/internal/pdftext"
)

// TextState says how far the text of a document's newest file is known.
type TextState string

// The states of a text. Files that are no PDFs, and PDFs that nobody has read yet, have none.
const (
	TextWhole  TextState = "whole"
	TextPartly TextState = "partly" // some pages could not be read, or there are too many
	TextNone   TextState = "none"   // a scan: pages without a letter
	TextLocked TextState = "locked" // asks for a password
	TextBroken TextState = "broken" // cannot be read
	TextFailed TextState = "failed" // gave no answer, or is not there; tried again
)

// content is what is written in a document's newest file, if that is a PDF.
type content struct {
	bun.BaseModel `bun:"table:document_texts,alias:dt"`

	DocumentID  string    `bun:"document_id,pk"`
	WorkspaceID string    `bun:"workspace_id"`
	Number      int64     `bun:"number"` // of the version
	State       TextState `bun:"state"`
	Content     string    `bun:"content"` // one blank between words
	Words       string    `bun:"words"`   // folded, each once
	Tries       int64     `bun:"tries"`   // without an answer
	ReadAt      time.Time `bun:"read_at"`
}

// A file that gave no answer may be too much for the process, or the machine was: it is tried again after an hour, and after three times
// once a day.
const (
	hourlyTries = 3
	tryAgain    = time.Hour
	tryLater    = 24 * time.Hour
)

// Read returns what is written in a file, as pdftext.Reader does.
type Read func(context.Context, *os.File) (pdftext.Text, error)

// ReadNew reads the newest files of all documents that are PDFs and were not read before, one after the other, and returns how many.
// Each is kept at once. An error is a fault of this machine, about no file.
func (s *Service) ReadNew(ctx context.Context, read Read) (int, error) {
	for n := 0; ; n++ {
		d, v, err := s.unread(ctx)
		if err != nil || d.ID == "" {
			return n, err
		}
		c, err := s.read(ctx, v, read)
		if err != nil {
			return n, err
		}
		if err := s.keepText(ctx, d, c); err != nil {
			return n, err
		}
	}
}

// unread finds the newest PDF that is to be read; none when all are.
func (s *Service) unread(ctx context.Context) (Document, Version, error) {
	var entries []Entry
	err := entriesQuery(s.db.Read()).
		Join("LEFT JOIN document_texts AS dt ON dt.document_id = d.id AND dt.number = d.latest").
		Where("v.media_type = ?", files.PDF.MediaType()).
		Where("dt.document_id IS NULL OR dt.state = ? AND (dt.read_at < ? OR dt.tries < ? AND dt.read_at < ?)",
			TextFailed, s.clock.Now().Add(-tryLater), hourlyTries, s.clock.Now().Add(-tryAgain)).
		OrderExpr("v.uploaded_at DESC, d.id").Limit(1).Scan(ctx, &entries)
	if err != nil || len(entries) == 0 {
		return Document{}, Version{}, database.Fault(err)
	}
	return entries[0].Document, entries[0].Newest, nil
}

// read reads the version's file. One that is not there, or cannot be opened, is tried again as one that gives no answer: it keeps no other waiting.
func (s *Service) read(ctx context.Context, v Version, read Read) (content, error) {
	c := content{DocumentID: v.DocumentID, WorkspaceID: v.WorkspaceID, Number: v.Number}
	file, err := s.files.Open(v.File)
	if err != nil {
		c.State = TextFailed
		return c, nil //nolint:nilerr // said of the file
	}
	text, err := read(ctx, file)
	var failed pdftext.Failed
	if errors.As(err, &failed) {
		c.State, err = TextFailed, nil
	} else {
		c.State = stateOf(text)
	}
	c.Content, c.Words = text.Words, database.Fold(text.Words)
	return c, errors.Join(err, file.Close())
}

func stateOf(text pdftext.Text) TextState {
	switch {
	case text.Locked:
		return TextLocked
	case text.Broken:
		return TextBroken
	case text.Read < text.Pages:
		return TextPartly
	case strings.TrimSpace(text.Words) == "":
		return TextNone
	}
	return TextWhole
}

// keepText writes what was read, unless the document has gone or has a newer file by now. The document's row is written, too: the search
// of the whole project hears of it by that.
func (s *Service) keepText(ctx context.Context, d Document, c content) error {
	c.ReadAt = s.clock.Now()
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		same, err := database.Changed(tx.NewUpdate().Model((*Document)(nil)).Set("latest = latest").
			Where("id = ? AND latest = ?", d.ID, c.Number).Exec(ctx))
		if err != nil || !same {
			return err
		}
		var before content
		err = database.Fault(tx.NewSelect().Model(&before).Where("dt.document_id = ?", d.ID).Scan(ctx))
		if err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
		if c.State == TextFailed {
			c.Tries = 1
			if before.Number == c.Number {
				c.Tries += before.Tries
			}
		}
		if err := forgetText(ctx, tx, d.ID); err != nil {
			return err
		}
		_, err = tx.NewInsert().Model(&c).Exec(ctx)
		return database.Fault(err)
	})
}

// forgetText takes away what was read: the file is not the newest any more, or the document goes into the bin, from where it is read anew.
func forgetText(ctx context.Context, tx bun.IDB, documentID string) error {
	_, err := tx.NewDelete().Model((*content)(nil)).Where("document_id = ?", documentID).Exec(ctx)
	return database.Fault(err)
}

// textState says how far the text of the document's newest file is known; empty while nobody has read it.
func textState(ctx context.Context, db bun.IDB, d Document) (TextState, error) {
	var state TextState
	err := database.Fault(db.NewSelect().Model((*content)(nil)).Column("state").Where("document_id = ? AND number = ?", d.ID, d.Latest).Scan(ctx, &state))
	if fault.Is(err, fault.NotFound) {
		return "", nil
	}
	return state, err
}
