package survey_test

import (
	"context"
	"testing"
	"time"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/survey"
)

// TestTheFilesOfTheDatabaseTellNoSequence: the tally tells none, but databases keep what a row was before, state after state, and these
// tell who wrote first.
func TestTheFilesOfTheDatabaseTellNoSequence(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := opened(t, s)
		dbtest.KeepJournal(t, s.DB)
		hour := func(ctx context.Context) error { // the program's own job, which nobody calls
			s.Clock.Advance(time.Hour)
			err := s.Jobs.Tick(ctx)
			s.Work()
			return err
		}
		for _, text := range []string{"Musik", "Blumen", "Kaffee"} {
			h.answer(survey.Answer{2: {text}})
		}
		const first, afterTwo, now = `"texts":["Musik"]`, `"texts":["Blumen","Musik"]`, `"texts":["Blumen","Kaffee","Musik"]`
		if !dbtest.OnDisk(t, s.DB, "survey_tallies", first) {
			t.Error("the first state is not in the files: the test looks in the wrong place")
		}
		if !dbtest.Scrubbed(t, s.DB, hour, "survey_tallies", first, afterTwo) {
			t.Error("the files tell of earlier states")
		}
		if !dbtest.OnDisk(t, s.DB, "survey_tallies", now) {
			t.Error("what counts is gone")
		}
		h.answer(survey.Answer{2: {"Zeit"}})
		h.must(s.Surveys.Close(t.Context(), h.Actor, h.event.ID))
		if !dbtest.Scrubbed(t, s.DB, hour, "survey_tallies", now+"}") {
			t.Error("after the closing the files tell which answer was the last")
		}
	})
}
