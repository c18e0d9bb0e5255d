package event

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"rundertisch/internal/account"
	"rundertisch/internal/date"
	"rundertisch/internal/fault"
)

const (
	maxTitle    = 200
	maxText     = 8000
	maxShort    = 500
	maxCapacity = 100_000
)

// Details is what staff type about an event. Days are accepted as 25.03.2027 and 2027-03-25, times as 9:30 and 09:30.
type Details struct {
	Kind        Kind
	Title       string
	Slug        string // made from the title when empty; counts in a draft only
	Summary     string
	Description string
	Day         string
	Begin       string
	EndDay      string // empty: ends on Day
	End         string
	Venue       string
	Address     string
	Access      string
	Capacity    string // places; empty or 0: as many as come
	Offer       string // office hours for which a free place is offered to the waitlist; empty or 0: given at once
	From        string // first day of registration; may be empty
	Until       string // last day of registration; may be empty
	Contact     string
	Milestone   string // identifier of the milestone of the project's plan that the event belongs to; empty for none
}

// DetailsOf returns the event as it would be typed.
func DetailsOf(e Event) Details {
	d := Details{
		Kind: e.Kind, Title: e.Title, Slug: e.Slug, Summary: e.Summary, Description: e.Description,
		Day: dayOf(e.StartsWall), Begin: clockOf(e.StartsWall), End: clockOf(e.EndsWall),
		Venue: e.Venue, Address: e.Address, Access: e.Access, Capacity: strconv.FormatInt(e.Capacity, 10),
		Offer: strconv.FormatInt(e.OfferHours, 10),
		From:  e.RegistrationFrom, Until: e.RegistrationUntil, Contact: e.Contact, Milestone: e.MilestoneID,
	}
	if e.SeveralDays() {
		d.EndDay = dayOf(e.EndsWall)
	}
	return d
}

// apply writes the details into e, whose zone is set; the fault lists what cannot be taken.
// Fields: kind, title, slug, summary, description, day, begin, end_day, end, venue, address, access, capacity, offer,
// registration_from, registration_until, contact.
func (d Details) apply(e Event) (Event, error) {
	var c fault.Checks
	if !slices.Contains(Kinds(), d.Kind) {
		c.Add("kind", "fault.choice")
	}
	e.Kind, e.Title = d.Kind, oneLine(d.Title)
	e.Summary, e.Description = oneLine(d.Summary), text(d.Description)
	e.Venue, e.Address = oneLine(d.Venue), text(d.Address)
	e.Access, e.Contact = text(d.Access), text(d.Contact)
	c.Require("title", e.Title)
	c.MaxLen("title", e.Title, maxTitle)
	c.MaxLen("summary", e.Summary, maxShort)
	c.MaxLen("description", e.Description, maxText)
	c.MaxLen("venue", e.Venue, maxTitle)
	c.MaxLen("address", e.Address, maxShort)
	c.MaxLen("access", e.Access, maxText)
	c.MaxLen("contact", e.Contact, maxShort)
	e.Capacity = checkCapacity(&c, d.Capacity)
	e.OfferHours = checkOffer(&c, d.Offer)
	d.applySlug(&c, &e)
	d.applyTime(&c, &e)
	d.applyRegistration(&c, &e)
	return e, c.Err()
}

func (d Details) applySlug(c *fault.Checks, e *Event) {
	if e.State != Draft {
		return
	}
	e.Slug = strings.ToLower(strings.TrimSpace(d.Slug))
	checkSlug(c, e.Slug)
}

func (d Details) applyTime(c *fault.Checks, e *Event) {
	c.Require("day", d.Day)
	first := checkDay(c, "day", d.Day)
	last := checkDay(c, "end_day", d.EndDay)
	if last == "" {
		last = first
	}
	e.StartsWall, e.StartsAt = checkWall(c, "begin", first, d.Begin, e.Location())
	e.EndsWall, e.EndsAt = checkWall(c, "end", last, d.End, e.Location())
	switch {
	case last < first:
		c.Add("end_day", "event.end_day_before_begin")
	case e.StartsWall != "" && e.EndsWall != "" && !e.EndsAt.After(e.StartsAt):
		c.Add("end", "event.end_before_begin")
	}
}

func (d Details) applyRegistration(c *fault.Checks, e *Event) {
	from, until := checkDay(c, "registration_from", d.From), checkDay(c, "registration_until", d.Until)
	e.RegistrationFrom, e.RegistrationUntil = string(from), string(until)
	begins := date.Date(dayOf(e.StartsWall))
	if until != "" && begins != "" && until > begins {
		c.Add("registration_until", "event.registration_after_begin")
	}
	if from != "" && (until != "" && from > until || begins != "" && from > begins) {
		c.Add("registration_from", "event.registration_from_late")
	}
}

// checkCapacity reads a number of places; empty means no limit.
func checkCapacity(c *fault.Checks, typed string) int64 {
	typed = strings.TrimSpace(typed)
	if typed == "" {
		return 0
	}
	n, err := strconv.ParseInt(typed, 10, 64)
	if err != nil || n < 0 || n > maxCapacity {
		c.Add("capacity", "event.capacity_form", maxCapacity)
		return 0
	}
	return n
}

// OfferHours lists for how many office hours a free place may be offered; 0 gives it at once.
func OfferHours() []int64 { return []int64{0, 4, 8, 16, 24, 40} }

func checkOffer(c *fault.Checks, typed string) int64 {
	if typed == "" {
		return 0
	}
	n, err := strconv.ParseInt(typed, 10, 64)
	if err != nil || !slices.Contains(OfferHours(), n) {
		c.Add("offer", "fault.choice")
		return 0
	}
	return n
}

// Missing lists what stands between a draft and its publishing, one message at each field; imprint and privacy_contact are
// fields of the workspace.
func Missing(e Event, w account.Workspace) []fault.Field {
	var c fault.Checks
	need := func(name, value string) {
		if strings.TrimSpace(value) == "" {
			c.Add(name, "event.missing."+name)
		}
	}
	need("title", e.Title)
	need("begin", e.StartsWall)
	need("venue", e.Venue)
	if e.Kind.Public() {
		need("contact", e.Contact)
		need("imprint", w.Imprint)
		need("privacy_contact", w.PrivacyContact)
	}
	return fault.Fields(c.Err())
}

// oneLine returns s without line breaks, control characters and repeated blanks.
func oneLine(s string) string { return strings.Join(strings.Fields(visible(s)), " ") }

// text returns s trimmed, with plain line breaks and without control characters.
func text(s string) string {
	return strings.TrimSpace(visible(strings.ReplaceAll(s, "\r\n", "\n")))
}

func visible(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && !unicode.IsSpace(r) || r == '\uFEFF' {
			return -1
		}
		return r
	}, s)
}
