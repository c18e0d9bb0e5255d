package apptest

import (
	"rundertisch/internal/account"
	"rundertisch/internal/directory"
	"rundertisch/internal/invite"
	"rundertisch/internal/mailing"
)

// Invite sends the persons an invitation to the event, to the last part; the mails wait in the outbox.
func (s *Site) Invite(a account.Actor, eventID string, persons ...directory.Person) mailing.Mailing {
	s.t.Helper()
	m := s.Draft(a, eventID, persons...)
	s.must(s.Mailings.Send(s.t.Context(), a, m.ID, m.Version))
	s.Work()
	return m
}

// Draft keeps a draft of an invitation to the persons.
func (s *Site) Draft(a account.Actor, eventID string, persons ...directory.Person) mailing.Mailing {
	s.t.Helper()
	order := invite.Order{Title: "Einladung"}
	for _, p := range persons {
		order.Choice.PersonIDs = append(order.Choice.PersonIDs, p.ID)
	}
	m, err := s.Invites.Draft(s.t.Context(), a, eventID, order)
	s.must(err)
	return m
}

// Work does the jobs that are due.
func (s *Site) Work() {
	s.t.Helper()
	_, err := s.Jobs.RunDue(s.t.Context())
	s.must(err)
}
