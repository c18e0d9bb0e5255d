package page

import (
	"maps"
	"mime/multipart"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/gofiber/fiber/v2"

	"rundertisch/internal/fault"
	"rundertisch/internal/i18n"
	"rundertisch/views/shared"
)

// Form returns the values typed into the POST body, urlencoded or multipart, each trimmed of outer blanks but for
// passwords. Line breaks are \n. What an edit form was filled with is its Basis; the basis' version counts.
func (r *Request) Form() shared.Form {
	typed := shared.Form{Values: map[string][]string{}}
	add := func(name, value string) {
		switch name {
		case shared.CSRFName, shared.OnceName, shared.InLanguageName:
			return
		case shared.BasisName:
			typed.Basis = shared.ReadBasis(storable(value))
			return
		}
		if _, known := typed.Values[name]; !known {
			typed.Order = append(typed.Order, name)
		}
		typed.Values[name] = append(typed.Values[name], clean(name, value))
	}
	r.sent(add)
	if typed.Basis.Version != 0 {
		typed.Values["version"] = []string{strconv.FormatInt(typed.Basis.Version, 10)}
	}
	return typed
}

// Retold reports whether the language switch sent the form along. The page is to be shown once more, as it was typed: from here on the request
// speaks the other language, which is kept as a visitor's choice.
func (r *Request) Retold() bool {
	asked := i18n.Lang(r.FormValue(shared.InLanguageName))
	if r.Method() != fiber.MethodPost || !slices.Contains(i18n.Languages(), asked) {
		return false
	}
	r.SetLanguage(asked)
	r.L = r.site.Catalogue.Locale(asked, r.site.Zone)
	return true
}

// sent calls fn with every name and value of the POST body: as the form sent them, or by name in one with files.
func (r *Request) sent(fn func(name, value string)) {
	if form, err := r.MultipartForm(); err == nil {
		for _, name := range slices.Sorted(maps.Keys(form.Value)) {
			for _, value := range form.Value[name] {
				fn(name, value)
			}
		}
		return
	}
	for name, value := range r.Ctx.Context().PostArgs().All() {
		fn(string(name), string(value))
	}
}

func clean(name, value string) string {
	if secret(name) {
		return value
	}
	return strings.TrimSpace(visible(strings.ReplaceAll(storable(value), "\r\n", "\n")))
}

// secret reports whether the field holds what is never shown, kept or carried on.
func secret(name string) bool { return strings.Contains(name, "password") }

// visible drops what nobody sees or types on purpose: controls but for line breaks and tabs, characters without width,
// and the marks that turn the direction of all that follows. Joiners stay, scripts and emoji need them.
func visible(value string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\u200C' || r == '\u200D':
			return r
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, value)
}

// storable makes text that every database takes: valid UTF-8 without NUL.
func storable(value string) string {
	return strings.ToValidUTF8(strings.ReplaceAll(value, "\x00", ""), "\uFFFD")
}

// Query returns a value of the address's query, cleaned like those of forms; fallback when there is none.
func (r *Request) Query(name string, fallback ...string) string {
	return clean(name, r.Ctx.Query(name, fallback...))
}

// UserAgent returns what the browser calls itself.
func (r *Request) UserAgent() string { return storable(r.Get("User-Agent")) }

// File returns the uploaded file of the field with at most limit octets; an Invalid fault names the field when there
// is none or it is too large.
func (r *Request) File(name string, limit int64) (*multipart.FileHeader, error) {
	header, err := r.FormFile(name)
	var c fault.Checks
	switch {
	case err != nil || header.Size == 0:
		c.Add(name, "frame.upload.missing")
	case header.Size > limit:
		c.Add(name, "frame.upload.too_large", limit/(1<<20))
	}
	return header, c.Err()
}

// Attachment answers with a file to save.
func (r *Request) Attachment(name, mediaType string, data []byte) error {
	r.Ctx.Attachment(name)
	r.Set(fiber.HeaderContentType, mediaType)
	r.Set(fiber.HeaderCacheControl, "no-store")
	return r.Send(data)
}
