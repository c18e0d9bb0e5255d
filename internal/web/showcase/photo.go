package showcaseweb

import (
	"github.com/a-h/templ"

	"rundertisch/internal/fault"
	"rundertisch/internal/files"
	"rundertisch/internal/showcase"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	"rundertisch/views/shared"
	showcaseviews "rundertisch/views/showcase"
)

const photoLabels = "showcase.photo_field."

// Photos shows the photos of an event and the form of another one.
func (p *Pages) Photos(r *page.Request) error { return p.showPhotos(r, r.Render, shared.Form{}, nil) }

func (p *Pages) showPhotos(r *page.Request, answer func(templ.Component) error, form shared.Form, problem error) error {
	album, err := p.showcase.Album(r.Context(), r.Actor, r.Params("event"))
	if err != nil {
		return err
	}
	form.Labels = photoLabels
	view := showcaseviews.PhotosPage{Page: r.Page("showcase.photo.title"), Album: album, Form: form, Here: photosPath(r)}
	view.Breadcrumb, view.Of, view.HasErrors = photoCrumbs(r, album), album.Event.Title, form.HasErrors()
	if problem != nil {
		view.Problem = shared.Message(r.L, problem)
	}
	return answer(showcaseviews.Photos(view))
}

func photosPath(r *page.Request) string { return r.Path("events", r.Params("event"), "photos") }

func photoPath(r *page.Request) string { return photosPath(r) + "/" + r.Params("photo") }

func photoCrumbs(r *page.Request, album showcase.Album) []views.Crumb {
	base := r.Path("events", album.Event.ID)
	return []views.Crumb{{Label: r.L.T("event.list.title"), Href: r.Path("events")}, {Label: album.Event.Title, Href: base}, {Label: r.L.T("event.tab.results"), Href: base + "/results"}}
}

func photoDetails(form shared.Form) showcase.PhotoDetails {
	return showcase.PhotoDetails{Alt: form.Value("alt"), Credit: form.Value("credit"), ItemID: form.Value("item"), Agreed: form.Value("agreed") != ""}
}

// AddPhoto puts the uploaded photo to the event.
func (p *Pages) AddPhoto(r *page.Request) error {
	form := r.Form()
	err := withUpload(r, func(u files.Upload) error {
		return p.showcase.AddPhoto(r.Context(), r.Actor, r.Params("event"), u, photoDetails(form))
	})
	switch {
	case fault.Is(err, fault.Invalid):
		return p.showPhotos(r, r.Invalid, form.Refused(form.Values, err), nil)
	case fault.Is(err, fault.Conflict):
		return p.showPhotos(r, r.Invalid, shared.Form{}, err)
	case err != nil:
		return err
	}
	return r.SeeOther(photosPath(r), "showcase.flash.photo_added")
}

// EditPhoto shows the form of what is said about a photo.
func (p *Pages) EditPhoto(r *page.Request) error {
	album, photo, err := p.showcase.FindPhoto(r.Context(), r.Actor, r.Params("event"), r.Params("photo"))
	if err != nil {
		return err
	}
	return p.askPhoto(r, r.Render, album, photo, storedPhoto(photo))
}

func storedPhoto(photo showcase.Photo) shared.Form {
	return shared.Stored(photoLabels, photo.Version, map[string]string{"alt": photo.Alt, "credit": photo.Credit, "item": photo.ItemID})
}

func (p *Pages) askPhoto(r *page.Request, answer func(templ.Component) error, album showcase.Album, photo showcase.Photo, form shared.Form) error {
	form.Labels = photoLabels
	view := showcaseviews.PhotoPage{Page: r.Page("showcase.photo.edit"), Album: album, Photo: photo, Form: form, Here: photoPath(r), Back: photosPath(r)}
	view.Breadcrumb = append(photoCrumbs(r, album), views.Crumb{Label: r.L.T("showcase.photo.title"), Href: photosPath(r)})
	view.Of, view.HasErrors = album.Event.Title, form.HasErrors()
	return answer(showcaseviews.Photo(view))
}

// SavePhoto changes what is said about a photo.
func (p *Pages) SavePhoto(r *page.Request) error {
	album, photo, err := p.showcase.FindPhoto(r.Context(), r.Actor, r.Params("event"), r.Params("photo"))
	if err != nil {
		return err
	}
	return r.Edit(page.Edit{
		Kind: "event_photo", ID: photo.ID, Labels: photoLabels, Of: album.Event.Title, Back: photosPath(r), Next: photosPath(r), Flash: "showcase.flash.photo_saved",
		Stored: func() (shared.Form, error) {
			album, photo, err = p.showcase.FindPhoto(r.Context(), r.Actor, album.Event.ID, photo.ID)
			return storedPhoto(photo), err
		},
		Save: func(form shared.Form) error {
			return p.showcase.EditPhoto(r.Context(), r.Actor, album.Event.ID, photo.ID, version(form), photoDetails(form))
		},
		Again: func(form shared.Form) error { return p.askPhoto(r, r.Invalid, album, photo, form) },
		Words: func(name, value string) (string, bool) {
			for _, item := range album.Items {
				if item.ID == value {
					return item.Title, true
				}
			}
			return r.L.T("showcase.photo.whole"), name == "item"
		},
	})
}

// AskRemovePhoto asks before a photo is taken away for good.
func (p *Pages) AskRemovePhoto(r *page.Request) error {
	album, photo, err := p.showcase.FindPhoto(r.Context(), r.Actor, r.Params("event"), r.Params("photo"))
	if err != nil {
		return err
	}
	view := showcaseviews.RemovePhotoPage{Page: r.Page("showcase.photo.remove")}
	view.Breadcrumb = append(photoCrumbs(r, album), views.Crumb{Label: r.L.T("showcase.photo.title"), Href: photosPath(r)})
	view.Of = album.Event.Title
	view.Ask = shared.Confirmation{
		Title: photo.Alt, Text: r.L.T("showcase.photo.remove_text"), CSRF: view.CSRF, Action: photoPath(r) + "/remove",
		Button: r.L.T("showcase.photo.remove"), Cancel: photosPath(r),
	}
	return r.Render(showcaseviews.RemovePhoto(view))
}

// RemovePhoto takes a photo away for good.
func (p *Pages) RemovePhoto(r *page.Request) error {
	if err := p.showcase.RemovePhoto(r.Context(), r.Actor, r.Params("event"), r.Params("photo")); err != nil {
		return err
	}
	return r.SeeOther(photosPath(r), "showcase.flash.photo_removed")
}
