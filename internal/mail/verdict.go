package mail

import (
	"errors"
	"strings"

	gomail "github.com/wneessen/go-mail"
)

const maxAnswer = 500 // characters of a server's answer that are kept

// verdict is what a failed attempt means for the message.
type verdict struct {
	reason    Reason
	permanent bool // another attempt would fail the same way
	trouble   bool // the fault lies between us and our mail server, other messages would fail too
	answer    string
}

// judge reads the error of an attempt. Only a 5xx answer about this receiver or this mail is permanent; a refused sender or sign-in
// can be put right by the operator and must not cost the messages.
func judge(err error) verdict {
	v := verdict{reason: NoConnection, trouble: true, answer: oneLine(err.Error(), maxAnswer)}
	var dial *dialError
	if errors.As(err, &dial) {
		if strings.Contains(v.answer, "AUTH") || strings.Contains(v.answer, "Auth") {
			v.reason = NoSignIn
		}
		return v
	}
	var send *gomail.SendError
	if !errors.As(err, &send) || send.ErrorCode() == 0 || send.ErrorCode() == 421 {
		return v
	}
	if send.Reason == gomail.ErrSMTPMailFrom {
		v.reason = SenderRefused
		return v
	}
	v.trouble = false
	v.permanent = send.ErrorCode() >= 500
	v.reason = reasonOf(send.ErrorCode(), send.EnhancedStatusCode())
	return v
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

// stale reports whether err looks like a session that the server had ended before this mail: nothing was handed over.
func stale(err error) bool {
	var send *gomail.SendError
	if !errors.As(err, &send) {
		return false
	}
	early := send.Reason == gomail.ErrSMTPMailFrom || send.Reason == gomail.ErrConnCheck
	return early && (send.ErrorCode() == 0 || send.ErrorCode() == 421)
}
