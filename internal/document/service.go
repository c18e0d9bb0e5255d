package document

import (
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/audit"
	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/fault"
	"rundertisch/internal/files"
	"rundertisch/internal/id"
)

// Service holds the use cases of documents. Every one of them works in the actor's project.
type Service struct {
	db      *database.DB
	clock   clock.Clock
	files   *files.Store
	sources Sources
	keeps   []FileKeeper
}

// FileKeeper returns those of the stored files that another package names: they are not swept away.
type FileKeeper func(ctx context.Context, db bun.IDB, names []string) ([]string, error)

// AlsoKept names other packages with files in the store; before it is swept.
func (s *Service) AlsoKept(keepers ...FileKeeper) { s.keeps = append(s.keeps, keepers...) }

// New returns the service; a missing source is an error.
func New(db *database.DB, clock clock.Clock, store *files.Store, sources Sources) (*Service, error) {
	return &Service{db: db, clock: clock, files: store, sources: sources}, sources.complete()
}

// Add keeps an uploaded file as the first version of a new document. Without a title the file's name is the title.
// nonce is the form's: the same form sent twice with the same file is one document.
func (s *Service) Add(ctx context.Context, a account.Actor, x Details, u files.Upload, nonce string) (Document, error) {
	if err := mayKeep(a); err != nil {
		return Document{}, err
	}
	label := files.Label(u.Name)
	if oneLine(x.Title) == "" {
		x.Title = shortened(files.Stem(label))
	}
	d, err := x.apply(Document{
		ID: id.New(), WorkspaceID: a.WorkspaceID, ProjectID: a.ProjectID, Latest: 1, CreatedAt: s.clock.Now(), Version: 1,
	})
	kind, fileErr := files.Check(u)
	if err := both(err, fileErr); err != nil {
		return d, err
	}
	d.Search = d.found(label)
	err = s.keep(u, kind, func(stored files.Stored) error {
		d.Nonce = once(a, nonce, d.ID, stored.SHA256)
		return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
			before, err := findByNonce(ctx, tx, d.Nonce)
			if err != nil || before.ID != "" {
				return sentBefore(before, err)
			}
			subjects, err := s.sources.check(ctx, tx, a, x.Subjects)
			if err != nil {
				return err
			}
			if err := insertDocument(ctx, tx, d, s.version(a, d, 1, label, kind, stored), subjects); err != nil {
				return err
			}
			return s.record(ctx, tx, a, "document.added", d.ID, map[string]any{"subjects": len(subjects)})
		})
	})
	return s.settled(ctx, d, err)
}

// twice is how a transaction ends that finds its form sent before.
type twice struct{ before Document }

func (twice) Error() string { return "the form was sent before" }

func sentBefore(before Document, err error) error {
	if err != nil {
		return err
	}
	return twice{before}
}

// settled turns a form sent twice into the document of the first time; of two at the same moment the database refuses one.
func (s *Service) settled(ctx context.Context, d Document, err error) (Document, error) {
	var again twice
	switch {
	case errors.As(err, &again):
		return again.before, nil
	case database.Duplicate(err):
		return findByNonce(ctx, s.db.Read(), d.Nonce)
	}
	return d, err
}

// once binds the form's nonce to person and file, because one page, gone back to, brings several files.
func once(a account.Actor, nonce, documentID, sha256 string) string {
	if nonce == "" {
		return documentID
	}
	return id.Hash(strings.Join([]string{nonce, a.ProjectID, a.UserID, sha256}, "\n"))
}

// Replace keeps an uploaded file as the newest version of a document. The file that is the newest already is refused.
func (s *Service) Replace(ctx context.Context, a account.Actor, documentID string, u files.Upload) (v Version, err error) {
	if err := mayKeep(a); err != nil {
		return v, err
	}
	if _, err := findDocument(ctx, s.db.Read(), a, documentID); err != nil {
		return v, err
	}
	kind, err := files.Check(u)
	if err != nil {
		return v, err
	}
	label := files.Label(u.Name)
	err = s.keep(u, kind, func(stored files.Stored) error {
		return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
			if err := lockDocument(ctx, tx, a, documentID); err != nil {
				return err
			}
			d, err := findDocument(ctx, tx, a, documentID)
			if err != nil {
				return err
			}
			newest, err := findVersion(ctx, tx, d.ID, d.Latest)
			if err != nil {
				return err
			}
			if newest.SHA256 == stored.SHA256 {
				var c fault.Checks
				c.Add("file", "document.same_file", newest.Number)
				return c.Err()
			}
			d.Latest++
			d.Search = d.found(label)
			v = s.version(a, d, d.Latest, label, kind, stored)
			if err := described(d, v, "file"); err != nil {
				return err
			}
			if err := errors.Join(updateLatest(ctx, tx, d), insertVersion(ctx, tx, v), forgetText(ctx, tx, d.ID)); err != nil {
				return err
			}
			return s.record(ctx, tx, a, "document.replaced", d.ID, map[string]any{"number": d.Latest})
		})
	})
	return v, err
}

