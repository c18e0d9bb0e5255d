package page

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"rundertisch/internal/fault"
	"rundertisch/internal/i18n"
	"rundertisch/internal/id"
	"rundertisch/views/shared"
)

const (
	sessionCookie = "session"
	visitorCookie = "visitor"
	langCookie    = "lang"
	deviceCookie  = "device"
	doorCookie    = "door"
	deviceLife    = 180 * 24 * time.Hour
	langLife      = 365 * 24 * time.Hour
)

// cookie returns the cookie's name as it is set: with the __Host- prefix where the browser holds us to it.
func (s *Site) cookie(name string) string {
	if s.Secure {
		return "__Host-" + name
	}
	return name
}

func (r *Request) setCookie(name, value string, life time.Duration) {
	cookie := fiber.Cookie{
		Name: r.site.cookie(name), Value: value, Path: "/", HTTPOnly: true, Secure: r.site.Secure,
		SameSite: fiber.CookieSameSiteLaxMode,
	}
	switch {
	case life < 0:
		cookie.Expires = time.Unix(1, 0)
	case life > 0:
		cookie.Expires = r.Now().Add(life)
	}
	r.Cookie(&cookie)
}

// SetPathCookie sets a session cookie that is sent only below path: personal links of people without an account.
func (r *Request) SetPathCookie(name, value, path string) {
	r.Cookie(&fiber.Cookie{
		Name: r.pathCookie(name), Value: value, Path: path, HTTPOnly: true, Secure: r.site.Secure,
		SameSite: fiber.CookieSameSiteLaxMode,
	})
}

// KeepPathCookie is SetPathCookie with a cookie that the browser keeps until then.
func (r *Request) KeepPathCookie(name, value, path string, until time.Time) {
	r.Cookie(&fiber.Cookie{
		Name: r.pathCookie(name), Value: value, Path: path, HTTPOnly: true, Secure: r.site.Secure,
		SameSite: fiber.CookieSameSiteLaxMode, Expires: until,
	})
}

// PathCookie returns the value SetPathCookie or KeepPathCookie set, "" when there is none.
func (r *Request) PathCookie(name string) string { return r.Cookies(r.pathCookie(name)) }

func (r *Request) pathCookie(name string) string {
	if r.site.Secure {
		return "__Secure-" + name
	}
	return name
}

const passCookie = "pass-" // and what it is for

// SetPass keeps the token of a helper's link in this browser until it ends. It outlives the browser, and opens the pages of that link alone.
func (r *Request) SetPass(name, token string, until time.Time) {
	r.setCookie(passCookie+name, token, until.Sub(r.Now()))
}

// Pass returns what SetPass set, "" when there is none.
func (r *Request) Pass(name string) string { return r.Cookies(r.site.cookie(passCookie + name)) }

// DropPass removes what SetPass set.
func (r *Request) DropPass(name string) { r.setCookie(passCookie+name, "", -1) }

// KeptDoor notes that this browser keeps a list of people for the door, until it is closed.
func (r *Request) KeptDoor() { r.setCookie(doorCookie, "1", 0) }

// LeaveDoor reports whether KeptDoor was called in this browser, and forgets it.
func (r *Request) LeaveDoor() bool {
	kept := r.Cookies(r.site.cookie(doorCookie)) != ""
	if kept {
		r.setCookie(doorCookie, "", -1)
	}
	return kept
}

// Session returns the token of the sign-in cookie.
func (r *Request) Session() string { return r.session }

// SetDevice keeps what this browser is known by at the next sign-in; it opens nothing and outlives the session.
func (r *Request) SetDevice(token string) { r.setCookie(deviceCookie, token, deviceLife) }

// Device returns what SetDevice set, "" when there is none.
func (r *Request) Device() string { return r.Cookies(r.site.cookie(deviceCookie)) }

// EndSession removes the sign-in cookie.
func (r *Request) EndSession() { r.setCookie(sessionCookie, "", -1) }

// SetLanguage keeps the language the person chose.
func (r *Request) SetLanguage(lang i18n.Lang) { r.setCookie(langCookie, string(lang), langLife) }

// language is what the account says, else what the link that was followed says, which is kept, else what the visitor
// chose here, else what the browser asks for.
func (r *Request) language() i18n.Lang {
	if r.User.Lang != "" {
		return i18n.Lang(r.User.Lang)
	}
	chosen := i18n.Lang(r.Cookies(r.site.cookie(langCookie)))
	if asked := i18n.Lang(r.Query(i18n.Param)); slices.Contains(i18n.Languages(), asked) {
		if asked != chosen {
			r.SetLanguage(asked)
		}
		return asked
	}
	if slices.Contains(i18n.Languages(), chosen) {
		return chosen
	}
	if header := r.Get(fiber.HeaderAcceptLanguage); header != "" {
		return i18n.Match(header)
	}
	return r.site.Lang
}

// csrf returns the token for forms of this page and makes sure that the visitor cookie it is bound to is set.
func (r *Request) csrf() string {
	if r.begun.session != "" {
		return r.site.token(r.begun.visitor, r.begun.session, r.whose())
	}
	visitor := r.Cookies(r.site.cookie(visitorCookie))
	if visitor == "" {
		if visitor, _ = r.Locals(visitorCookie).(string); visitor == "" {
			visitor = id.Token()
			r.Locals(visitorCookie, visitor)
			r.setCookie(visitorCookie, visitor, 0)
		}
	}
	return r.site.token(visitor, r.Cookies(r.site.cookie(sessionCookie)), r.whose()) // as CheckCSRF reads it, also when the session is over
}

// token is the MAC over the cookies and the mark of the person, then that mark: a form whose session is over still
// says whose it was.
func (s *Site) token(visitor, session, whose string) string {
	mac := hmac.New(sha256.New, s.Secret)
	mac.Write([]byte("csrf\x00" + visitor + "\x00" + session + "\x00" + whose))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)) + "." + whose
}

// Visitor returns the visitor cookie's value, "" on the first visit: the key rate limits count by.
func (s *Site) Visitor(c *fiber.Ctx) string { return c.Cookies(s.cookie(visitorCookie)) }

// CheckCSRF refuses a request that changes something unless it comes from a page of this site: its token fits the
// cookies, and the browser names no other origin.
func (s *Site) CheckCSRF(c *fiber.Ctx) error {
	refused := fault.New(fault.Forbidden, "fault.csrf")
	site, origin := c.Get("Sec-Fetch-Site"), c.Get(fiber.HeaderOrigin)
	if site != "" && site != "same-origin" && site != "none" {
		return refused
	}
	here := s.sameOrigin(origin, c.Hostname())
	if origin != "" && origin != "null" && !here {
		return refused
	}
	sent := c.FormValue(shared.CSRFName)
	visitor := s.Visitor(c)
	want := s.token(visitor, c.Cookies(s.cookie(sessionCookie)), whoseOf(sent))
	if visitor == "" || !hmac.Equal([]byte(want), []byte(sent)) {
		c.Locals(ownForm, site == "same-origin" || site == "" && here) // the browser vouches for it
		return refused
	}
	c.Locals(ownForm, true)
	return nil
}

func (s *Site) sameOrigin(origin, host string) bool {
	u, err := url.Parse(origin)
	return err == nil && (strings.EqualFold(u.Host, host) || strings.EqualFold(origin, s.BaseURL))
}
