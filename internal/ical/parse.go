package ical

import (
	"bytes"
	"fmt"
	"html"
	"net/url"
	"strconv"
	"strings"

	goical "github.com/emersion/go-ical"
)

// maxProse is what is kept of a text field, in octets.
const maxProse = 2 << 10

// Parse reads a foreign calendar object in UTF-8. Errors wrap one Problem; it never panics.
func Parse(object []byte) (message Message, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			message, err = Message{}, fmt.Errorf("decoder: %v: %w", cause, ErrMalformed)
		}
	}()
	return parse(object)
}

func parse(object []byte) (Message, error) {
	safe, err := sanitise(object)
	if err != nil {
		return Message{}, err
	}
	calendar, err := goical.NewDecoder(bytes.NewReader(safe)).Decode()
	if err != nil {
		return Message{}, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	message := Message{Method: Method(strings.ToUpper(strings.TrimSpace(value(calendar.Component, goical.PropMethod))))}
	for _, child := range calendar.Children {
		if child.Name != goical.CompEvent {
			continue
		}
		if event := readEvent(child); event.UID != "" {
			message.Events = append(message.Events, event)
		}
	}
	if len(message.Events) == 0 {
		return Message{}, ErrNoEvent
	}
	return message, nil
}

func readEvent(c *goical.Component) Event {
	event := Event{
		UID:          readUID(value(c, goical.PropUID)),
		Sequence:     readSequence(value(c, goical.PropSequence)),
		RecurrenceID: truncate(value(c, goical.PropRecurrenceID), 64),
		Status:       Status(strings.ToUpper(truncate(value(c, goical.PropStatus), 64))),
		Summary:      clean(prose(c, goical.PropSummary)),
		Description:  prose(c, goical.PropDescription),
		Location:     clean(prose(c, goical.PropLocation)),
		Comment:      readComment(c),
	}
	event.Stamp, _ = readTime(c.Props.Get(goical.PropDateTimeStamp))
	event.Start, event.AllDay = readTime(c.Props.Get(goical.PropDateTimeStart))
	event.End, _ = readTime(c.Props.Get(goical.PropDateTimeEnd))
	event.URL, _ = cleanURL(truncate(value(c, goical.PropURL), maxProse))
	if prop := c.Props.Get(goical.PropOrganizer); prop != nil {
		event.Organizer = Organizer{Name: readName(prop), Email: readAddress(prop)}
	}
	for _, prop := range c.Props.Values(goical.PropAttendee) {
		event.Attendees = append(event.Attendees, readAttendee(&prop))
	}
	return event
}

func readAttendee(prop *goical.Prop) Attendee {
	a := Attendee{
		Name: readName(prop), Email: readAddress(prop),
		PartStat: readPartStat(prop.Params.Get(goical.ParamParticipationStatus)),
	}
	for _, to := range prop.Params.Values(goical.ParamDelegatedTo) {
		if email := address(to); email != "" {
			a.DelegatedTo = append(a.DelegatedTo, email)
		}
	}
	return a
}

// readPartStat maps what is missing or unknown to NeedsAction, as RFC 5545, 3.2.12, asks.
func readPartStat(s string) PartStat {
	switch p := PartStat(strings.ToUpper(strings.TrimSpace(s))); p {
	case Accepted, Declined, Tentative, Delegated:
		return p
	}
	return NeedsAction
}

// readUID refuses what is longer than any UID of ours.
func readUID(s string) string {
	uid := strings.TrimSpace(unescapeText(s))
	if len(uid) > 255 {
		return ""
	}
	return uid
}

func readSequence(s string) int {
	n, err := strconv.ParseInt(strings.TrimSpace(s), 10, 32)
	if err != nil || n < 0 {
		return 0
	}
	return int(n)
}

// readAddress prefers the value; calendars that put an opaque URN there name the address in EMAIL (RFC 7986, 6.2).
func readAddress(prop *goical.Prop) string {
	if email := address(prop.Value); email != "" {
		return email
	}
	return address(prop.Params.Get(goical.ParamEmail))
}

// address returns the mail address of a mailto URI or a bare address in lower case, empty when it is none.
func address(uri string) string {
	uri = strings.TrimSpace(uri)
	if len(uri) >= 7 && strings.EqualFold(uri[:7], "mailto:") {
		uri, _, _ = strings.Cut(strings.TrimSpace(uri[7:]), "?")
		if plain, err := url.PathUnescape(uri); err == nil {
			uri = plain
		}
	}
	uri = strings.ToLower(strings.Trim(uri, "<>"))
	if !validAddress(uri) {
		return ""
	}
	return uri
}

// readName undoes the parameter encoding of RFC 6868.
func readName(prop *goical.Prop) string {
	name := strings.NewReplacer("^^", "^", "^n", " ", "^'", `"`).Replace(prop.Params.Get(goical.ParamCommonName))
	return clean(name)
}

// readComment takes COMMENT, else X-RESPONSE-COMMENT, which stands as parameter of the ATTENDEE (or as property) with HTML
// entities whose semicolons are escaped.
func readComment(c *goical.Component) string {
	if comment := prose(c, goical.PropComment); comment != "" {
		return comment
	}
	comment := value(c, responseComment)
	for _, prop := range c.Props.Values(goical.PropAttendee) {
		if comment == "" {
			comment = prop.Params.Get(responseComment)
		}
	}
	return truncate(cleanLines(html.UnescapeString(unescapeText(comment))), maxProse)
}

// prose returns a cleaned, capped text.
func prose(c *goical.Component, property string) string {
	return truncate(cleanLines(unescapeText(value(c, property))), maxProse)
}

func value(c *goical.Component, property string) string {
	if prop := c.Props.Get(property); prop != nil {
		return prop.Value
	}
	return ""
}
