package mail

import (
	"errors"
	"testing"
	"time"
)

func TestPasswordsCrossTheNetworkEncryptedOnly(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]struct {
		tls    tlsUse
		server string
	}{
		"smtp://mail.example.org":                   {tlsRequired, "mail.example.org:25"},
		"smtp://mail.example.org?tls=required":      {tlsRequired, "mail.example.org:25"},
		"smtp://mail.example.org?tls=opportunistic": {tlsIfThere, "mail.example.org:25"},
		"smtp://127.0.0.1?tls=opportunistic":        {tlsNone, "127.0.0.1:25"},
		"smtp://u:p@mail.example.org":               {tlsRequired, "mail.example.org:587"},
		"smtp://u:p@mail.example.org:2525":          {tlsRequired, "mail.example.org:2525"},
		"smtps://u:p@mail.example.org":              {tlsAtOnce, "mail.example.org:465"},
		"smtp://127.0.0.1:1025":                     {tlsNone, "127.0.0.1:1025"},
		"smtp://u:p@localhost":                      {tlsNone, "localhost:587"},
		"smtp://[::1]:25":                           {tlsNone, "[::1]:25"},
		"smtp://u:p@localhost.example.org":          {tlsRequired, "localhost.example.org:587"},
		"smtps://u%40x:p%3A%2F@example.org":         {tlsAtOnce, "example.org:465"},
		"smtp://127.0.0.1.example.org:25":           {tlsRequired, "127.0.0.1.example.org:25"},
	} {
		s, err := ParseServer(address)
		if err != nil || s.tls != want.tls || s.String() != want.server {
			t.Errorf("%s: %v %s, %v", address, s.tls, s, err)
		}
		if _, err := s.client("example.org"); err != nil {
			t.Errorf("%s: %v", address, err)
		}
	}
	if s, err := ParseServer("smtps://u%40x:p%3A%2F@example.org"); err != nil || s.user != "u@x" || s.password != "p:/" {
		t.Errorf("%q %q %v", s.user, s.password, err)
	}
	for _, wrong := range []string{
		"", "mail.example.org", "http://mail.example.org", "smtp://", "smtp://host:port",
		"smtp://host?tls=none", "smtp://u:p@host?tls=opportunistic", "smtps://host?tls=opportunistic", "smtp://host?starttls=no",
	} {
		if _, err := ParseServer(wrong); err == nil {
			t.Errorf("%q was taken", wrong)
		}
	}
}

func TestAServersAnswerBecomesAReason(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		code     int
		enhanced string
		want     Reason
	}{
		{550, "5.1.1", UnknownReceiver},
		{550, "5.1.10", UnknownReceiver},
		{550, "", UnknownReceiver},
		{452, "4.2.2", MailboxFull},
		{552, "5.2.2", MailboxFull},
		{552, "5.3.4", TooLarge},
		{552, "", TooLarge},
		{550, "5.7.1", RefusedByPolicy},
		{450, "4.7.1", TryLater},
		{451, "", TryLater},
		{554, "5.6.0", Refused},
		{554, "", Refused},
	} {
		if got := reasonOf(c.code, c.enhanced); got != c.want {
			t.Errorf("%d %s: %s, want %s", c.code, c.enhanced, got, c.want)
		}
	}
}

func TestAFailedDialIsOurTroubleAndNeverPermanent(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Reason{"dial tcp: connection refused": NoConnection, "SMTP AUTH failed: 535 5.7.8 no": NoSignIn} {
		if v := judge(failedAt(atDial, errors.New(text))); v.reason != want || v.permanent || !v.trouble || v.answer != text {
			t.Errorf("%s: %+v", text, v)
		}
	}
}

func TestPausesGrowFromAMinuteToFourHours(t *testing.T) {
	t.Parallel()
	for attempt, middle := range map[int]time.Duration{1: time.Minute, 2: 3 * time.Minute, 4: 27 * time.Minute, 6: 4 * time.Hour, 12: 4 * time.Hour} {
		for range 20 {
			if got := pause(attempt); got < middle-middle/spread || got > middle+middle/spread {
				t.Errorf("after attempt %d: %s, want about %s", attempt, got, middle)
			}
		}
	}
}
