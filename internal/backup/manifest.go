package backup

import (
	"fmt"
	"slices"
	"time"

	"rundertisch/internal/database"
)

// Format is the version of the archive's layout that this program writes, and the newest it reads.
const Format = 1

const manifestName = "manifest.json"

// Manifest is what an archive says about itself.
type Manifest struct {
	Format     int       `json:"format"`
	Program    string    `json:"program"` // version that wrote it
	CreatedAt  time.Time `json:"created_at"`
	Database   string    `json:"database"` // sqlite or postgres, for people
	Migrations []string  `json:"migrations"`
	Tables     []Table   `json:"tables"`
	Files      []Entry   `json:"files"`
}

// Table is the entry of one table.
type Table struct {
	Name    string            `json:"name"`
	Columns []database.Column `json:"columns"`
	Rows    int               `json:"rows"`
	Entry
}

// Entry is one member of the archive.
type Entry struct {
	Path   string `json:"path"` // within the archive
	Size   int64  `json:"size"` // bytes
	SHA256 string `json:"sha256"`
}

// Rows is the number of rows of all tables.
func (m Manifest) Rows() int {
	rows := 0
	for _, table := range m.Tables {
		rows += table.Rows
	}
	return rows
}

func (m Manifest) entries() []Entry {
	all := slices.Clone(m.Files)
	for _, table := range m.Tables {
		all = append(all, table.Entry)
	}
	return all
}

// readable refuses what a newer program has written.
func (m Manifest) readable(known []string) error {
	if m.Format < 1 || m.Format > Format {
		return fmt.Errorf("the backup has format %d, this program reads up to %d: restore it with the program that wrote it (%s) or a newer one", m.Format, Format, m.Program)
	}
	for _, migration := range m.Migrations {
		if !slices.Contains(known, migration) {
			return fmt.Errorf("the backup holds migration %s, which this program does not know: restore it with the program that wrote it (%s) or a newer one", migration, m.Program)
		}
	}
	return nil
}
