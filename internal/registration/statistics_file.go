package registration

import (
	"slices"
	"strconv"

	"rundertisch/internal/directory"
	"rundertisch/internal/i18n"
	"rundertisch/internal/sheet"
)

// Together is the key of groups that are too small to stand alone in what leaves the house.
const Together = "together"

// SmallGroup is how many people a group must have to stand alone there.
const SmallGroup = 3

// joined puts the small groups together, and the next larger ones with them as long as all are still few: a figure that
// could be had by subtraction would tell the same.
func joined(shares []Share) []Share {
	rest := slices.Clone(shares)
	few := 0
	for few < SmallGroup {
		at := smallest(rest)
		if at < 0 || few == 0 && rest[at].People >= SmallGroup {
			break
		}
		few += rest[at].People
		rest = slices.Delete(rest, at, at+1)
	}
	for at := smallest(rest); at >= 0 && rest[at].People < SmallGroup; at = smallest(rest) {
		few += rest[at].People
		rest = slices.Delete(rest, at, at+1)
	}
	if few == 0 {
		return rest
	}
	return append(rest, Share{Together, few})
}

func smallest(shares []Share) int {
	at := -1
	for i, share := range shares {
		if at < 0 || share.People < shares[at].People {
			at = i
		}
	}
	return at
}

// Table is the figures as a file, one to a line. A file is passed on: small groups stand there together, and nobody is named.
func (s Statistics) Table(locale *i18n.Locale) sheet.Source {
	var lines [][]string
	about := ""
	add := func(what string, n int) { lines = append(lines, []string{about, what, strconv.Itoa(n)}) }
	about = locale.T("registration.statistics.kinds")
	for _, share := range joined(s.Kinds) {
		add(KindName(locale, share.Key), share.People)
	}
	about = locale.T("registration.statistics.kinds_came")
	for _, share := range joined(s.KindsCame) {
		add(KindName(locale, share.Key), share.People)
	}
	about = locale.T("registration.statistics.municipalities")
	for _, share := range joined(s.Municipalities) {
		add(PlaceName(locale, share.Key), share.People)
	}
	for _, share := range s.Workshops {
		about = locale.T("registration.statistics.workshops")
		add(share.Item.Title, int(share.Seats.Taken))
		about = locale.T("registration.statistics.workshops_waiting")
		add(share.Item.Title, int(share.Seats.Waiting))
	}
	for _, of := range []struct {
		about string
		reach Reach
	}{{"registration.statistics.reach_people", s.People}, {"registration.statistics.reach_organisations", s.Organisations}} {
		about = locale.T(of.about)
		add(locale.T("registration.statistics.invited"), of.reach.Invited)
		add(locale.T("registration.statistics.answered"), of.reach.Answered)
		add(locale.T("registration.statistics.registered"), of.reach.Registered)
		if s.Came > 0 {
			add(locale.T("registration.statistics.came"), of.reach.Came)
		}
	}
	return sheet.Source{
		Name:   locale.T("registration.statistics.title"),
		Header: []string{locale.T("registration.statistics.about"), locale.T("registration.statistics.what"), locale.T("registration.statistics.number")},
		Rows:   sheet.Of(lines, func(line []string) []string { return line }),
	}
}

// KindName is how the kind of an organisation reads, also when it is unknown.
func KindName(locale *i18n.Locale, kind string) string {
	switch kind {
	case "":
		return locale.T("registration.statistics.unknown")
	case Together:
		return locale.T("registration.statistics.together")
	}
	return locale.T("directory.kind." + kind)
}

// PlaceName is how the key of a municipality reads, also when it is unknown.
func PlaceName(locale *i18n.Locale, ags string) string {
	switch ags {
	case "":
		return locale.T("registration.statistics.unknown")
	case Together:
		return locale.T("registration.statistics.together")
	}
	return directory.MunicipalityName(ags)
}
