package web

import "testing"

func TestTheLogKeepsNoSecretOfALink(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"/cal/abcdefgh.ics":      "/cal/…",
		"/a/abcdefgh":            "/a/…",
		"/r/abcdefgh":            "/r/…",
		"/plan/abcdefgh":         "/plan/…",
		"/start/invited/abcdefg": "/start/…",
		"/account/calendar":      "/account/calendar",
		"/v/fachtagung":          "/v/fachtagung",
	} {
		if got := loggedPath(path); got != want {
			t.Errorf("%s is logged as %s, want %s", path, got, want)
		}
	}
}
