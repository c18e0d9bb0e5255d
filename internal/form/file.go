package form

import (
	"context"
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/fault"
	"rundertisch/internal/files"
)

// MaxFile is how large a file is at most that answers a question, in octets, and MaxFiles how many questions of an event take
// one: all together stay below what one request may bring.
const (
	MaxFile  = 5 << 20
	MaxFiles = 2
)

// Sending is what came of a form's own questions.
type Sending struct {
	Typed   Typed
	Files   Uploads
	Dropped []string // fields whose file is to go
}

const dropPrefix = "drop_"

// Drop is the form name that says that the file of a field is to go.
func Drop(fieldID string) string { return dropPrefix + fieldID }

// SendingOf takes what belongs to the own questions out of the values of a form.
func SendingOf(values map[string][]string, uploads Uploads) Sending {
	s := Sending{Typed: TypedIn(values), Files: uploads}
	for name, all := range values {
		if fieldID, ok := strings.CutPrefix(name, dropPrefix); ok && strings.Join(all, "") != "" {
			s.Dropped = append(s.Dropped, fieldID)
		}
	}
	return s
}

// Accepts lists what may answer a question: documents and pictures. What people fill in elsewhere and run there stays outside.
func Accepts() []files.Kind {
	return []files.Kind{files.PDF, files.DOCX, files.ODT, files.JPEG, files.PNG, files.WebP}
}

// Accept is the list of endings for a form's file field.
func Accept() string {
	endings := []string{".jpeg"}
	for _, kind := range Accepts() {
		endings = append(endings, "."+string(kind))
	}
	return strings.Join(endings, ",")
}

// Uploads are the files that came, by the identifier of their field.
type Uploads map[string]files.Upload

// CheckFiles returns those of the files that are taken; answers are what Check read, and kept says whose files are there
// already. What a file is, its contents say. Messages are at the fields' names and at Gone.
func CheckFiles(c *fault.Checks, fields []Field, answers map[string]string, uploads Uploads, kept map[string]Answer, strict bool) (Uploads, error) {
	taken := Uploads{}
	for _, f := range fields {
		upload, came := uploads[f.ID]
		switch {
		case f.Kind != File:
		case !f.Asked():
			if strict && came {
				c.Add(Gone, "form.fault.gone", f.Label)
			}
		case !f.met(answers):
		case came:
			ok, err := f.checkFile(c, upload)
			if err != nil {
				return nil, err
			}
			if ok {
				taken[f.ID] = upload
			}
		case strict && f.Required && kept[f.ID].File == "":
			c.Add(f.Name(), "files.missing")
		}
	}
	return taken, nil
}

func (f Field) checkFile(c *fault.Checks, upload files.Upload) (ok bool, err error) {
	if upload.Size > MaxFile {
		c.Add(f.Name(), "files.too_large", MaxFile>>20)
		return false, nil
	}
	kind, err := files.Check(upload)
	switch {
	case fault.Is(err, fault.Invalid):
		for _, problem := range fault.Fields(err) {
			key := problem.Key
			if key == "files.kind" {
				key = "form.fault.file_kind"
			}
			c.Add(f.Name(), key, problem.Args...)
		}
		return false, nil
	case err != nil:
		return false, err
	case !slices.Contains(Accepts(), kind):
		c.Add(f.Name(), "form.fault.file_kind")
		return false, nil
	}
	return true, nil
}

// Unasked lists the fields that take a file and are not asked with these answers.
func Unasked(fields []Field, answers map[string]string) []string {
	var ids []string
	for _, f := range Asked(fields) {
		if f.Kind == File && !f.met(answers) {
			ids = append(ids, f.ID)
		}
	}
	return ids
}

// Put writes the files into the store, before the transaction that keeps their names. The night's sweep takes away those
// whose row was never written.
func Put(store *files.Store, uploads Uploads) ([]Answer, error) {
	var all []Answer
	for fieldID, upload := range uploads {
		stored, err := store.Put(io.NewSectionReader(upload.Content, 0, upload.Size))
		if err != nil {
			return nil, errors.Join(err, Discard(store, all))
		}
		all = append(all, Answer{FieldID: fieldID, Value: files.Label(upload.Name), File: stored.Name})
	}
	return all, nil
}

// Discard takes files away again that belong to nothing.
func Discard(store *files.Store, answers []Answer) error {
	var problems error
	for _, a := range answers {
		problems = errors.Join(problems, store.Remove(a.File))
	}
	return problems
}

// KeepFilesIn makes the files the person's answers, instead of those before.
func KeepFilesIn(ctx context.Context, tx bun.IDB, now time.Time, whose Whose, answers []Answer) error {
	if len(answers) == 0 {
		return nil
	}
	fields := make([]string, len(answers))
	for i := range answers {
		fields[i] = answers[i].FieldID
		answers[i].AttendanceID, answers[i].WorkspaceID, answers[i].EventID, answers[i].AnsweredAt = whose.AttendanceID, whose.WorkspaceID, whose.EventID, now
	}
	if err := DropFilesIn(ctx, tx, whose.AttendanceID, fields); err != nil {
		return err
	}
	_, err := tx.NewInsert().Model(&answers).Exec(ctx)
	return database.Fault(err)
}

// DropFilesIn lets go of the files with which a person answered the fields; the night's sweep takes them away.
func DropFilesIn(ctx context.Context, tx bun.IDB, attendanceID string, fields []string) error {
	if len(fields) == 0 {
		return nil
	}
	_, err := tx.NewDelete().Model((*Answer)(nil)).
		Where("attendance_id = ? AND field_id IN (?) AND file <> ''", attendanceID, bun.List(fields)).Exec(ctx)
	return database.Fault(err)
}

// OpenFile opens the file with which a person answered the field; NotFound when there is none.
func OpenFile(ctx context.Context, db bun.IDB, store *files.Store, attendanceID, fieldID string) (Answer, *os.File, error) {
	var a Answer
	err := db.NewSelect().Model(&a).Where("fa.attendance_id = ? AND fa.field_id = ? AND fa.file <> ''", attendanceID, fieldID).Scan(ctx)
	if err != nil {
		return a, nil, database.Fault(err)
	}
	file, err := store.Open(a.File)
	return a, file, err
}

// KeptFiles returns those of the stored files that are answers, for who sweeps the store.
func KeptFiles(ctx context.Context, db bun.IDB, names []string) ([]string, error) {
	var found []Answer
	err := db.NewSelect().Model(&found).Column("file").Where("fa.file IN (?)", bun.List(names)).Scan(ctx)
	kept := make([]string, len(found))
	for i, a := range found {
		kept[i] = a.File
	}
	return kept, database.Fault(err)
}
