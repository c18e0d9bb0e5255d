package badge

import "time"

func hour(t time.Time) string { return t.Format("15:04") }
