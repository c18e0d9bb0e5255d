package registrationweb

import (
	"context"
	"time"

	"rundertisch/internal/attendance"
	"rundertisch/internal/badge"
	"rundertisch/internal/checkin"
	"rundertisch/internal/event"
	"rundertisch/internal/web/page"
	registrationviews "rundertisch/views/registration"
)

// codeDays is how long before an event people see what they show at its door.
const codeDays = 7 * 24 * time.Hour

// Codes knows the words in people's QR codes, and what became of them at the doors.
type Codes interface {
	CodeFor(ctx context.Context, attendanceID string) (string, error)
	Arrivals(ctx context.Context, attendanceID string) ([]checkin.CheckIn, error)
}

// Doors names who knows the codes, and who certifies that somebody came; before the first page.
func (p *Pages) Doors(codes Codes, papers *badge.Service) { p.codes, p.papers = codes, papers }

// code puts the person's QR on the page, once the event is near and until it is over.
func (p *Pages) code(r *page.Request, s *registrationviews.SelfPage) error {
	v := s.Visit
	near := !r.Now().Before(v.Event.StartsAt.Add(-codeDays)) && r.Now().Before(v.Event.EndsAt)
	if p.codes == nil || !near || v.Attendance.Place != attendance.Confirmed || v.Event.State == event.Cancelled {
		return nil
	}
	word, err := p.codes.CodeFor(r.Context(), v.Attendance.ID)
	s.Code = r.Site().BaseURL + "/q/" + word
	return err
}
