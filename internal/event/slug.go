package event

import (
	"regexp"
	"strconv"
	"strings"

	"rundertisch/internal/database"
	"rundertisch/internal/fault"
)

const (
	maxSlug   = 80
	slugTries = 20 // each try that fails means that somebody else's has worked
)

var (
	slugForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	notSlug  = regexp.MustCompile(`[^a-z0-9]+`)
)

// Slug makes the public address of a title: "Fachtagung „Wohnen für Größler“" gives "fachtagung-wohnen-fuer-groessler".
func Slug(title string) string {
	slug := strings.Trim(notSlug.ReplaceAllString(database.FoldWord(title), "-"), "-")
	if len(slug) > maxSlug-4 { // leaves room for a number
		slug = slug[:maxSlug-4]
		if cut := strings.LastIndexByte(slug, '-'); cut > 0 {
			slug = slug[:cut]
		}
	}
	if slug == "" {
		return "veranstaltung"
	}
	return slug
}

// freeSlug returns base or base with the first free number.
func freeSlug(base string, taken []string) string {
	used := map[string]bool{}
	for _, slug := range taken {
		used[slug] = true
	}
	slug := base
	for n := 2; used[slug]; n++ {
		slug = base + "-" + strconv.Itoa(n)
	}
	return slug
}

func checkSlug(c *fault.Checks, slug string) {
	c.MaxLen("slug", slug, maxSlug)
	if slug != "" && !slugForm.MatchString(slug) {
		c.Add("slug", "event.slug_form")
	}
}

// slugFault puts a broken uniqueness where it was typed: the slug is the only unique value of an event.
func slugFault(err error) error {
	if !database.Duplicate(err) {
		return database.Fault(err)
	}
	return &fault.Error{
		Kind: fault.Conflict, Key: "fault.invalid", Err: err,
		Fields: []fault.Field{{Name: "slug", Key: "event.slug_taken"}},
	}
}

// slugTaken reports whether err is such a fault.
func slugTaken(err error) bool {
	fields := fault.Fields(err)
	return database.Duplicate(err) && len(fields) == 1 && fields[0].Name == "slug"
}
