package wish

import (
	"slices"
	"testing"

	"rundertisch/internal/attendance"
	"rundertisch/internal/event"
)

// TestWhoSpeaksOrModeratesLeads: those who lead a workshop take no participant's place in it.
func TestWhoSpeaksOrModeratesLeads(t *testing.T) {
	t.Parallel()
	items := []event.ProgrammeItem{{ID: "a", Speakers: "Dr. E. Łuczak; Jens Wolf"}, {ID: "b", Moderator: "Ewa Łuczak"}, {ID: "c", Moderator: "Anna"}}
	speakers := []event.Speaker{{ID: "1", Name: "Dr. E. Łuczak", PersonID: "p"}, {ID: "2", Name: "Ewa Łuczak", PersonID: "p"}, {ID: "3", Name: "Anna"}}
	for _, c := range []struct {
		name string
		row  attendance.Attendance
		want []string
	}{
		{"by the name", attendance.Attendance{Name: "ewa luczak"}, []string{"b"}},
		{"by the person of the directory", attendance.Attendance{Name: "E. Nowak", PersonID: "p"}, []string{"a", "b"}},
		{"somebody else of the directory", attendance.Attendance{Name: "E. Nowak", PersonID: "q"}, nil},
		{"one word alone is somebody else", attendance.Attendance{Name: "Anna"}, nil},
		{"a guest is nobody of the directory", attendance.Attendance{Name: "Bela Beck"}, nil},
	} {
		if got := leads(items, speakers, c.row); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}
