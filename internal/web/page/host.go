package page

import "net/url"

// Host is the host's name in the program's address, as it stands in identifiers of calendar entries.
func Host(baseURL string) string {
	if u, err := url.Parse(baseURL); err == nil && u.Hostname() != "" {
		return u.Hostname()
	}
	return "rundertisch"
}
