package mail

import (
	"math/rand/v2"
	"time"
)

// A message that is not taken for now is tried again after a minute, then after three times as long, up to every four
// hours: 1, 3, 9, 27, 81 minutes, and twelve times four hours. That is two days, after which it is given up.
const (
	maxAttempts = 18
	firstPause  = time.Minute
	longestWait = 4 * time.Hour
	spread      = 5 // pauses vary by a fifth, so that retries do not come in waves
)

// pause returns how long to wait after the attempt (counted from 1).
func pause(attempt int) time.Duration {
	wait := firstPause
	for range attempt - 1 {
		wait = min(3*wait, longestWait)
	}
	return wait - wait/spread + rand.N(2*wait/spread) //nolint:gosec // jitter, not a secret
}

// succeed notes that the mail server has taken the message.
func (m *Message) succeed(now time.Time) {
	m.State, m.SentAt, m.DoneAt, m.Reason, m.LastError = Sent, &now, &now, "", ""
}

// fail notes why the attempt failed and decides whether there is another. It reports whether the message is given up.
func (m *Message) fail(v verdict, now time.Time) bool {
	m.Reason, m.LastError = v.reason, v.answer
	if v.free {
		m.Attempts--
		m.State, m.RunAt = Deferred, now.Add(firstPause)
		return false
	}
	if !v.permanent && m.Attempts < maxAttempts {
		m.State, m.RunAt = Deferred, now.Add(pause(m.Attempts))
		return false
	}
	m.State, m.DoneAt = Failed, &now
	if !v.permanent {
		m.Reason = GaveUp
	}
	return true
}
