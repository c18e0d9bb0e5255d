package publicweb

import (
	"encoding/xml"
	"errors"
	"mime"
	"net/url"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"rundertisch/internal/document"
	"rundertisch/internal/fault"
	"rundertisch/internal/files"
	"rundertisch/internal/showcase"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	publicviews "rundertisch/views/public"
	parts "rundertisch/views/shared"
)

const (
	libraryPath     = "/dokumente"
	libraryFeedPath = libraryPath + "/feed.atom"
	feedLength      = 50 // documents in the feed
)

// viewPolicy is filePolicy for what browsers show by themselves: a picture is a page of the browser's own that shows it.
const viewPolicy = "default-src 'none'; img-src 'self'; frame-ancestors 'none'; sandbox"

// Library shows the documents everybody may read.
func (p *Pages) Library(r *page.Request) error {
	if err := p.enterHome(r); err != nil {
		return err
	}
	list := r.List(parts.Listing{
		Path: libraryPath, Cards: true, Orders: []string{string(document.ByUpload), string(document.ByTitle)}, Falling: []string{string(document.ByUpload)},
		Narrow: []parts.Narrow{{Name: "q"}, parts.OneOf("kind", document.Kinds()...), {Name: "event"}, {Name: "milestone"}},
	})
	found, err := p.Showcase.Library(r.Context(), showcase.LibraryFilter{
		Filter: document.Filter{
			Text: list.Value("q"), Kind: document.Kind(list.Value("kind")), Order: document.Order(list.Order), Page: list.Page,
			Desc: list.Desc != (list.Order == string(document.ByUpload)),
		},
		Event: list.Value("event"), Milestone: list.Value("milestone"),
	})
	if err != nil {
		return err
	}
	show := publicviews.LibraryPage{Page: r.Page("public.library.title"), List: list.Count(found.Total), Library: found}
	show.Description, show.Alternates, show.Feed = r.L.T("public.library.lead"), r.Alternates(), libraryFeedPath
	show.Preview = views.Preview{URL: r.Site().BaseURL + libraryPath, Kind: "website"}
	revalidate(r)
	return r.Render(publicviews.Library(show))
}

// Volume shows one document everybody may read: the newest version of it, whenever one comes.
func (p *Pages) Volume(r *page.Request) error {
	v, versions, workspace, err := p.Showcase.Volume(r.Context(), r.Params("document"))
	if err != nil {
		return err
	}
	r.Workspace = workspace
	show := publicviews.VolumePage{Page: r.Titled(v.Title), Volume: v, Versions: versions, BaseURL: r.Site().BaseURL}
	show.Breadcrumb = []views.Crumb{{Label: r.L.T("public.library.title"), Href: libraryPath}}
	show.Description, show.Alternates, show.Feed = v.Description, r.Alternates(), libraryFeedPath
	show.Preview = views.Preview{URL: r.Site().BaseURL + libraryPath + "/" + v.ID, Kind: "article"}
	revalidate(r)
	return r.Render(publicviews.Volume(show))
}

// VolumeFile answers with the newest version of a document, to save.
func (p *Pages) VolumeFile(r *page.Request) error {
	v, file, err := p.Documents.OpenPublic(r.Context(), r.Params("document"), 0)
	return save(r, v, file, err)
}

// VolumeVersion answers with one version of a document, to save.
func (p *Pages) VolumeVersion(r *page.Request) error {
	number, err := numberOf(r)
	if err != nil {
		return err
	}
	v, file, err := p.Documents.OpenPublic(r.Context(), r.Params("document"), number)
	return save(r, v, file, err)
}

// VolumeView answers with one version to look at, if browsers can show it.
func (p *Pages) VolumeView(r *page.Request) error {
	number, err := numberOf(r)
	if err != nil {
		return err
	}
	v, file, err := p.Documents.OpenPublic(r.Context(), r.Params("document"), number)
	if err != nil {
		return err
	}
	if !files.Viewable(v.MediaType) {
		return errors.Join(fault.Missing(), file.Close())
	}
	r.Set(fiber.HeaderContentSecurityPolicy, viewPolicy)
	r.Set(fiber.HeaderContentType, v.MediaType)
	r.Set(fiber.HeaderContentDisposition, mime.FormatMediaType("inline", map[string]string{"filename": v.Name}))
	r.Set(fiber.HeaderCacheControl, "public, no-cache")
	return hand(r, v.SHA256, file)
}

func numberOf(r *page.Request) (int64, error) {
	number, err := strconv.ParseInt(r.Params("number"), 10, 64)
	if err != nil || number < 1 {
		return 0, fault.Missing()
	}
	return number, nil
}

// LibraryAtom answers with the documents that were put there or replaced last as a news feed.
func (p *Pages) LibraryAtom(r *page.Request) error {
	if err := p.enterHome(r); err != nil {
		return err
	}
	found, err := p.Showcase.Library(r.Context(), showcase.LibraryFilter{})
	if err != nil {
		return err
	}
	base := r.Site().BaseURL
	feed := atomFeed{
		Lang: string(r.L.Lang()), ID: base + libraryPath, Title: r.L.T("public.library.title"), Author: atomAuthor{Name: r.Workspace.Name},
		Links: []atomLink{
			{Rel: "self", Type: "application/atom+xml", Href: base + libraryFeedPath}, {Rel: "alternate", Type: "text/html", Href: base + libraryPath},
		},
	}
	if feed.Author.Name == "" {
		feed.Author.Name = r.L.T("layout.product")
	}
	last := time.Unix(0, 0) // without documents the feed stays the same
	for _, v := range found.Volumes[:min(len(found.Volumes), feedLength)] {
		feed.Entries = append(feed.Entries, volumeEntry(r, v))
		if at := changedAt(v); at.After(last) {
			last = at
		}
	}
	feed.Updated = instant(last)
	body, err := xml.MarshalIndent(feed, "", " ")
	if err != nil {
		return err
	}
	return forPrograms(r, "application/atom+xml; charset=utf-8", append([]byte(xml.Header), body...))
}

// changedAt is when the document became what everybody reads now.
func changedAt(v showcase.Volume) time.Time {
	if v.Newest.UploadedAt.After(*v.PublishedAt) {
		return v.Newest.UploadedAt
	}
	return *v.PublishedAt
}

func volumeEntry(r *page.Request, v showcase.Volume) atomEntry {
	at := r.Site().BaseURL + libraryPath + "/" + v.ID
	host := "rundertisch"
	if u, err := url.Parse(at); err == nil && u.Hostname() != "" {
		host = u.Hostname()
	}
	summary := r.L.T("document.kind." + string(v.Kind))
	if v.Description != "" {
		summary += " – " + v.Description
	}
	return atomEntry{
		ID: "tag:" + host + "," + v.CreatedAt.UTC().Format(time.DateOnly) + ":" + v.ID, Title: v.Title, Updated: instant(changedAt(v)),
		Published: instant(*v.PublishedAt), Link: atomLink{Rel: "alternate", Type: "text/html", Href: at}, Summary: summary,
	}
}
