package document

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/bin"
	"rundertisch/internal/fault"
)

// remains is what the bin keeps of a document; its files stay in the store as long as the bin names them.
type remains struct {
	Documents []Document
	Versions  []Version
	Links     []link
}

// Remove puts a document with all its versions into the bin. Its files stay until it is deleted for good.
func (s *Service) Remove(ctx context.Context, a account.Actor, documentID string) (bin.Entry, error) {
	var entry bin.Entry
	err := s.change(ctx, a, documentID, func(ctx context.Context, tx bun.IDB, d Document) error {
		gone, err := takeDocument(ctx, tx, d)
		if err != nil {
			return err
		}
		entry, err = bin.PutIn(ctx, tx, a, s.clock.Now(), bin.Thing{Kind: bin.Document, ID: d.ID, Title: d.Title, Rows: gone})
		if err != nil {
			return err
		}
		return s.record(ctx, tx, a, "document.removed", d.ID, map[string]any{"versions": d.Latest})
	})
	return entry, err
}

// BinKeepers says how documents come back from the bin.
func (s *Service) BinKeepers() []bin.Keeper {
	return []bin.Keeper{{Kind: bin.Document, May: MayKeep, BringBack: s.bringBack}}
}

// bringBack writes links to things that are gone, too: such a link shows again when its thing comes back. Only the staff read what
// comes back, until somebody publishes it again.
func (s *Service) bringBack(ctx context.Context, tx bun.IDB, a account.Actor, entry bin.Entry) error {
	var rows remains
	if err := entry.Read(&rows); err != nil {
		return err
	}
	for i, d := range rows.Documents {
		again, err := findByNonce(ctx, tx, d.Nonce)
		if err != nil {
			return err
		}
		rows.Documents[i].PublishedAt, rows.Documents[i].PublicFrom = nil, 0
		if again.ID != "" { // the form it came by was sent once more while it lay in the bin
			rows.Documents[i].Nonce = d.ID
		}
	}
	if err := bin.WriteIn(ctx, tx, rows.Documents); err != nil {
		return err
	}
	if err := bin.WriteIn(ctx, tx, rows.Versions); err != nil {
		return err
	}
	if err := bin.WriteIn(ctx, tx, rows.Links); err != nil {
		return err
	}
	return s.record(ctx, tx, a, "document.brought_back", entry.SubjectID, nil)
}

func takeDocument(ctx context.Context, tx bun.IDB, d Document) (gone remains, err error) {
	if err := forgetText(ctx, tx, d.ID); err != nil {
		return gone, err
	}
	if gone.Links, err = bin.TakeIn[link](ctx, tx, "dl.document_id = ?", d.ID); err != nil {
		return gone, err
	}
	if gone.Versions, err = bin.TakeIn[Version](ctx, tx, "v.document_id = ?", d.ID); err != nil {
		return gone, err
	}
	if gone.Documents, err = bin.TakeIn[Document](ctx, tx, "d.id = ?", d.ID); err == nil && len(gone.Documents) == 0 {
		err = fault.Missing() // somebody else was faster
	}
	return gone, err
}

// knownFiles says which of the stored files a version names, one of a document in the bin included. db must show both at
// the same moment: a document may be on its way from one to the other.
func knownFiles(ctx context.Context, db bun.IDB, names []string) (map[string]bool, error) {
	known := map[string]bool{}
	stored, err := listFiles(ctx, db, names)
	if err != nil {
		return nil, err
	}
	for _, name := range stored {
		known[name] = true
	}
	entries, err := bin.ListIn(ctx, db, bin.Document)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		var rows remains
		if err := e.Read(&rows); err != nil {
			return nil, err
		}
		for _, v := range rows.Versions {
			known[v.File] = true
		}
	}
	return known, nil
}
