package badge

import (
	"context"
	"io"
	"slices"
	"time"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/checkin"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/i18n"
	"rundertisch/internal/pdf"
	"rundertisch/internal/registration"
)

// Certificate is what people get in writing who were at an event: that they were there, and nothing else about them.
type Certificate struct {
	Workspace account.Workspace
	Event     event.Event
	Guest     Guest
	Issued    time.Time
}

// Fact is something a certificate says besides who was where.
type Fact struct{ Label, Text string }

// Certifies reports whether the holder of the personal link can have a certificate: once the event is over and took place, and the
// door let the person in and did not take that back.
func (s *Service) Certifies(ctx context.Context, v registration.Visit) (bool, error) {
	if v.Event.State == event.Cancelled || !v.Event.Over(s.clock.Now()) {
		return false, nil
	}
	return checkin.HasCome(ctx, s.db.Read(), v.Attendance.ID)
}

// Certificate reads the certificate of the holder of the personal link; NotFound for those who cannot have one.
func (s *Service) Certificate(ctx context.Context, v registration.Visit) (Certificate, error) {
	came, err := s.Certifies(ctx, v)
	if err == nil && !came {
		err = fault.Missing()
	}
	if err != nil {
		return Certificate{}, err
	}
	c := Certificate{Event: v.Event, Issued: s.clock.Now()}
	c.Guest = Guest{ID: v.Attendance.ID, Name: v.Attendance.Name, Organisation: v.Attendance.Organisation}
	c.Guest.Workshops = slices.DeleteFunc(slices.Clone(v.Items), func(item event.ProgrammeItem) bool {
		return item.Kind != event.WorkshopItem || v.Workshops[item.ID].State != attendance.Confirmed
	})
	c.Workspace, err = s.accounts.Workspace(ctx, v.Event.WorkspaceID)
	return c, err
}

// Facts lists what the certificate says besides who was where; what is not known is left out. Doors do not see who sits in which
// workshop, so that these are called what they are.
func (c Certificate) Facts(l *i18n.Locale) []Fact {
	facts := []Fact{
		{l.T("badge.certificate.when"), c.Event.When(l)},
		{l.T("badge.certificate.where"), c.Event.Where()},
		{l.T("badge.certificate.workshops"), c.Guest.titles()},
		{l.T("badge.certificate.issuer"), c.Workspace.Name},
		{l.T("badge.certificate.contact"), c.Event.Contact},
		{l.T("badge.certificate.issued"), l.Day(c.Issued.In(c.Event.Location()))},
	}
	return slices.DeleteFunc(facts, func(f Fact) bool { return f.Text == "" })
}

// Write writes the certificate as a tagged PDF.
func (c Certificate) Write(w io.Writer, l *i18n.Locale) error {
	title := l.T("badge.certificate.title")
	d := pdf.New(Papers{Workspace: c.Workspace, Event: c.Event}.meta(l, title, c.Issued))
	d.Heading(1, title)
	d.Paragraph(l.T("badge.certificate.of"))
	d.Heading(2, c.Guest.Name)
	if c.Guest.Organisation != "" {
		d.Paragraph(c.Guest.Organisation)
	}
	d.Paragraph(l.T("badge.certificate.at"))
	d.Heading(2, c.Event.Title)
	for _, fact := range c.Facts(l) {
		d.Heading(3, fact.Label)
		d.Paragraph(fact.Text)
	}
	d.Space(4)
	d.Small(l.T("badge.certificate.note"))
	if c.Workspace.FundingNotice != "" {
		d.Small(c.Workspace.FundingNotice)
	}
	return d.Write(w)
}
