package registrationweb

import (
	"io"

	"rundertisch/internal/web/page"
	badgeviews "rundertisch/views/badge"
	registrationviews "rundertisch/views/registration"
)

// certified says on the page whether the person can have a certificate.
func (p *Pages) certified(r *page.Request, s *registrationviews.SelfPage) (err error) {
	s.Certified, err = p.papers.Certifies(r.Context(), s.Visit)
	return err
}

// Certificate shows the holder of a personal link the certificate of having been there, to print, or answers with it as a file.
func (p *Pages) Certificate(r *page.Request) error {
	v, err := p.visit(r)
	if err != nil {
		return p.orLost(r, err)
	}
	c, err := p.papers.Certificate(r.Context(), v)
	if err != nil {
		return err
	}
	if r.Query("format") == "pdf" {
		return r.Spool(r.L.T("badge.certificate.title")+".pdf", "application/pdf", func(w io.Writer) error { return c.Write(w, r.L) })
	}
	show := badgeviews.CertificatePage{Page: r.Page("badge.certificate.title"), Certificate: c, Self: selfPath(v.Attendance.ID)}
	show.Of = v.Event.Title
	return r.Render(badgeviews.Certificate(show))
}
