package invite

import (
	"context"
	"slices"
	"strings"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/mail"
)

// Delivery is how far a person's newest mail has come: the mail's state, never the answer's.
type Delivery string

// The deliveries.
const (
	NotSent   Delivery = "none"     // no mail yet
	Waiting   Delivery = "queued"   // waits for the mail server, or is tried again later
	Delivered Delivery = "sent"     // the mail server has taken it
	Failed    Delivery = "failed"   // given up
	Withheld  Delivery = "withheld" // no mail server is set up
	Paused    Delivery = "paused"   // its mailing is paused

	Undeliverable Delivery = "undelivered" // came back, or is not sent because earlier ones did
)

// Deliveries lists all deliveries for filters.
func Deliveries() []Delivery {
	return []Delivery{Waiting, Delivered, Undeliverable, Failed, Withheld, Paused}
}

// Invited is one invited person in the list.
type Invited struct {
	attendance.Attendance

	Delivery  Delivery
	Mail      mail.Message // the newest, without texts; zero when there is none
	Early     bool         // only the day was announced, and nothing was said to it
	TakenBack bool         // no longer invited
	Comment   string       // newest one that came with an answer; may be empty
}

// Filter narrows the list; empty fields match everything.
type Filter struct {
	Delivery Delivery
	Answer   attendance.Answer
	Words    string
}

// Overview is an event's invitations.
type Overview struct {
	Event      event.Event
	Rows       []Invited // those the filter leaves
	Total      int
	Deliveries map[Delivery]int          // of all
	Answers    map[attendance.Answer]int // of all who are still invited
	Early      int                       // people who know the day alone
	TakenBack  int
	Open       bool // people can be invited now
}

// Overview lists who was invited to the event, by name.
func (s *Service) Overview(ctx context.Context, actor account.Actor, eventID string, filter Filter) (Overview, error) {
	if err := mayRead(actor); err != nil {
		return Overview{}, err
	}
	e, err := event.FindOfIn(ctx, s.db.Read(), actor, eventID)
	if err != nil {
		return Overview{}, err
	}
	all, err := s.invited(ctx, e)
	if err != nil {
		return Overview{}, err
	}
	o := Overview{
		Event: e, Total: len(all), Open: attendance.Open(e, s.clock.Now()),
		Deliveries: map[Delivery]int{}, Answers: map[attendance.Answer]int{},
	}
	for _, row := range all {
		o.Deliveries[row.Delivery]++
		switch {
		case row.TakenBack:
			o.TakenBack++
		case row.Early:
			o.Early++
		default:
			o.Answers[row.Answer]++
		}
		if filter.Matches(row) {
			o.Rows = append(o.Rows, row)
		}
	}
	return o, nil
}

// Invited returns one person's row of the list.
func (s *Service) Invited(ctx context.Context, actor account.Actor, eventID, attendanceID string) (event.Event, Invited, error) {
	o, err := s.Overview(ctx, actor, eventID, Filter{})
	if err != nil {
		return event.Event{}, Invited{}, err
	}
	at := slices.IndexFunc(o.Rows, func(row Invited) bool { return row.ID == attendanceID })
	if at < 0 {
		return o.Event, Invited{}, fault.Missing()
	}
	return o.Event, o.Rows[at], nil
}

func (s *Service) invited(ctx context.Context, e event.Event) ([]Invited, error) {
	rows, err := attendance.ListIn(ctx, s.db.Read(), e.ID)
	if err != nil {
		return nil, err
	}
	rows = slices.DeleteFunc(rows, func(row attendance.Attendance) bool { return row.Origin != attendance.Invited || row.ErasedAt != nil })
	threads, err := listThreads(ctx, s.db.Read(), e.ID)
	if err != nil {
		return nil, err
	}
	keys := make([]string, len(rows))
	for i, row := range rows {
		keys[i] = row.ID
	}
	latest, err := s.mail.Latest(ctx, e.WorkspaceID, keys)
	if err != nil {
		return nil, err
	}
	comments, err := attendance.CommentsIn(ctx, s.db.Read(), e.ID)
	if err != nil {
		return nil, err
	}
	list := make([]Invited, len(rows))
	for i, row := range rows {
		newest, thread := latest[row.ID], threads[row.UID]
		withdrawn := thread.CancelledAt != nil && newest.Reason == mail.Moot // before it had left
		list[i] = Invited{
			Attendance: row, Mail: newest, Delivery: deliveryOf(newest), Comment: comments[row.ID],
			TakenBack: withdrawn || newest.Kind == uninvitation && thread.CancelledAt != nil,
			Early:     thread.live() && thread.Provisional && row.Untouched(),
		}
		if withdrawn {
			list[i].Delivery = NotSent
		}
	}
	return list, nil
}

func deliveryOf(m mail.Message) Delivery {
	if m.Reason == mail.AddressDisabled {
		return Undeliverable
	}
	switch m.State {
	case mail.Queued, mail.Sending, mail.Deferred, mail.Aborted:
		return Waiting
	case mail.Sent:
		return Delivered
	case mail.Bounced:
		return Undeliverable
	case mail.Failed:
		return Failed
	case mail.Withheld:
		return Withheld
	case mail.Paused:
		return Paused
	}
	return NotSent
}

// Announced stands in a filter for an answer: of those who know the day only, and are not invited yet.
const Announced attendance.Answer = "early"

// Matches reports whether the filter leaves the row.
func (f Filter) Matches(row Invited) bool {
	if f.Delivery != "" && row.Delivery != f.Delivery {
		return false
	}
	if f.Answer == Announced && !row.Early || f.Answer != "" && f.Answer != Announced && (row.Answer != f.Answer || row.TakenBack || row.Early) {
		return false
	}
	text := database.Fold(row.Name, row.Email, row.Organisation)
	for _, pattern := range database.FoldQuery(f.Words) {
		if !strings.Contains(text, strings.Trim(pattern, "%")) {
			return false
		}
	}
	return true
}
