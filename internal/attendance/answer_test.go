package attendance_test

import (
	"context"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/uptrace/bun"

	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/fault"
)

func TestAnswersCountByVersionAndTime(t *testing.T) {
	t.Parallel()
	start := time.Date(2027, 1, 15, 9, 0, 0, 0, time.UTC)
	mail := func(answer attendance.Answer, sequence int64, at time.Duration) attendance.Reply {
		return attendance.Reply{Answer: answer, Source: attendance.ByMail, Sequence: sequence, Stamp: start.Add(at)}
	}
	web := func(answer attendance.Answer) attendance.Reply {
		return attendance.Reply{Answer: answer, Source: attendance.ByWeb}
	}
	for name, c := range map[string]struct {
		replies []attendance.Reply // one minute apart, the first at minute 1, on calendar version 1
		last    attendance.Outcome
		answer  attendance.Answer
	}{
		"a yes counts":                               {[]attendance.Reply{mail(attendance.Accepted, 1, time.Minute)}, attendance.Applied, attendance.Accepted},
		"an answer to an older version does not":     {[]attendance.Reply{mail(attendance.Accepted, 0, time.Minute)}, attendance.Stale, attendance.NeedsAction},
		"an answer to a newer version counts":        {[]attendance.Reply{mail(attendance.Accepted, 2, time.Minute)}, attendance.Applied, attendance.Accepted},
		"of one version the newest stamp wins":       {[]attendance.Reply{mail(attendance.Accepted, 1, 50*time.Second), mail(attendance.Declined, 1, 40*time.Second)}, attendance.Superseded, attendance.Accepted},
		"in the same second the later arrival wins":  {[]attendance.Reply{mail(attendance.Accepted, 1, 50*time.Second), mail(attendance.Declined, 1, 50*time.Second)}, attendance.Applied, attendance.Declined},
		"a mail on the way does not undo the link":   {[]attendance.Reply{web(attendance.Accepted), mail(attendance.Declined, 1, 30*time.Second)}, attendance.Superseded, attendance.Accepted},
		"a link undoes an earlier mail":              {[]attendance.Reply{mail(attendance.Declined, 1, time.Minute), web(attendance.Accepted)}, attendance.Applied, attendance.Accepted},
		"a stamp from the future counts as now":      {[]attendance.Reply{mail(attendance.Accepted, 1, time.Hour), web(attendance.Declined)}, attendance.Applied, attendance.Declined},
		"maybe is an answer and takes no place":      {[]attendance.Reply{web(attendance.Tentative)}, attendance.Applied, attendance.Tentative},
		"a person on the telephone is the last word": {[]attendance.Reply{web(attendance.Declined), {Answer: attendance.Accepted, Source: attendance.ByStaff}}, attendance.Applied, attendance.Accepted},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dbtest.Each(t, func(t *testing.T, db *database.DB) {
				r := open(t, db, 5)
				row, _ := r.invite("Anna")
				r.in(func(ctx context.Context, tx bun.IDB) error {
					_, err := attendance.BumpIn(ctx, tx, r.clock.Now(), row.ID)
					return err
				})
				var last attendance.Answered
				for _, reply := range c.replies {
					r.clock.Advance(time.Minute)
					last = r.answer(row.ID, reply)
				}
				row = r.again(row)
				if last.Outcome != c.last || row.Answer != c.answer {
					t.Errorf("outcome %s, answer %s", last.Outcome, row.Answer)
				}
				if seated := row.Place == attendance.Confirmed; seated != (c.answer == attendance.Accepted) {
					t.Errorf("answer %s has place %s", row.Answer, row.Place)
				}
				log, err := attendance.AnswersIn(t.Context(), db.Read(), row.ID)
				if err != nil || len(log) != len(c.replies) {
					t.Errorf("the log has %d lines, %v", len(log), err)
				}
			})
		})
	}
}

func TestACalendarVersionRisesAndAsksAgain(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 5)
		row, _ := r.invite("Anna")
		r.byWeb(row.ID, attendance.Accepted)
		r.in(func(ctx context.Context, tx bun.IDB) error {
			_, err := attendance.BumpIn(ctx, tx, r.clock.Now(), row.ID)
			return err
		})
		got := r.again(row)
		if got.Sequence != 1 || !got.Stamp.After(row.Stamp) || got.Answer != attendance.NeedsAction || got.Place != attendance.Confirmed || got.UID != row.UID {
			t.Errorf("after a change of plan: %+v", got)
		}
	})
}

// TestWhatSomebodySaidIsKeptUpToTwoKilobytes, and no letter is torn apart at the end.
func TestWhatSomebodySaidIsKeptUpToTwoKilobytes(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 5)
		row, _ := r.invite("Anna")
		r.in(func(ctx context.Context, tx bun.IDB) error {
			_, err := r.AnswerIn(ctx, tx, row.ID, attendance.Reply{
				Answer: attendance.Accepted, Source: attendance.ByPhone, Comment: "x" + strings.Repeat("ä", 1500),
			})
			return err
		})
		answers, err := attendance.AnswersIn(t.Context(), db.Read(), row.ID)
		if err != nil || len(answers) != 1 {
			t.Fatalf("%d answers, %v", len(answers), err)
		}
		if got := answers[0].Comment; got != "x"+strings.Repeat("ä", 1023) {
			t.Errorf("%d octets kept, valid: %v", len(got), utf8.ValidString(got))
		}
	})
}

func TestTheSameAnswerTwiceIsToldOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 5)
		row, _ := r.invite("Anna")
		first, second := r.byWeb(row.ID, attendance.Accepted), r.byWeb(row.ID, attendance.Accepted)
		if !first.Changed || second.Changed || len(r.told.reasons()) != 1 {
			t.Errorf("first %v, second %v", first.Changed, second.Changed)
		}
		if got := r.seats(r.event.ID).Taken; got != 1 {
			t.Errorf("%d places taken", got)
		}
	})
}

func TestNothingIsTakenOrGivenOnceTheEventHasBegun(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 5)
		row, _ := r.invite("Anna")
		r.clock.Advance(100 * 24 * time.Hour)
		if got := r.byWeb(row.ID, attendance.Accepted); got.Outcome != attendance.TooLate || r.again(row).Place != attendance.NoPlace {
			t.Errorf("outcome %s", got.Outcome)
		}
		err := db.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error {
			_, _, err := r.RegisterIn(ctx, tx, attendance.Registration{EventID: r.event.ID, Guest: guest("Bela")}, always)
			return err
		})
		if !fault.Is(err, fault.Conflict) {
			t.Errorf("registering gave %v", err)
		}
	})
}

func TestAPersonalLinkOpensOnlyItsOwnRowAndExpires(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 5)
		row, _ := r.invite("Anna")
		var token string
		r.in(func(ctx context.Context, tx bun.IDB) (err error) {
			token, err = attendance.NewLinkIn(ctx, tx, r.clock.Now(), row.ID)
			return err
		})
		found, until, err := attendance.ByToken(t.Context(), db.Read(), r.clock.Now(), token)
		if err != nil || found.ID != row.ID || !until.Equal(r.event.EndsAt.Add(30*24*time.Hour)) {
			t.Errorf("found %s until %v, %v", found.ID, until, err)
		}
		if _, _, err := attendance.ByToken(t.Context(), db.Read(), until, token); !fault.Is(err, fault.NotFound) {
			t.Errorf("an expired link gave %v", err)
		}
		if _, _, err := attendance.ByToken(t.Context(), db.Read(), r.clock.Now(), token+"x"); !fault.Is(err, fault.NotFound) {
			t.Errorf("a wrong link gave %v", err)
		}
	})
}
