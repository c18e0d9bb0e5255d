package date

import (
	"regexp"
	"strings"
	"time"
)

var clockForm = regexp.MustCompile(`^(\d{1,2})[:.](\d{2})(?::\d{2})?(?:\s*Uhr)?$`)

// ParseClock reads "9:30", "09:30", "9.30 Uhr" or "09:30:00" and returns "09:30", "" when it is no time of day.
func ParseClock(typed string) string {
	m := clockForm.FindStringSubmatch(strings.TrimSpace(typed))
	if m == nil {
		return ""
	}
	at, err := time.Parse("15:04", m[1]+":"+m[2])
	if err != nil {
		return ""
	}
	return at.Format("15:04")
}
