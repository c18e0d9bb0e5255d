package ical

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode"

	goical "github.com/emersion/go-ical"
)

// The limits of what is read, in octets but for the depth.
const (
	maxObject = 256 << 10
	maxLine   = 16 << 10
	maxParam  = 1 << 10
	maxDepth  = 8
)

// sanitiser copies of a foreign object what the decoder may see: the first VCALENDAR, its structure, the properties and
// parameters that Parse reads, all within the limits.
type sanitiser struct {
	out  bytes.Buffer
	open []string // names of the components begun
	done bool
}

func sanitise(object []byte) ([]byte, error) {
	if len(object) > maxObject {
		return nil, ErrTooLarge
	}
	var s sanitiser
	for i, octets := range unfold(object) {
		if err := s.take(visible(octets)); err != nil {
			return nil, fmt.Errorf("line %d: %w", i+1, err)
		}
	}
	if !s.done {
		return nil, fmt.Errorf("no complete VCALENDAR: %w", ErrMalformed)
	}
	return s.out.Bytes(), nil
}

// visible returns the line as valid UTF-8 without controls.
func visible(octets []byte) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\t' || r == '\uFEFF' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(string(octets), "\uFFFD"))
}

// take copies one line; what is no content line is passed over.
func (s *sanitiser) take(text string) error {
	l, ok := readLine(text)
	if !ok || s.done {
		return nil
	}
	switch l.name {
	case "BEGIN":
		return s.begin(strings.ToUpper(strings.TrimSpace(l.value)))
	case "END":
		return s.end(strings.ToUpper(strings.TrimSpace(l.value)))
	}
	if len(s.open) == 0 || !known(l.name) {
		return nil
	}
	return s.property(l, len(text))
}

func (s *sanitiser) begin(name string) error {
	if len(s.open) == 0 && name != goical.CompCalendar {
		return nil
	}
	if !token.MatchString(name) {
		return fmt.Errorf("component name: %w", ErrMalformed)
	}
	if len(s.open) == maxDepth {
		return ErrTooDeep
	}
	s.open = append(s.open, name)
	line{name: "BEGIN", value: name}.write(&s.out)
	return nil
}

func (s *sanitiser) end(name string) error {
	if len(s.open) == 0 {
		return nil
	}
	if s.open[len(s.open)-1] != name {
		return fmt.Errorf("END does not match BEGIN:%s: %w", s.open[len(s.open)-1], ErrMalformed)
	}
	s.open = s.open[:len(s.open)-1]
	s.done = len(s.open) == 0
	line{name: "END", value: name}.write(&s.out)
	return nil
}

// property copies a known property. Free text over the limit is cut, so that a long description costs nobody an answer;
// anything else over the limit is an error.
func (s *sanitiser) property(l line, octets int) error {
	if octets > maxLine {
		if !isText(l.name) {
			return fmt.Errorf("%s: %w", l.name, ErrLineTooLong)
		}
		l.value = truncate(l.value, maxLine)
	}
	l.params = slices.DeleteFunc(l.params, func(p param) bool { return !knownParam(p.name) || len(p.values) == 0 })
	for _, p := range l.params {
		for i, value := range p.values {
			if len(value) > maxParam && !isText(p.name) {
				return fmt.Errorf("%s of %s: %w", p.name, l.name, ErrParamTooLong)
			}
			p.values[i] = truncate(value, maxParam)
		}
	}
	l.write(&s.out)
	return nil
}

const responseComment = "X-RESPONSE-COMMENT"

func known(property string) bool {
	switch property {
	case goical.PropMethod, goical.PropUID, goical.PropSequence, goical.PropDateTimeStamp, goical.PropRecurrenceID,
		goical.PropDateTimeStart, goical.PropDateTimeEnd, goical.PropStatus, goical.PropOrganizer, goical.PropAttendee,
		goical.PropURL:
		return true
	}
	return isText(property)
}

func knownParam(name string) bool {
	switch name {
	case goical.ParamParticipationStatus, goical.ParamDelegatedTo, goical.ParamEmail,
		goical.ParamTimezoneID, goical.ParamValue:
		return true
	}
	return isText(name)
}

// isText reports whether the property or parameter is prose that may be cut.
func isText(name string) bool {
	switch name {
	case goical.PropSummary, goical.PropDescription, goical.PropLocation, goical.PropComment,
		goical.ParamCommonName, responseComment:
		return true
	}
	return false
}
