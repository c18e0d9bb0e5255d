package invite_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"
	"pgregory.net/rapid"

	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/event"
)

// answer is one of a person's answers: to which version, when, and what.
type answer struct {
	sequence int64
	second   int // of the hour in which all are given, no two in the same
	says     attendance.Answer
}

var partStats = map[attendance.Answer]string{attendance.Accepted: "ACCEPTED", attendance.Tentative: "TENTATIVE", attendance.Declined: "DECLINED"}

// TestAnyOrderOfAPersonsAnswersLeavesTheLatest hands in the answers of one person to up to three versions of the invitation
// in any order, some of them twice. Of those to the last version the one given last counts, as if they had come in order;
// a no that gives a place back ends the entry, so that there is no further version of it.
func TestAnyOrderOfAPersonsAnswersLeavesTheLatest(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		h.edit(func(d *event.Details) { d.Capacity = "5000" })
		n := 0
		rapid.Check(t, func(r *rapid.T) {
			n++
			given := fmt.Sprintf("Gast%d", n)
			row := h.invite(h.person(given, "Weiss"))[strings.ToLower(given)+".weiss@example.org"]
			hour := h.clock.Now().Truncate(time.Second)
			h.clock.Advance(time.Hour)
			answers := drawAnswers(r)
			version := int64(0)
			for step := range rapid.IntRange(0, 12).Draw(r, "steps") {
				if now := h.rows()[row.Email]; now.Place != attendance.Withdrawn && now.UID == row.UID && version < 2 && rapid.IntRange(0, 3).Draw(r, "new version") == 0 {
					version++
					h.bump(row)
				}
				if i := rapid.IntRange(0, len(answers)-1).Draw(r, fmt.Sprint("step ", step)); answers[i].sequence <= version {
					h.receive(answers[i].raw(row, hour, n*100+i))
				}
			}
			for _, i := range rapid.Permutation(indices(answers)).Draw(r, "the rest") {
				if answers[i].sequence <= version {
					h.receive(answers[i].raw(row, hour, n*100+i))
				}
			}
			if got, want := h.rows()[row.Email].Answer, latest(answers, version); got != want {
				r.Fatalf("%v leave %s at version %d, want %s", answers, got, version, want)
			}
		})
	})
}

func indices(answers []answer) []int {
	all := make([]int, len(answers))
	for i := range all {
		all[i] = i
	}
	return all
}

func drawAnswers(r *rapid.T) []answer {
	seconds := rapid.SliceOfNDistinct(rapid.IntRange(1, 3000), 1, 6, rapid.ID).Draw(r, "seconds")
	answers := make([]answer, len(seconds))
	for i, second := range seconds {
		answers[i] = answer{
			sequence: int64(rapid.IntRange(0, 2).Draw(r, "sequence")), second: second,
			says: rapid.SampledFrom([]attendance.Answer{attendance.Accepted, attendance.Tentative, attendance.Declined}).Draw(r, "says"),
		}
	}
	return answers
}

func latest(answers []answer, sequence int64) attendance.Answer {
	last := answer{says: attendance.NeedsAction, second: -1}
	for _, a := range answers {
		if a.sequence == sequence && a.second > last.second {
			last = a
		}
	}
	return last.says
}

func (a answer) raw(row attendance.Attendance, hour time.Time, n int) []byte {
	stamp := hour.Add(time.Duration(a.second) * time.Second).Format("20060102T150405Z")
	s := said{
		version: []string{fmt.Sprint("SEQUENCE:", a.sequence), "DTSTAMP:" + stamp},
		who:     "ATTENDEE;PARTSTAT=" + partStats[a.says] + ":mailto:" + row.Email,
	}
	return s.raw(row, hour, n)
}

// bump begins a new version of the person's entry, as a change of the event does.
func (h *house) bump(row attendance.Attendance) {
	h.t.Helper()
	h.in(func(ctx context.Context, tx bun.IDB) error {
		_, err := attendance.BumpIn(ctx, tx, h.clock.Now(), row.ID)
		return err
	})
}
