package registrationweb

import (
	"rundertisch/internal/fault"
	"rundertisch/internal/web/page"
	"rundertisch/views/shared"
)

// Photos takes the holder's consent to be photographed, or takes it back.
func (p *Pages) Photos(r *page.Request) error {
	agrees := r.Form().Value("photos") == "1"
	err := p.registrations.AgreeToPhotos(r.Context(), r.Params("attendance"), r.PathCookie(linkCookie), agrees)
	if fault.Refused(err) {
		return p.refuseSelf(r, shared.Form{}, err)
	}
	if err != nil {
		return p.orLost(r, err)
	}
	flash := "registration.flash.photos_refused"
	if agrees {
		flash = "registration.flash.photos_agreed"
	}
	return r.SeeOther(selfPath(r.Params("attendance")), flash)
}

// PhotosFor notes for staff whether the person agrees to be photographed.
func (p *Pages) PhotosFor(r *page.Request) error {
	agrees := r.Form().Value("photos") != ""
	if err := p.registrations.PhotosFor(r.Context(), r.Actor, r.Params("event"), r.Params("attendance"), agrees); err != nil {
		return err
	}
	flash := "registration.flash.photos_refused_for"
	if agrees {
		flash = "registration.flash.photos_agreed_for"
	}
	return r.SeeOther(personPath(r, r.Params("attendance")), flash)
}

// BeNamed takes the holder's consent to be named on the public list of participants, or takes it back.
func (p *Pages) BeNamed(r *page.Request) error {
	agrees := r.Form().Value("listed") == "1"
	err := p.registrations.BeNamed(r.Context(), r.Params("attendance"), r.PathCookie(linkCookie), agrees)
	if fault.Refused(err) {
		return p.refuseSelf(r, shared.Form{}, err)
	}
	if err != nil {
		return p.orLost(r, err)
	}
	flash := "registration.flash.unlisted"
	if agrees {
		flash = "registration.flash.listed"
	}
	return r.SeeOther(selfPath(r.Params("attendance")), flash)
}
