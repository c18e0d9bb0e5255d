package bounce_test

import (
	"strings"
	"testing"

	"rundertisch/internal/mail/bounce"
)

const (
	tag    = "abcdefghijkmnpqrstuvwxyz23456789"
	tagged = "planung+b-" + tag + "@example.org"
)

func TestADeliveryStatusIsRead(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, kind, body string
		outcome          bounce.Outcome
		status, answer   string
		permanent        bool
	}{
		{
			"an unknown receiver", "message/delivery-status",
			"Reporting-MTA: dns; mx.example.org\r\n\r\nFinal-Recipient: rfc822; a@example.net\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1\r\n <a@example.net>: nobody here\r\n",
			bounce.Failed, "5.1.1", "550 5.1.1 <a@example.net>: nobody here", true,
		},
		{"an internationalised report", "message/global-delivery-status", "A: b\n\nFinal-Recipient: utf-8; müller@example.net\nAction: Failed\nStatus: 5.2.1 (disabled)\n", bounce.Failed, "5.2.1", "utf-8; müller@example.net", true},
		{"a server that gave up after days", "message/delivery-status", "X: y\n\nAction: failed\nStatus: 4.4.7\n", bounce.Failed, "4.4.7", "", false},
		{"a delay", "message/delivery-status", "X: y\n\nAction: delayed\nStatus: 4.4.1\nWill-Retry-Until: tomorrow\n", bounce.Delayed, "4.4.1", "", false},
		{"a success", "message/delivery-status", "X: y\n\nAction: delivered\nStatus: 2.0.0\n", bounce.Arrived, "2.0.0", "", false},
		{"the worst of two receivers", "message/delivery-status", "X: y\n\nAction: delivered\nStatus: 2.0.0\n\nAction: failed\nStatus: 5.7.1\n\nAction: delayed\nStatus: 4.0.0\n", bounce.Failed, "5.7.1", "", true},
		{"no status at all", "message/delivery-status", "Reporting-MTA: dns; x\n\n\n\n", bounce.Nothing, "", "", false},
		{"another part", "text/plain", "X: y\n\nAction: failed\nStatus: 5.1.1\n", bounce.Nothing, "", "", false},
		{"rubbish", "message/delivery-status", " \x00:\n\t:\n:::\n\nAction\n", bounce.Nothing, "", "", false},
	} {
		var n bounce.Notice
		n.Part(tt.kind, []byte(tt.body))
		if n.Outcome != tt.outcome || n.Status != tt.status || n.Answer != tt.answer || n.Permanent() != tt.permanent {
			t.Errorf("%s: %+v, permanent %v", tt.name, n, n.Permanent())
		}
	}
}

func TestTheMailThatCameBackIsFound(t *testing.T) {
	t.Parallel()
	var n bounce.Notice
	n.Address("Planung <" + tagged + ">, other@example.org")
	n.Address("<" + tagged + ">")
	n.Part("message/delivery-status", []byte("X-Postfix-Sender: rfc822; amt+b-"+tag+"@example.org\n\nAction: failed\nStatus: 5.0.0\n"))
	n.Part("text/rfc822-headers", []byte("Return-Path: <"+tagged+">\r\nMESSAGE-ID:\r\n <one@example.org>\r\nSubject: x\r\n\r\nMessage-ID: <two@example.org>\r\n"))
	if strings.Join(n.Envelopes, " ") != tagged+" amt+b-"+tag+"@example.org" || strings.Join(n.MessageIDs, " ") != "one@example.org" {
		t.Errorf("%v, %v", n.Envelopes, n.MessageIDs)
	}
	n = bounce.Notice{}
	n.Address("planung+b-short@example.org, planung+x-" + tag + "@example.org")
	if len(n.Envelopes) != 0 {
		t.Errorf("%v", n.Envelopes)
	}
}

func TestOddNoticesAreKnownByWhereTheyGoAndHowTheySpeak(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		to      string
		letter  bounce.Letter
		outcome bounce.Outcome
		status  string
	}{
		{"qmail", tagged, bounce.Letter{From: "MAILER-DAEMON@mx.example.net", Subject: "failure notice", Text: "This is a permanent error; I've given up.\n\n<a@example.net>:\n192.0.2.1 does not like recipient.\nRemote host said: 550 no such user\n"}, bounce.Failed, "5.0.0"},
		{"Exim", tagged, bounce.Letter{From: "Mailer-Daemon@mx.example.net", Subject: "Mail delivery failed: returning message to sender", Text: "SMTP error: 550-5.1.1 The account does not exist.\n", Listed: true}, bounce.Failed, "5.1.1"},
		{"a German gateway", tagged, bounce.Letter{From: "postmaster@example.net", Subject: "Unzustellbar: Einladung", Text: "Das Postfach ist unbekannt."}, bounce.Failed, ""},
		{"a delay", tagged, bounce.Letter{From: "", Subject: "Warning: message delayed 24 hours", Text: "451 4.4.1 try later"}, bounce.Delayed, "4.4.1"},
		{"an IP address is no status", tagged, bounce.Letter{From: "", Subject: "Undeliverable", Text: "host 5.1.2.3 refused it"}, bounce.Failed, ""},
		{"a note of a holiday", tagged, bounce.Letter{From: "anna@example.net", Subject: "Abwesend", Text: "Ihre Mail wurde nicht zugestellt, ich bin im Urlaub.", Null: true}, bounce.Nothing, ""},
		{"a word of thanks", tagged, bounce.Letter{From: "postmaster@example.net", Subject: "Danke", Text: "Wir haben Ihre Mail bekommen."}, bounce.Nothing, ""},
		{"not to a tagged address", "planung@example.org", bounce.Letter{From: "mailer-daemon@example.net", Subject: "failure notice", Text: "550 no"}, bounce.Nothing, ""},
	} {
		var n bounce.Notice
		n.Address(tt.to)
		n.Guess(tt.letter)
		if n.Outcome != tt.outcome || n.Status != tt.status {
			t.Errorf("%s: %+v", tt.name, n)
		}
	}
}

func FuzzPart(f *testing.F) {
	f.Add("X: y\n\nAction: failed\nStatus: 5.1.1\n", "Message-ID: <a@b>\n\n")
	f.Fuzz(func(t *testing.T, status, mail string) {
		var n bounce.Notice
		n.Part("message/delivery-status", []byte(status))
		n.Part("message/rfc822", []byte(mail))
		n.Guess(bounce.Letter{Subject: status, Text: mail})
		if len([]rune(n.Answer)) > 500 || strings.ContainsAny(n.Answer, "\r\n\x00") {
			t.Fatalf("answer %q", n.Answer)
		}
	})
}
