package mail

import (
	"errors"
	"strings"
)

const maxAnswer = 500 // characters of a server's answer that are kept

// verdict is what a failed attempt means for the message.
type verdict struct {
	reason    Reason
	permanent bool // another attempt would fail the same way
	trouble   bool // the fault lies between us and our mail server, other messages would fail too
	free      bool // no mail was named: it is no attempt of this message
	answer    string
}

// judge reads the error of an attempt. Only a 5xx answer about this receiver or this mail is permanent; a refused sender or sign-in
// can be put right by the operator and must not cost the messages.
func judge(err error) verdict {
	v := verdict{reason: NoConnection, trouble: true, answer: oneLine(err.Error(), maxAnswer)}
	var failed *dialogueError
	if !errors.As(err, &failed) {
		return v
	}
	switch {
	case failed.step == atDial:
		v.reason, v.free = reasonOfTrouble(failed.err), true
		return v
	case failed.code == 0 || failed.code == 421:
		return v
	case failed.step == atFrom:
		v.reason, v.free = SenderRefused, true
		return v
	}
	v.trouble = false
	v.permanent = failed.code >= 500
	v.reason = reasonOf(failed.code, failed.enhanced)
	return v
}

// reasonOfTrouble is what stands between us and our mail server, as far as the operator can do something about it.
func reasonOfTrouble(err error) Reason {
	switch troubleOf(err) {
	case Certificate:
		return BadCertificate
	case NoStartTLS, NotTLS:
		return NoTLS
	case SignInRefused:
		return NoSignIn
	}
	return NoConnection
}

// reasonOf translates a reply code and an enhanced status code (RFC 3463; may be empty) into a reason.
func reasonOf(code int, enhanced string) Reason {
	_, subject, _ := strings.Cut(enhanced, ".")
	switch {
	case strings.HasPrefix(subject, "1.") || code == 550 && enhanced == "" || code == 551:
		return UnknownReceiver
	case subject == "2.2" || code == 452 && enhanced == "":
		return MailboxFull
	case subject == "2.3" || subject == "3.4" || code == 552 && enhanced == "":
		return TooLarge
	case code < 500:
		return TryLater
	case strings.HasPrefix(subject, "7."):
		return RefusedByPolicy
	}
	return Refused
}
