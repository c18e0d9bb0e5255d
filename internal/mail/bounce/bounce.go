// Package bounce reads notices about mail that did not arrive: delivery reports (RFC 3464, with addresses in UTF-8 RFC 6533) and what servers
// wrote before these, or write still.
//
// A notice is matched to a mail by what only that mail carried: the tag of its envelope sender, to which notices are sent, or the Message-ID of
// the mail that is returned. Whoever knows neither cannot make a mail come back.
package bounce

import (
	"regexp"
	"slices"
	"strings"
)

// Outcome is what a notice says about a mail.
type Outcome string

// The outcomes.
const (
	Nothing Outcome = ""        // no notice, or one that says nothing
	Failed  Outcome = "failed"  // it will not arrive
	Delayed Outcome = "delayed" // it is tried again
	Arrived Outcome = "arrived" // delivered, relayed or handed to a list
)

const maxAnswer = 500 // characters of what the receiver's server said

// Notice is what is known from one mail.
type Notice struct {
	Envelopes  []string // senders with a tag that it was sent to or that it names
	MessageIDs []string // of the mail it returns, without angle brackets
	Outcome    Outcome
	Status     string // enhanced status code (RFC 3463), "5.1.1"; empty when none is told
	Answer     string // of the receiver's server, one line
}

// Permanent reports whether the receiver's server said that it will never take mail for this address.
func (n Notice) Permanent() bool { return n.Outcome == Failed && strings.HasPrefix(n.Status, "5.") }

var (
	tagForm       = regexp.MustCompile(`(?i)[a-z0-9.!#$%&'*/=?^_{|}~-]{1,64}\+b-[a-z0-9]{32}@[a-z0-9.-]{1,190}`)
	messageIDForm = regexp.MustCompile(`(?im)^message-id:\s*<([^<>\s]{1,250})>`)
	statusForm    = regexp.MustCompile(`(?:^|[^\d.])([245]\.\d{1,3}\.\d{1,3})(?:$|[^\d.]|\.$|\.\D)`) // no part of a longer number, such as an IP address
	codeForm      = regexp.MustCompile(`\b([45])[0-5]\d\b[ -]`)
)

// Address notes the tagged addresses in a header: To, Delivered-To and their like.
func (n *Notice) Address(value string) {
	for _, found := range tagForm.FindAllString(value, 10) {
		if !slices.Contains(n.Envelopes, found) {
			n.Envelopes = append(n.Envelopes, found)
		}
	}
}

// Part reads a part of a multipart/report by its media type; parts of other kinds say nothing.
func (n *Notice) Part(kind string, body []byte) {
	switch kind {
	case "message/delivery-status", "message/global-delivery-status":
		n.status(string(body))
	case "message/rfc822", "message/global", "text/rfc822-headers", "message/rfc822-headers", "message/global-headers":
		n.returned(string(body))
	}
}

// returned reads the header of the mail that came back.
func (n *Notice) returned(mail string) {
	head, _, _ := strings.Cut(strings.ReplaceAll(mail, "\r\n", "\n"), "\n\n")
	for _, found := range messageIDForm.FindAllStringSubmatch(head, 2) {
		n.MessageIDs = append(n.MessageIDs, found[1])
	}
	for line := range strings.Lines(head) {
		if name, value, _ := strings.Cut(line, ":"); strings.EqualFold(name, "Return-Path") {
			n.Address(value)
		}
	}
}

// status reads the groups of a delivery status. Our mails have one receiver: the worst that is told counts.
func (n *Notice) status(body string) {
	for _, group := range groups(body) {
		n.Address(group["x-postfix-sender"])
		found := Notice{Outcome: outcomes[strings.ToLower(group["action"])], Status: statusIn(group["status"]), Answer: answer(group["diagnostic-code"])}
		if found.Answer == "" {
			found.Answer = oneLine(group["final-recipient"])
		}
		if found.Outcome != Nothing && worse(found.Outcome, n.Outcome) {
			n.Outcome, n.Status, n.Answer = found.Outcome, found.Status, found.Answer
		}
	}
}

func statusIn(text string) string {
	if found := statusForm.FindStringSubmatch(text); found != nil {
		return found[1]
	}
	return ""
}

var outcomes = map[string]Outcome{
	"failed": Failed, "delayed": Delayed, "delivered": Arrived, "relayed": Arrived, "expanded": Arrived,
}

func worse(a, b Outcome) bool {
	order := []Outcome{Nothing, Arrived, Delayed, Failed}
	return slices.Index(order, a) > slices.Index(order, b)
}

// groups splits a delivery status into its groups of fields, names in lower case, folded lines joined.
func groups(body string) []map[string]string {
	var all []map[string]string
	current, last := map[string]string{}, ""
	for line := range strings.Lines(strings.ReplaceAll(body, "\r\n", "\n") + "\n\n") {
		line = strings.TrimRight(line, "\n")
		name, value, isField := strings.Cut(line, ":")
		switch {
		case strings.TrimSpace(line) == "":
			if len(current) > 0 {
				all = append(all, current)
			}
			current, last = map[string]string{}, ""
		case (line[0] == ' ' || line[0] == '\t') && last != "":
			current[last] += " " + strings.TrimSpace(line)
		case isField:
			last = strings.ToLower(strings.TrimSpace(name))
			current[last] = strings.TrimSpace(value)
		}
	}
	return all
}

// answer leaves out the type in front of a diagnostic code: "smtp; 550 …".
func answer(code string) string {
	if kind, rest, found := strings.Cut(code, ";"); found && !strings.Contains(kind, " ") {
		code = rest
	}
	return oneLine(code)
}

func oneLine(text string) string {
	text = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(text, ""), func(r rune) bool { return r <= ' ' || r == 0x7f }), " ")
	if runes := []rune(text); len(runes) > maxAnswer {
		text = string(runes[:maxAnswer-1]) + "…"
	}
	return text
}
