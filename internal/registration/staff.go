package registration

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
)

// Show says which people a list shows.
type Show string

// What lists show.
const (
	Attending  Show = "attending" // with a place or waiting for one
	Confirmed  Show = "confirmed"
	Waitlisted Show = "waitlisted"
	Gone       Show = "gone" // gave the place back or declined
	Asked      Show = "asked"
	Everybody  Show = "everybody"
)

// Shows lists all of them in the order they are offered.
func Shows() []Show { return []Show{Attending, Confirmed, Waitlisted, Gone, Asked, Everybody} }

func (s Show) shows(row attendance.Attendance) bool {
	switch s {
	case Confirmed:
		return row.Place == attendance.Confirmed
	case Waitlisted:
		return row.Place == attendance.Waitlisted
	case Gone:
		return row.Place == attendance.Withdrawn || row.Answer == attendance.Declined
	case Asked:
		return row.Place == attendance.NoPlace && row.Answer != attendance.Declined
	case Everybody:
		return true
	case Attending:
	}
	return row.Attends()
}

// Filter narrows a list.
type Filter struct {
	Show  Show   // Attending when empty
	Query string // words in name, address or organisation
}

// Row is one line of a list.
type Row struct {
	attendance.Attendance
	Workshops []attendance.WorkshopPlace // places and waitlists, in the order of the programme
	Position  int                        // on the event's waitlist, 0 when not on it
}

// List is the registrations of an event.
type List struct {
	Event event.Event
	Items []event.ProgrammeItem
	Seats map[string]attendance.Seats
	Rows  []Row // by name; waitlists in their order
	Total int   // rows before the filter's words
}

// List returns the people of an event.
func (s *Service) List(ctx context.Context, actor account.Actor, eventID string, filter Filter) (List, error) {
	if err := mayRead(actor); err != nil {
		return List{}, err
	}
	var list List
	err := s.db.Snapshot(ctx, func(ctx context.Context, tx bun.IDB) (err error) {
		list, err = listIn(ctx, tx, actor, eventID, filter)
		return err
	})
	return list, err
}

func listIn(ctx context.Context, tx bun.IDB, actor account.Actor, eventID string, filter Filter) (List, error) {
	var list List
	var err error
	if list.Event, err = event.FindOfIn(ctx, tx, actor, eventID); err != nil {
		return list, err
	}
	if list.Items, err = event.ListItemsIn(ctx, tx, eventID); err != nil {
		return list, err
	}
	if list.Seats, err = attendance.Occupancy(ctx, tx, eventID); err != nil {
		return list, err
	}
	rows, err := attendance.ListIn(ctx, tx, eventID)
	if err != nil {
		return list, err
	}
	workshops, err := attendance.EventWorkshopsIn(ctx, tx, eventID)
	list.fill(rows, workshops, filter)
	return list, err
}

// fill takes the rows the filter shows, with their positions.
func (l *List) fill(rows []attendance.Attendance, workshops map[string][]attendance.WorkshopPlace, filter Filter) {
	positions := positionsOf(rows)
	words := database.FoldQuery(filter.Query)
	for _, row := range rows {
		if !filter.Show.shows(row) {
			continue
		}
		l.Total++
		if matches(row, words) {
			l.Rows = append(l.Rows, Row{Attendance: row, Workshops: active(workshops[row.ID]), Position: positions[row.ID]})
		}
	}
	if filter.Show == Waitlisted {
		slices.SortStableFunc(l.Rows, func(a, b Row) int { return a.Position - b.Position })
	}
}

func positionsOf(rows []attendance.Attendance) map[string]int {
	waiting := slices.DeleteFunc(slices.Clone(rows), func(row attendance.Attendance) bool { return row.Place != attendance.Waitlisted })
	slices.SortFunc(waiting, func(a, b attendance.Attendance) int { return cmp.Compare(a.Ticket, b.Ticket) })
	positions := map[string]int{}
	for i, row := range waiting {
		positions[row.ID] = i + 1
	}
	return positions
}

func matches(row attendance.Attendance, words []string) bool {
	text := database.Fold(row.Name, row.Email, row.Organisation)
	return !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(text, strings.Trim(word, "%")) })
}

func active(places []attendance.WorkshopPlace) []attendance.WorkshopPlace {
	return slices.DeleteFunc(places, func(p attendance.WorkshopPlace) bool {
		return p.State != attendance.Confirmed && p.State != attendance.Waitlisted
	})
}

// VisitFor returns one person's attendance for staff.
func (s *Service) VisitFor(ctx context.Context, actor account.Actor, eventID, attendanceID string) (Visit, error) {
	if err := mayRead(actor); err != nil {
		return Visit{}, err
	}
	var visit Visit
	err := s.db.Snapshot(ctx, func(ctx context.Context, tx bun.IDB) error {
		row, err := findOf(ctx, tx, actor, eventID, attendanceID)
		if err != nil {
			return err
		}
		visit, err = s.visitIn(ctx, tx, row)
		return err
	})
	return visit, err
}

// findOf returns the attendance at an event of the actor's project.
func findOf(ctx context.Context, tx bun.IDB, actor account.Actor, eventID, attendanceID string) (attendance.Attendance, error) {
	row, err := attendance.FindIn(ctx, tx, attendanceID)
	if err == nil && (row.WorkspaceID != actor.WorkspaceID || row.ProjectID != actor.ProjectID || row.EventID != eventID) {
		err = fault.Missing()
	}
	return row, err
}

// RegisterFor registers a person on behalf, also before and after the days of public registration.
func (s *Service) RegisterFor(ctx context.Context, actor account.Actor, eventID string, form Form) (Receipt, error) {
	if err := mayRun(actor); err != nil {
		return Receipt{}, err
	}
	ticket := attendance.NewTicket()
	var receipt Receipt
	err := s.change(ctx, func(ctx context.Context, tx bun.IDB) error {
		if _, err := event.FindOfIn(ctx, tx, actor, eventID); err != nil {
			return err
		}
		items, err := event.ListItemsIn(ctx, tx, eventID)
		if err != nil {
			return err
		}
		r, err := form.registration(eventID, items, s.mail.Own)
		if err != nil {
			return err
		}
		r.Ticket, r.Source, r.By = ticket, attendance.ByStaff, actor.Name
		receipt, err = s.registerIn(ctx, tx, actor, r, func(event.Event) error { return nil })
		if err == nil && receipt.Result == attendance.ResultKnown {
			return known(receipt.Attendance)
		}
		return err
	})
	return receipt, err
}

func known(row attendance.Attendance) error {
	key := "registration.known"
	if row.Answer == attendance.Represented {
		key = "registration.represented"
	}
	var c fault.Checks
	c.Add("name", key)
	return c.Err()
}

// AnswerFor notes what a person said by telephone or in person. No gives back all places.
func (s *Service) AnswerFor(ctx context.Context, actor account.Actor, eventID, attendanceID string, answer attendance.Answer) (attendance.Attendance, error) {
	if err := mayRun(actor); err != nil {
		return attendance.Attendance{}, err
	}
	var row attendance.Attendance
	err := s.change(ctx, func(ctx context.Context, tx bun.IDB) (err error) {
		if row, err = findOf(ctx, tx, actor, eventID, attendanceID); err != nil {
			return err
		}
		row, err = s.answerIn(ctx, tx, actor, row, answer, attendance.ByStaff)
		return err
	})
	return row, err
}
