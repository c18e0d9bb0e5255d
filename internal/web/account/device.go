package accountweb

import (
	"strings"

	"rundertisch/internal/i18n"
)

// named is a product and the word by which browsers say it.
type named struct{ word, name string }

// Browsers call themselves by the names of others too: the first word that fits is the true one.
func browsers() []named {
	return []named{
		{"Edg", "Microsoft Edge"},
		{"OPR/", "Opera"},
		{"Firefox/", "Firefox"},
		{"FxiOS/", "Firefox"},
		{"CriOS/", "Chrome"},
		{"Chromium/", "Chromium"},
		{"Chrome/", "Chrome"},
		{"Safari/", "Safari"},
	}
}

func systems() []named {
	return []named{
		{"iPhone", "iPhone"},
		{"iPad", "iPad"},
		{"Android", "Android"},
		{"Windows", "Windows"},
		{"Macintosh", "macOS"},
		{"CrOS", "ChromeOS"},
		{"Linux", "Linux"},
	}
}

// device says in words what a browser calls itself: "Firefox, Windows".
func device(l *i18n.Locale, userAgent string) string {
	var words []string
	for _, list := range [][]named{browsers(), systems()} {
		for _, product := range list {
			if strings.Contains(userAgent, product.word) {
				words = append(words, product.name)
				break
			}
		}
	}
	if len(words) == 0 {
		return l.T("account.session.unknown")
	}
	return strings.Join(words, ", ")
}
