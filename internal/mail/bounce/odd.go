package bounce

import "strings"

// Letter is what an odd notice is recognised by.
type Letter struct {
	From    string // address
	Subject string
	Text    string
	Null    bool // came without an envelope sender
	Listed  bool // has X-Failed-Recipients
}

// Guess reads a notice that is no delivery report. It must have been sent to a tagged address: programs that tell of holidays write there as well, so
// it must also come from a mail system and speak like one.
func (n *Notice) Guess(l Letter) {
	if len(n.Envelopes) == 0 || n.Outcome != Nothing || !l.Listed && !system(l) {
		return
	}
	text := strings.ToLower(l.Subject + "\n" + l.Text)
	switch {
	case saysOne(text, "delayed", "still being retried", "will be retried", "will keep trying", "verzögert", "wird weiter versucht"):
		n.Outcome = Delayed
	case l.Listed, saysOne(text, "undeliver", "returned mail", "failure", "failed", "could not be delivered", "returned to sender", "permanent error", "unzustellbar", "nicht zugestellt"):
		n.Outcome = Failed
	default:
		return
	}
	n.Status, n.Answer = spoken(l.Text)
}

// system reports whether a mail system wrote: it has no sender one could answer to.
func system(l Letter) bool {
	local, _, _ := strings.Cut(strings.ToLower(l.From), "@")
	return l.From == "" || local == "mailer-daemon" || local == "postmaster" || l.Null && local == "mail-daemon"
}

func saysOne(text string, words ...string) bool {
	for _, word := range words {
		if strings.Contains(text, word) {
			return true
		}
	}
	return false
}

// spoken finds the status in the words of a server, and the line that holds it.
func spoken(text string) (status, line string) {
	for one := range strings.Lines(text) {
		if found := statusIn(strings.TrimSpace(one)); found != "" && found[0] != '2' {
			return found, oneLine(one)
		}
	}
	for one := range strings.Lines(text) {
		if found := codeForm.FindStringSubmatch(one); found != nil {
			return found[1] + ".0.0", oneLine(one)
		}
	}
	return "", ""
}
