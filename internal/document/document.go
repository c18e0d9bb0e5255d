package document

import (
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/fault"
)

// Kind is what sort of document it is.
type Kind string

// The kinds of documents.
const (
	Minutes      Kind = "minutes"      // Protokoll
	Report       Kind = "report"       // Bericht
	Presentation Kind = "presentation" // Präsentation
	Concept      Kind = "concept"      // Konzept, Entwurf
	Agreement    Kind = "agreement"    // Vereinbarung
	Notice       Kind = "notice"       // Bescheid
	Figures      Kind = "figures"      // Zahlen, Auswertung
	Material     Kind = "material"     // Unterlage, Handzettel
	Picture      Kind = "picture"      // Bild
	Other        Kind = "other"
)

// Kinds lists the kinds in the order of the forms.
func Kinds() []Kind {
	return []Kind{Minutes, Report, Presentation, Concept, Agreement, Notice, Figures, Material, Picture, Other}
}

// Languages lists the languages a document may be in, as BCP 47 tags; de-simple is German in easy language.
func Languages() []string {
	return []string{"de", "de-simple", "en", "ar", "fa", "fr", "pl", "ro", "ru", "tr", "uk"}
}

// Licence says what others may do with a document; empty when nothing is said of it.
type Licence string

// Licences lists the licences in the order of the forms.
func Licences() []Licence {
	return []Licence{"", "dl-de-by-2.0", "dl-de-zero-2.0", "cc-by-4.0", "cc-by-sa-4.0", "cc0-1.0", "reserved"}
}

// Terms is where the licence can be read; empty for those that are none.
func (l Licence) Terms() string {
	switch l {
	case "dl-de-by-2.0":
		return "https://www.govdata.de/dl-de/by-2-0"
	case "dl-de-zero-2.0":
		return "https://www.govdata.de/dl-de/zero-2-0"
	case "cc-by-4.0":
		return "https://creativecommons.org/licenses/by/4.0/"
	case "cc-by-sa-4.0":
		return "https://creativecommons.org/licenses/by-sa/4.0/"
	case "cc0-1.0":
		return "https://creativecommons.org/publicdomain/zero/1.0/"
	}
	return ""
}

const (
	maxTitle       = 200
	maxDescription = 2000
	maxSubjects    = 50
)

// Document is a title and what is known of it.
type Document struct {
	bun.BaseModel `bun:"table:documents,alias:d"`

	ID          string    `bun:"id,pk"`
	WorkspaceID string    `bun:"workspace_id"`
	ProjectID   string    `bun:"project_id"`
	Title       string    `bun:"title"`
	TitleKey    string    `bun:"title_key"`   // folded, for sorting
	Description string    `bun:"description"` // plain text
	Kind        Kind      `bun:"kind"`
	Language    string    `bun:"language"`
	Licence     Licence   `bun:"licence"`
	Latest      int64     `bun:"latest"` // number of the newest version
	Search      string    `bun:"search"` // folded title, description and name of the newest file
	Nonce       string    `bun:"nonce"`  // of the form, against double submits
	CreatedAt   time.Time `bun:"created_at"`
	Version     int64     `bun:"version"` // counts changes of what is typed

	PublishedAt *time.Time `bun:"published_at"` // everybody may read it since then; nil for what is internal
	PublicFrom  int64      `bun:"public_from"`  // number of the first version that everybody may read
}

// Public reports whether everybody may read the document.
func (d Document) Public() bool { return d.PublishedAt != nil }

// Shows reports whether everybody may read the version of that number.
func (d Document) Shows(number int64) bool { return d.Public() && number >= d.PublicFrom }

// Version is one upload of a document.
type Version struct {
	bun.BaseModel `bun:"table:document_versions,alias:v"`

	ID          string    `bun:"id,pk"`
	WorkspaceID string    `bun:"workspace_id"`
	DocumentID  string    `bun:"document_id"`
	Number      int64     `bun:"number"` // from 1
	File        string    `bun:"file"`   // in the store
	Name        string    `bun:"name"`   // as it is called when it is saved
	MediaType   string    `bun:"media_type"`
	Size        int64     `bun:"size"` // octets
	SHA256      string    `bun:"sha256"`
	UploadedBy  string    `bun:"uploaded_by"` // user; empty for the program itself
	UploadedAt  time.Time `bun:"uploaded_at"`

	Uploader string `bun:"uploader,scanonly"` // name
}

// Entry is a document with its newest version.
type Entry struct {
	Document
	Newest Version `bun:"embed:newest_"`
	InText bool    `bun:"-"` // only the text of its file has all the words that were looked for
}

// link says that a document belongs to a subject.
type link struct {
	bun.BaseModel `bun:"table:document_links,alias:dl"`

	DocumentID  string      `bun:"document_id,pk"`
	WorkspaceID string      `bun:"workspace_id"`
	SubjectKind SubjectKind `bun:"subject_kind,pk"`
	SubjectID   string      `bun:"subject_id,pk"`
}

// Details is what staff type about a document.
type Details struct {
	Title       string
	Description string
	Kind        Kind
	Language    string
	Licence     Licence
	Subjects    []Subject // what it belongs to; none for the project as a whole
}

// apply writes the details into d. Fields: title, description, kind, language, licence, subjects.
func (x Details) apply(d Document) (Document, error) {
	var c fault.Checks
	d.Title, d.Description = oneLine(x.Title), strings.TrimSpace(x.Description)
	d.Kind, d.Language, d.Licence = x.Kind, x.Language, x.Licence
	c.Require("title", d.Title)
	c.MaxLen("title", d.Title, maxTitle)
	c.MaxLen("description", d.Description, maxDescription)
	if !slices.Contains(Kinds(), d.Kind) {
		c.Add("kind", "fault.choice")
	}
	if !slices.Contains(Languages(), d.Language) {
		c.Add("language", "fault.choice")
	}
	if !slices.Contains(Licences(), d.Licence) {
		c.Add("licence", "fault.choice")
	}
	if len(x.Subjects) > maxSubjects {
		c.Add("subjects", "document.too_many_subjects", maxSubjects)
	}
	d.TitleKey = database.FoldWord(d.Title)
	return d, c.Err()
}

// found returns the folded text under which the list finds the document.
func (d Document) found(fileName string) string {
	return database.Fold(d.Title, d.Description, fileName)
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
