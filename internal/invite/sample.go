package invite

import (
	"context"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
	"rundertisch/internal/i18n"
	"rundertisch/internal/mail"
)

// Sample returns what a mail about the event would say to the person, with a personal link that leads nowhere, and its
// calendar sign. It is for looking at texts.
func (s *Service) Sample(ctx context.Context, actor account.Actor, eventID string, person directory.Person, lang i18n.Lang) (mail.Fields, error) {
	if err := mayRead(actor); err != nil {
		return nil, err
	}
	e, err := event.FindOfIn(ctx, s.db.Read(), actor, eventID)
	if err != nil {
		return nil, err
	}
	d, err := s.announcer.desk(ctx, s.db.Read(), e)
	if err != nil {
		return nil, err
	}
	row := attendance.Attendance{Name: person.Name(), Email: person.Email, Lang: string(lang), Organisation: person.Organisation}
	return d.fields(letter{to: row, method: "REQUEST"}, d.baseURL+"/a/vorschau"), nil
}