// keep stores the file, a picture without what the camera noted, and takes it away again when fn, which writes the rows, fails.
func (s *Service) keep(u files.Upload, kind files.Kind, fn func(files.Stored) error) error {
	u, err := files.Bare(u, kind)
	if err != nil {
		return err
	}
	stored, err := s.files.Put(io.NewSectionReader(u.Content, 0, u.Size))
	if err != nil {
		return err
	}
	if err := fn(stored); err != nil {
		if removeErr := s.files.Remove(stored.Name); removeErr != nil {
			return errors.Join(err, removeErr)
		}
		return err
	}
	return nil
}

func (s *Service) version(a account.Actor, d Document, number int64, label string, kind files.Kind, stored files.Stored) Version {
	return Version{
		ID: id.New(), WorkspaceID: d.WorkspaceID, DocumentID: d.ID, Number: number, File: stored.Name, Name: label,
		MediaType: kind.MediaType(), Size: stored.Size, SHA256: stored.SHA256, UploadedBy: a.UserID, UploadedAt: s.clock.Now(),
	}
}

// Edit changes what is typed about a document; version is the one the form was made from.
func (s *Service) Edit(ctx context.Context, a account.Actor, documentID string, version int64, x Details) (Document, error) {
	var d Document
	err := s.change(ctx, a, documentID, func(ctx context.Context, tx bun.IDB, stored Document) (err error) {
		if d, err = x.apply(stored); err != nil {
			return err
		}
		subjects, err := s.sources.check(ctx, tx, a, x.Subjects)
		if err != nil {
			return err
		}
		newest, err := findVersion(ctx, tx, d.ID, d.Latest)
		if err != nil {
			return err
		}
		if err := described(d, newest, "description"); err != nil {
			return err
		}
		d.Search, d.Version = d.found(newest.Name), version+1
		if err := updateDocument(ctx, tx, d); err != nil {
			return err
		}
		if err := deleteLinks(ctx, tx, d.ID); err != nil {
			return err
		}
		if err := insertLinks(ctx, tx, d, subjects); err != nil {
			return err
		}
		return s.record(ctx, tx, a, "document.changed", d.ID, map[string]any{"subjects": len(subjects)})
	})
	return d, err
}

func (s *Service) change(ctx context.Context, a account.Actor, documentID string, fn func(context.Context, bun.IDB, Document) error) error {
	if err := mayKeep(a); err != nil {
		return err
	}
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		if err := lockDocument(ctx, tx, a, documentID); err != nil {
			return err
		}
		d, err := findDocument(ctx, tx, a, documentID)
		if err != nil {
			return err
		}
		return fn(ctx, tx, d)
	})
}

// File opens a version's file; the caller closes it.
func (s *Service) File(ctx context.Context, a account.Actor, documentID string, number int64) (Version, *os.File, error) {
	if err := mayRead(a); err != nil {
		return Version{}, nil, err
	}
	d, err := findDocument(ctx, s.db.Read(), a, documentID)
	if err != nil {
		return Version{}, nil, err
	}
	v, err := findVersion(ctx, s.db.Read(), d.ID, number)
	if err != nil {
		return Version{}, nil, err
	}
	file, err := s.files.Open(v.File)
	return v, file, err
}

const grace = 24 * time.Hour // between a file and the row that names it

// Sweep removes stored files that nothing names: no version, here or in the bin, and no other package; it returns how many.
func (s *Service) Sweep(ctx context.Context) (int, error) {
	return s.files.Sweep(ctx, s.clock.Now().Add(-grace), func(ctx context.Context, names []string) (known map[string]bool, err error) {
		err = s.db.Snapshot(ctx, func(ctx context.Context, tx bun.IDB) error {
			if known, err = knownFiles(ctx, tx, names); err != nil {
				return err
			}
			for _, keeper := range s.keeps {
				kept, err := keeper(ctx, tx, names)
				if err != nil {
					return err
				}
				for _, name := range kept {
					known[name] = true
				}
			}
			return nil
		})
		return known, err
	})
}

func (s *Service) record(ctx context.Context, tx bun.IDB, a account.Actor, action, documentID string, details map[string]any) error {
	return audit.Record(ctx, tx, a.Entry(s.clock.Now(), action, "document", documentID, details))
}

// both joins what is wrong with the typed values and with the file; what is no fault goes first.
func both(typed, file error) error {
	for _, err := range []error{typed, file} {
		if err != nil && !fault.Is(err, fault.Invalid) {
			return err
		}
	}
	var c fault.Checks
	c.Merge("", file)
	c.Merge("", typed)
	return c.Err()
}

func shortened(title string) string {
	if whole := []rune(title); len(whole) > maxTitle {
		return string(whole[:maxTitle])
	}
	return title
}
