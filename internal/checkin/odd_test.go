package checkin_test

import (
	"slices"
	"testing"

	"rundertisch/internal/checkin"
	"rundertisch/internal/id"
)

// TestAnOddCodeKeepsNobodyOut: a camera reads whatever is held before it, a QR code full of octets that are no text among them. A device
// sends what it gathered as one, so that what cannot be carried out must not keep it from sending the rest.
func TestAnOddCodeKeepsNobodyOut(t *testing.T) {
	t.Parallel()
	each(t, "10", func(t *testing.T, h *hall) {
		_, code := h.guest("Ewa Łuczak")
		walked := checkin.Deed{ID: id.New(), What: checkin.WalkIn, Name: "Anna\x00 Schmidt", Organisation: "\x00", Door: "Tür\x00"}
		got := h.states(
			in("a\x00b", "A"), in("\x1b[31m\n\u202e", "A"), checkin.Deed{ID: id.New(), What: checkin.LetIn, AttendanceID: "a\x00b"},
			checkin.Deed{ID: id.New(), What: checkin.Undo, Target: "a\x00b"}, walked, in(code, "A"),
		)
		want := []checkin.State{checkin.Unknown, checkin.Unknown, checkin.Unknown, checkin.Unknown, checkin.In, checkin.In}
		if !slices.Equal(got, want) {
			t.Errorf("the deeds end as %v, want %v", got, want)
		}
	})
}
