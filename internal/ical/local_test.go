package ical

import (
	"testing"
	"time"
)

func TestLocalTime(t *testing.T) {
	t.Parallel()
	table := []struct {
		name, zone, wall, want string
		odd                    Oddness
	}{
		{"winter", "Europe/Berlin", "2027-01-15 10:00", "2027-01-15T09:00:00Z", Plain},
		{"summer", "Europe/Berlin", "2027-07-15 10:00", "2027-07-15T08:00:00Z", Plain},
		{"last minute before the gap", "Europe/Berlin", "2027-03-28 01:59", "2027-03-28T00:59:00Z", Plain},
		{"the gap is counted with the offset before it", "Europe/Berlin", "2027-03-28 02:30", "2027-03-28T01:30:00Z", Skipped},
		{"first minute after the gap", "Europe/Berlin", "2027-03-28 03:00", "2027-03-28T01:00:00Z", Plain},
		{"before the overlap", "Europe/Berlin", "2027-10-31 01:59", "2027-10-30T23:59:00Z", Plain},
		{"the overlap means the first occurrence", "Europe/Berlin", "2027-10-31 02:30", "2027-10-31T00:30:00Z", Repeated},
		{"after the overlap", "Europe/Berlin", "2027-10-31 03:00", "2027-10-31T02:00:00Z", Plain},
		{"a gap west of Greenwich", "America/New_York", "2027-03-14 02:30", "2027-03-14T07:30:00Z", Skipped},
		{"half an hour of overlap", "Australia/Lord_Howe", "2027-04-04 01:45", "2027-04-03T14:45:00Z", Repeated},
		{"a zone without changes", "Asia/Kolkata", "2027-03-28 02:30", "2027-03-27T21:00:00Z", Plain},
		{"UTC", "UTC", "2027-03-28 02:30", "2027-03-28T02:30:00Z", Plain},
	}
	for _, tt := range table {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			wall, err := time.Parse("2006-01-02 15:04", tt.wall)
			if err != nil {
				t.Fatal(err)
			}
			got, odd := LocalTime(wall, mustZone(t, tt.zone))
			if s := got.UTC().Format(time.RFC3339); s != tt.want || odd != tt.odd {
				t.Errorf("LocalTime = %s, %d, want %s, %d", s, odd, tt.want, tt.odd)
			}
		})
	}
}
