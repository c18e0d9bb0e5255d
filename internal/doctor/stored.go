package doctor

import (
	"context"
	"strings"

	"rundertisch/internal/database"
	"rundertisch/internal/files"
)

const someNames = 5 // of the missing files: enough to see which backup has them

// version is what the database says of an uploaded file.
type version struct {
	File     string
	Name     string
	Document string
}

// stored looks whether the files that the database names lie in their folder.
func (p Patient) stored(ctx context.Context, db *database.DB) []Finding {
	var named []version
	err := db.Read().NewRaw(`SELECT v.file, v.name, d.title AS document FROM document_versions AS v JOIN documents AS d ON d.id = v.document_id
		ORDER BY v.uploaded_at DESC, v.id`).Scan(ctx, &named)
	if err != nil {
		return []Finding{{"files", Problem, "doctor.database.unreadable", []any{oneLine(err)}}}
	}
	store := files.New(p.Config.FilesDir)
	var missing []string
	for _, v := range named {
		found, err := store.Has(v.File)
		if err != nil {
			return []Finding{{"files", Problem, "doctor.disk.unreadable", []any{p.Config.FilesDir, oneLine(err)}}}
		}
		if !found {
			missing = append(missing, v.File+" ("+v.Document+": "+v.Name+")")
		}
	}
	if len(missing) == 0 {
		return []Finding{{"files", OK, "doctor.files.ok", []any{len(named)}}}
	}
	shown := strings.Join(missing[:min(len(missing), someNames)], ", ")
	if len(missing) > someNames {
		shown += ", …"
	}
	return []Finding{{"files", Problem, "doctor.files.missing", []any{len(missing), len(named), shown}}}
}
