package registration

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/attendance"
	"rundertisch/internal/form"
)

// edit is something that was and is different since a time.
type edit struct {
	Edited

	at time.Time
}

// atOnce is how far apart the parts of one transaction are noted at most.
const atOnce = 2 * time.Second

// editsIn lists what was and is different of the person's registration.
func (v Visit) editsIn(ctx context.Context, tx bun.IDB) ([]edit, error) {
	rows, err := attendance.EditsIn(ctx, tx, v.Attendance.ID)
	if err != nil {
		return nil, err
	}
	var edits []edit
	for _, row := range rows {
		one := edit{at: row.At, Edited: Edited{What: row.What, Was: row.Was, Is: row.Is}}
		for _, item := range v.Items {
			if item.ID == row.ItemID {
				one.Workshop = item.Title
			}
		}
		edits = append(edits, one)
	}
	if v.Event.FormVersion == 0 {
		return edits, nil
	}
	answers, err := form.EditsIn(ctx, tx, v.Own.Fields, v.Attendance.ID)
	for _, row := range answers {
		edits = append(edits, edit{at: row.At, Edited: Edited{Question: form.Find(v.Own.Fields, row.FieldID), Was: row.Was, Is: row.Is}})
	}
	return edits, err
}

// doings are the entries of the trail, by what they say was done, that tell of an edit.
var doings = map[string][]attendance.Aspect{
	"described":        {attendance.TheName, attendance.TheAddress, attendance.TheOrganisation, attendance.TheRemark},
	"answers_changed":  {""},
	"workshops_chosen": {attendance.TheWorkshop},
	"wishes_saved":     {attendance.TheWishes},
}

// tells reports whether the moment says that the edit was made.
func (m Moment) tells(e edit) bool {
	if apart := m.At.Sub(e.at); apart > atOnce || apart < -atOnce {
		return false
	}
	switch {
	case m.Change != nil:
		_, done, _ := strings.Cut(m.Change.Action, ".")
		return slices.Contains(doings[done], e.What)
	case m.Answer != nil:
		return e.What == attendance.TheWorkshop // a no gives places back
	}
	return false
}

// withEdits adds to each moment what it made different. What nothing else tells of is a moment of its own.
func withEdits(moments []Moment, edits []edit) []Moment {
	for _, e := range edits {
		at := slices.IndexFunc(moments, func(m Moment) bool { return m.Change != nil && m.tells(e) })
		if at < 0 {
			at = slices.IndexFunc(moments, func(m Moment) bool { return m.tells(e) || m.alone() && m.At.Equal(e.at) })
		}
		if at < 0 {
			at, moments = len(moments), append(moments, Moment{At: e.at})
		}
		moments[at].Edits = append(moments[at].Edits, e.Edited)
	}
	return moments
}

// alone reports whether the moment is nothing but its edits.
func (m Moment) alone() bool {
	return m.Answer == nil && m.Step == nil && m.Mail == nil && m.Change == nil
}

// Record returns all that is stored about the person of the visit, also what it was before.
func (s *Service) Record(ctx context.Context, v Visit) (Record, error) {
	r := v.Record()
	edits, err := v.editsIn(ctx, s.db.Read())
	for _, e := range edits {
		one := RecordedEdit{At: e.at, What: string(e.What), Was: e.Was, Is: e.Is}
		switch e.What {
		case "":
			one.What = e.Question.Label
		case attendance.TheWorkshop:
			one.What = e.Workshop
		}
		r.Changes = append(r.Changes, one)
	}
	return r, err
}
