package registrationweb

import (
	"github.com/gofiber/fiber/v2"

	"rundertisch/internal/fault"
	"rundertisch/internal/web/page"
	registrationviews "rundertisch/views/registration"
)

// Programme shows the holder of a personal link the own programme, to look at on the day or to print.
func (p *Pages) Programme(r *page.Request) error {
	v, err := p.visit(r)
	if err != nil {
		return p.orLost(r, err)
	}
	show := registrationviews.SchedulePage{Page: r.Page("programme.own"), Visit: v, Base: selfPath(v.Attendance.ID)}
	show.Of = v.Event.Title
	return r.Render(registrationviews.Schedule(show))
}

// ProgrammeFile sends it as one calendar file.
func (p *Pages) ProgrammeFile(r *page.Request) error {
	v, err := p.visit(r)
	if err != nil {
		return p.orLost(r, err)
	}
	if len(v.Programme()) == 0 {
		return fault.Missing()
	}
	file, err := v.ProgrammeFile(r.Site().BaseURL, page.Host(r.Site().BaseURL))
	if err != nil {
		return err
	}
	r.Request().Header.Del(fiber.HeaderAcceptEncoding) // as for every calendar: Outlook's reader fails on gzip
	return r.Attachment(v.Event.Slug+"-programm.ics", "text/calendar; charset=utf-8", file)
}
