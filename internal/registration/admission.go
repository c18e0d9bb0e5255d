package registration

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/audit"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
)

const maxShare = 100_000

// Admission is how people are admitted to an event.
type Admission struct {
	Event  event.Event
	Seats  attendance.Seats
	Shares map[directory.Kind]attendance.Share
}

// KeptField and MostField are the form names of a kind's share.
func KeptField(kind directory.Kind) string { return "kept_" + string(kind) }

// MostField is the form name of the most places a kind gets.
func MostField(kind directory.Kind) string { return "most_" + string(kind) }

// Filled is the form of the admission as it stands, by field.
func (a Admission) Filled() map[string]string {
	values := map[string]string{"kept_until": a.Event.KeptUntil, "approval": "", "confirm": strconv.FormatInt(a.Event.ConfirmHours, 10), "group": strconv.FormatInt(a.Event.GroupMost, 10)}
	if a.Event.Approval {
		values["approval"] = "1"
	}
	for _, kind := range directory.Kinds() {
		values[KeptField(kind)], values[MostField(kind)] = number(a.Shares[kind].Kept), number(a.Shares[kind].Most)
	}
	return values
}

func number(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

// Admission returns how people are admitted to the event.
func (s *Service) Admission(ctx context.Context, actor account.Actor, eventID string) (Admission, error) {
	if err := mayRead(actor); err != nil {
		return Admission{}, err
	}
	a := Admission{Shares: map[directory.Kind]attendance.Share{}}
	err := s.db.Snapshot(ctx, func(ctx context.Context, tx bun.IDB) (err error) {
		if a.Event, err = event.FindOfIn(ctx, tx, actor, eventID); err != nil {
			return err
		}
		seats, err := attendance.Occupancy(ctx, tx, eventID)
		if err != nil {
			return err
		}
		a.Seats = seats[eventID]
		shares, err := attendance.SharesIn(ctx, tx, eventID)
		for _, share := range shares {
			a.Shares[share.Kind] = share
		}
		return err
	})
	return a, err
}

// Admit changes how people are admitted to the event; version is the event's that the form was made from, typed the value of each field.
// Who waits and may have a free place now gets it. Fields: approval, confirm, group, kept_until, kept_<kind>, most_<kind>.
func (s *Service) Admit(ctx context.Context, actor account.Actor, eventID string, version int64, typed func(field string) string) error {
	if err := mayRun(actor); err != nil {
		return err
	}
	wanted, shares, err := readAdmission(typed)
	if err != nil {
		return err
	}
	return s.change(ctx, func(ctx context.Context, tx bun.IDB) error {
		e, err := event.AdmitIn(ctx, tx, actor, s.clock.Now(), eventID, version, wanted)
		if err != nil {
			return err
		}
		if err := s.places.ShareIn(ctx, tx, e.ID, shares); err != nil {
			return err
		}
		details := map[string]any{"kept_until": e.KeptUntil, "approval": e.Approval, "confirm_hours": e.ConfirmHours, "group_most": e.GroupMost}
		for _, share := range shares {
			if share.Kept > 0 || share.Most > 0 {
				details[string(share.Kind)] = []int64{share.Kept, share.Most}
			}
		}
		return audit.Record(ctx, tx, actor.Entry(s.clock.Now(), "event.admission_set", "event", e.ID, details))
	})
}

// readAdmission reads what staff typed.
func readAdmission(typed func(field string) string) (event.Admission, []attendance.Share, error) {
	var c fault.Checks
	a := event.Admission{KeptUntil: strings.TrimSpace(typed("kept_until")), Approval: typed("approval") == "1", Confirm: typed("confirm"), Group: typed("group")}
	var shares []attendance.Share
	keeps := false
	for _, kind := range directory.Kinds() {
		share := attendance.Share{Kind: kind, Kept: places(&c, KeptField(kind), typed), Most: places(&c, MostField(kind), typed)}
		if share.Most > 0 && share.Kept > share.Most {
			c.Add(KeptField(kind), "registration.admission.kept_most")
		}
		keeps = keeps || share.Kept > 0
		a.ByKind = a.ByKind || share.Kept > 0 || share.Most > 0
		shares = append(shares, share)
	}
	if keeps && a.KeptUntil == "" {
		c.Add("kept_until", "registration.admission.kept_until")
	}
	return a, shares, c.Err()
}

// places reads a number of places; empty is none.
func places(c *fault.Checks, field string, typed func(string) string) int64 {
	text := strings.TrimSpace(typed(field))
	if text == "" {
		return 0
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 || n > maxShare {
		c.Add(field, "registration.admission.number", maxShare)
		return 0
	}
	return n
}

// Free makes kept places free for all at events whose last day for it is over, each in a transaction of its own, and returns at how many.
// What fails does not keep the others from it.
func (s *Service) Free(ctx context.Context) (int, error) {
	due, err := event.KeptTooLongIn(ctx, s.db.Read(), s.clock.Now())
	if err != nil {
		return 0, err
	}
	n, problems := 0, []error(nil)
	for _, e := range due {
		freed := false
		err := s.change(ctx, func(ctx context.Context, tx bun.IDB) (err error) {
			if e, freed, err = event.FreeIn(ctx, tx, s.clock.Now(), e.ID); err != nil || !freed {
				return err
			}
			if err := s.places.SettleIn(ctx, tx, e.ID); err != nil {
				return err
			}
			actor := account.Actor{WorkspaceID: e.WorkspaceID, ProjectID: e.ProjectID}
			return audit.Record(ctx, tx, actor.Entry(s.clock.Now(), "event.kept_freed", "event", e.ID, map[string]any{"until": e.KeptUntil}))
		})
		switch {
		case err != nil && !fault.Is(err, fault.NotFound) && !fault.Is(err, fault.Conflict): // edited in between: the next time
			problems = append(problems, err)
		case err == nil && freed:
			n++
		}
	}
	return n, errors.Join(problems...)
}
