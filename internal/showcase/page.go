package showcase

import (
	"path"
	"slices"
	"strings"

	"github.com/uptrace/bun"

	"rundertisch/internal/document"
	"rundertisch/internal/fault"
)

const (
	maxTravel     = 4000
	maxAlt        = 300
	maxCredit     = 200
	maxOrganisers = 20
	maxDocuments  = 50
)

// Page is what staff put on the public page of an event.
type Page struct {
	bun.BaseModel `bun:"table:event_pages,alias:ep"`

	EventID     string `bun:"event_id,pk"`
	WorkspaceID string `bun:"workspace_id"`
	Travel      string `bun:"travel"` // how one gets there, plain text
	Large       string `bun:"large"`  // files of the picture in the store; empty without one
	Small       string `bun:"small"`
	Width       int64  `bun:"width"` // pixels of the large one
	Height      int64  `bun:"height"`
	Alt         string `bun:"alt"`    // what is to be seen in the picture
	Credit      string `bun:"credit"` // who took or drew it
	Version     int64  `bun:"version"`

	Organisers []string `bun:"-"` // organisations of the directory
	Documents  []string `bun:"-"` // of the event, that everybody may read
	Guests     bool     `bun:"-"` // participants who agreed are named on a page of their own; kept by the event
}

// Pictured reports whether the page has a picture.
func (p Page) Pictured() bool { return p.Large != "" }

// organiser says that an organisation invites to the event.
type organiser struct {
	bun.BaseModel `bun:"table:event_organisers,alias:eo"`

	EventID        string `bun:"event_id,pk"`
	OrganisationID string `bun:"organisation_id,pk"`
	WorkspaceID    string `bun:"workspace_id"`
}

// paper says that everybody may read the document on the event's page.
type paper struct {
	bun.BaseModel `bun:"table:event_documents,alias:ed"`

	EventID     string `bun:"event_id,pk"`
	DocumentID  string `bun:"document_id,pk"`
	WorkspaceID string `bun:"workspace_id"`
}

// Details is what staff type about a page.
type Details struct {
	Travel     string
	Organisers []string // identifiers of organisations
	Documents  []string // identifiers of documents of the event
	Alt        string   // counts when there is a picture
	Credit     string
	Guests     bool // name the participants who agreed
}

// apply writes the details into p. Fields: travel, organisers, documents, alt, credit.
func (d Details) apply(p Page) (Page, error) {
	var c fault.Checks
	p.Travel = strings.TrimSpace(d.Travel)
	p.Organisers, p.Documents, p.Guests = once(d.Organisers), once(d.Documents), d.Guests
	c.MaxLen("travel", p.Travel, maxTravel)
	if len(p.Organisers) > maxOrganisers {
		c.Add("organisers", "showcase.too_many", maxOrganisers)
	}
	if len(p.Documents) > maxDocuments {
		c.Add("documents", "showcase.too_many", maxDocuments)
	}
	if p.Pictured() {
		p = describe(&c, p, d.Alt, d.Credit)
	}
	return p, c.Err()
}

// describe writes what is said about the picture; without alternative text there is none.
func describe(c *fault.Checks, p Page, alt, credit string) Page {
	p.Alt, p.Credit = oneLine(alt), oneLine(credit)
	c.Require("alt", p.Alt)
	c.MaxLen("alt", p.Alt, maxAlt)
	c.MaxLen("credit", p.Credit, maxCredit)
	return p
}

// Choice is an organisation or document that may be put on the page.
type Choice struct{ ID, Title string }

// Sheet is a page as staff change it, with what there is to choose from.
type Sheet struct {
	Page
	Organisations []Choice // those that are not archived, by name
	Papers        []Choice // the documents of the event
}

// Paper is a document that everybody may read.
type Paper struct {
	ID, Title, Language, Name string
	Kind                      document.Kind
	Size                      int64 // octets
}

// Ending is what sort of file it is: "PDF".
func (p Paper) Ending() string { return strings.ToUpper(strings.TrimPrefix(path.Ext(p.Name), ".")) }

func once(ids []string) []string {
	ids = slices.Clone(ids)
	slices.Sort(ids)
	return slices.DeleteFunc(slices.Compact(ids), func(id string) bool { return id == "" })
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
