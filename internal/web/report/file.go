package reportweb

import (
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"rundertisch/internal/report"
	"rundertisch/internal/web/page"
)

// filePolicy is the content policy of the document should a browser show it: it has its own style and loads nothing.
const filePolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"

// Document answers with the report as one file to save: of a frozen report the same bytes for ever.
func (p *Pages) Document(r *page.Request) error {
	found, document, err := p.reports.Document(r.Context(), r.Actor, r.Params("report"))
	if err != nil {
		return err
	}
	if found.Frozen() {
		r.Set(fiber.HeaderETag, `"`+found.SHA256+`"`)
	}
	r.Set(fiber.HeaderContentSecurityPolicy, filePolicy)
	return r.Attachment(fileName(r, found.Report)+".html", fiber.MIMETextHTMLCharsetUTF8, []byte(document))
}

// Milestones answers with the overview of the milestones as a file.
func (p *Pages) Milestones(r *page.Request) error {
	found, err := p.reports.Find(r.Context(), r.Actor, r.Params("report"))
	if err != nil {
		return err
	}
	return r.Table(fileName(r, found.Report), found.Content.Sheet())
}

// fileName is the file's name in the report's language: "zwischenbericht-2-2026-01-01-2026-06-30".
func fileName(r *page.Request, x report.Report) string {
	l := r.Site().Catalogue.Locale(x.Lang, r.Site().Zone)
	parts := []string{strings.ToLower(strings.ReplaceAll(l.T("report.kind."+string(x.Kind)), " ", "-"))}
	if x.Frozen() {
		parts = append(parts, strconv.FormatInt(x.Number, 10))
	} else {
		parts = append(parts, strings.ToLower(l.T("report.content.draft")))
	}
	return strings.Join(append(parts, string(x.StartsOn), string(x.EndsOn)), "-")
}
