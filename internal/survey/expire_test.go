package survey_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/survey"
)

// TestTextsAreKeptForHalfAYearAndCountsForThree: what people wrote goes first; how many wrote it, and what was chosen, stays longer.
func TestTextsAreKeptForHalfAYearAndCountsForThree(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h, ctx := opened(t, s), t.Context()
		for range 6 {
			h.answer(survey.Answer{0: {"4"}, 1: {"2"}, 2: {"Mehr Zeit, sagte Frau Weiß"}})
		}
		kept := func() bool {
			return slices.ContainsFunc(h.rows()["survey_tallies"], func(row string) bool { return strings.Contains(row, "Frau Weiß") })
		}
		h.must(s.Surveys.Close(ctx, h.Actor, h.event.ID))
		expire := func(want int) {
			t.Helper()
			if n, err := s.Surveys.Expire(ctx); err != nil || n != want {
				t.Errorf("something was taken from %d surveys, want %d: %v", n, want, err)
			}
		}
		s.Clock.Advance((survey.TextDays - 1) * 24 * time.Hour)
		if expire(0); !kept() {
			t.Fatal("the texts went too early")
		}
		s.Clock.Advance(48 * time.Hour)
		if expire(1); kept() {
			t.Fatal("the texts are still there")
		}
		expire(0)
		sheet, err := s.Surveys.Find(ctx, h.Actor, h.event.ID)
		if h.must(err); sheet.Findings.Answers != 6 || sheet.Findings.Findings[2].Answered != 6 || sheet.Findings.Findings[1].Rows[1].Count != 6 {
			t.Errorf("the counts are %+v", sheet.Findings)
		}
		s.Clock.Advance((survey.KeepDays - survey.TextDays) * 24 * time.Hour)
		expire(1)
		if rows := h.rows(); len(rows["surveys"])+len(rows["survey_tallies"]) != 0 {
			t.Errorf("left is %v, %v", rows["surveys"], rows["survey_tallies"])
		}
	})
}
