package invite_test

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/fault"
	"rundertisch/internal/ical"
	"rundertisch/internal/invite"
	"rundertisch/internal/mail"
)

// notice is the delivery report Postfix writes about m.
func (h *house) notice(m mail.Message, status, messageID string) []byte {
	h.t.Helper()
	raw, err := os.ReadFile("testdata/postfix-failed.eml")
	h.must(err)
	return []byte(strings.NewReplacer(
		"planung+b-abcdefghijkmnpqrstuvwxyz23456789@example.org", m.Envelope, "20261122075826.993B7A44435", messageID,
		"Status: 5.1.2", "Status: "+status,
	).Replace(string(raw)))
}

// sendAll marks the whole outbox as sent.
func (h *house) sendAll() {
	h.t.Helper()
	h.in(func(ctx context.Context, tx bun.IDB) error {
		_, err := tx.NewUpdate().Model((*mail.Message)(nil)).Set("state = ?", mail.Sent).Set("sent_at = created_at").Set("done_at = created_at").
			Where("state = ?", mail.Queued).Exec(ctx)
		return err
	})
}

func (h *house) delivery(row string) invite.Delivery {
	h.t.Helper()
	_, invited, err := h.Invited(h.t.Context(), h.actor, h.event.ID, row)
	h.must(err)
	return invited.Delivery
}

func TestAnInvitationThatComesBackIsShownAndItsAddressCorrected(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		person := h.person("Anna", "Weiß")
		row := h.invite(person)["anna.weiss@example.org"]
		h.sendAll()
		first := h.mails()[0]
		n := h.receive(h.notice(first, "5.1.1", "one"))
		h.want(n, invite.Matched, invite.Undelivered)
		if n.Fate() != invite.WasApplied || n.AttendanceID != row.ID || n.EventID != h.event.ID || n.MessageID != first.ID {
			t.Errorf("noted with %+v", n)
		}
		if got := h.delivery(row.ID); got != invite.Undeliverable {
			t.Errorf("delivery %s", got)
		}
		h.receive(h.notice(first, "5.1.1", "one"))
		h.clock.Advance(time.Minute)
		h.must(h.Resend(t.Context(), h.actor, h.event.ID, row.ID))
		h.sendAll()
		h.want(h.receive(h.notice(h.mails()[1], "4.4.1", "two")), invite.Matched, invite.Undelivered)
		h.clock.Advance(time.Minute)
		h.must(h.Resend(t.Context(), h.actor, h.event.ID, row.ID))
		h.sendAll()
		h.want(h.receive(h.notice(h.mails()[2], "5.1.1", "three")), invite.Matched, invite.Undelivered)
		h.clock.Advance(time.Minute)
		h.must(h.Resend(t.Context(), h.actor, h.event.ID, row.ID))
		if m := h.mails()[3]; m.State != mail.Failed || m.Reason != mail.AddressDisabled || h.delivery(row.ID) != invite.Undeliverable {
			t.Errorf("after two mails came back: %s, %s", m.State, m.Reason)
		}
		if awaited, err := h.Awaited(t.Context(), h.event); err != nil || len(awaited) != 0 {
			t.Errorf("an answer is awaited of %v, %v", awaited, err)
		}

		for wrong, key := range map[string]string{"niemand": "mail.address.invalid", row.Email: "invite.address.same"} {
			_, err := h.Readdress(t.Context(), h.actor, h.event.ID, row.ID, wrong)
			if fields := fault.Fields(err); len(fields) != 1 || fields[0].Key != key {
				t.Errorf("%s: %v", wrong, err)
			}
		}
		h.clock.Advance(time.Minute)
		if sent, err := h.Readdress(t.Context(), h.actor, h.event.ID, row.ID, "a.weiss@example.org"); !sent || err != nil {
			t.Errorf("sent %v, %v", sent, err)
		}
		last := h.mails()[4]
		if last.ToEmail != "a.weiss@example.org" || last.State != mail.Queued || property(last.Calendar, "UID") != row.UID || !strings.Contains(property(last.Calendar, "ATTENDEE"), "a.weiss@example.org") {
			t.Errorf("sent to %s (%s): %s", last.ToEmail, last.State, property(last.Calendar, "ATTENDEE"))
		}
		after, err := h.people.Find(t.Context(), h.actor, person.ID)
		h.must(err)
		if after.Email != "a.weiss@example.org" || h.delivery(row.ID) != invite.Waiting {
			t.Errorf("in the directory %s, delivery %s", after.Email, h.delivery(row.ID))
		}
		h.clock.Advance(time.Minute)
		h.want(h.receive(h.letter(last.Calendar, ical.Accepted, "a.weiss@example.org")), invite.Matched, invite.FirstAnswer)
	})
}

func TestStaffCanHaveAnAddressWrittenToAgain(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		row := h.invite(h.person("Anna", "Weiß"))["anna.weiss@example.org"]
		for n, id := range []string{"one", "two"} {
			h.sendAll()
			h.receive(h.notice(h.mails()[n], "5.1.1", id))
			h.clock.Advance(time.Minute)
			h.must(h.Resend(t.Context(), h.actor, h.event.ID, row.ID))
		}
		h.clock.Advance(time.Minute)
		if sent, err := h.EnableAddress(t.Context(), h.actor, h.event.ID, row.ID); !sent || err != nil {
			t.Errorf("sent %v, %v", sent, err)
		}
		if m := h.mails()[3]; m.State != mail.Queued || h.delivery(row.ID) != invite.Waiting {
			t.Errorf("%s, %s", m.State, m.Reason)
		}
		if _, err := h.EnableAddress(t.Context(), h.actor, h.event.ID, row.ID); !fault.Is(err, fault.Conflict) {
			t.Errorf("enabled twice: %v", err)
		}
	})
}

func TestARightAddressInvitesNobodyWhoIsNotAskedAnyMore(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(h *house, row attendance.Attendance) error{
		"who declined": func(h *house, row attendance.Attendance) error {
			return h.db.RunInTx(h.t.Context(), func(ctx context.Context, tx bun.IDB) error {
				_, err := h.attendances.AnswerIn(ctx, tx, row.ID, attendance.Reply{Answer: attendance.Declined, Source: attendance.ByWeb})
				return err
			})
		},
		"whose invitation was taken back": func(h *house, row attendance.Attendance) error {
			return h.TakeBack(h.t.Context(), h.actor, h.event.ID, row.ID)
		},
		"who is represented": func(h *house, row attendance.Attendance) error {
			return h.db.RunInTx(h.t.Context(), func(ctx context.Context, tx bun.IDB) error {
				_, err := h.attendances.HandOverIn(ctx, tx, row.ID, attendance.Guest{Name: "Uwe Schreiber", Email: "uwe@example.org", Lang: "de"}, attendance.Reply{})
				return err
			})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dbtest.Each(t, func(t *testing.T, db *database.DB) {
				h := published(t, db)
				row := h.invite(h.person("Anna", "Weiß"))["anna.weiss@example.org"]
				h.clock.Advance(time.Minute)
				h.must(end(h, row))
				before := len(h.mails())
				h.clock.Advance(time.Minute)
				sent, err := h.Readdress(t.Context(), h.actor, h.event.ID, row.ID, "a.weiss@example.org")
				if sent || err != nil || len(h.mails()) != before {
					t.Errorf("sent %v, %v, %d mails after %d", sent, err, len(h.mails()), before)
				}
				if h.rows()["a.weiss@example.org"].ID != row.ID {
					t.Errorf("the address is not stored: %v", h.rows())
				}
			})
		})
	}
}

func TestNoticesOfEveryKindEndWhereTheyBelong(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		row := h.invite(h.person("Anna", "Weiß"))["anna.weiss@example.org"]
		h.sendAll()
		m := h.mails()[0]
		odd := "From: MAILER-DAEMON@mx.example.net\r\nDelivered-To: " + m.Envelope + "\r\nSubject: failure notice\r\nMessage-ID: <odd@example.net>\r\n\r\n" +
			"<anna.weiss@example.org>:\r\n192.0.2.1 does not like recipient: 550 5.1.1 nobody here\r\n"
		away := "From: " + row.Email + "\r\nTo: " + m.Envelope + "\r\nReturn-Path: <>\r\nAuto-Submitted: auto-replied\r\nSubject: Abwesend\r\nMessage-ID: <away@example.org>\r\n\r\nIch bin im Urlaub.\r\n"
		late := string(h.notice(m, "4.4.1", "late"))
		late = strings.Replace(late, "Action: failed", "Action: delayed", 1)
		done := strings.Replace(string(h.notice(m, "2.0.0", "done")), "Action: failed", "Action: relayed", 1)
		invited := strings.Replace(string(h.notice(m, "5.1.1", "quoted")), "\n--98250A4442D.1795334306/mx.example.org\nContent-Description: Undelivered",
			"\n--98250A4442D.1795334306/mx.example.org\nContent-Type: text/calendar; method=REQUEST\n\n"+m.Calendar+"\n--98250A4442D.1795334306/mx.example.org\nContent-Description: Undelivered", 1)
		foreign := strings.ReplaceAll(strings.ReplaceAll(string(h.notice(m, "5.1.1", "foreign")), m.Envelope, "planung@example.org"), m.MessageID, "x@example.org")
		byID := strings.Replace(string(h.notice(m, "5.1.1", "id")), "invitation-1@example.org", m.MessageID, 1)
		byID = strings.ReplaceAll(byID, m.Envelope, "planung@example.org")
		for _, tt := range []struct {
			name   string
			raw    string
			state  invite.State
			reason invite.Reason
		}{
			{"a note of a holiday to the envelope sender", away, invite.Ignored, invite.Automatic},
			{"a delay", late, invite.Ignored, invite.Delayed},
			{"a confirmation of delivery", done, invite.Ignored, invite.Arrived},
			{"a notice about a mail we never wrote", foreign, invite.Review, invite.Undelivered},
			{"an odd notice, by its receiver alone", odd, invite.Matched, invite.Undelivered},
			{"a notice that carries our own invitation", invited, invite.Matched, invite.Undelivered},
			{"a notice that names the mail alone", byID, invite.Matched, invite.Undelivered},
		} {
			before := h.delivery(row.ID)
			n := h.receive([]byte(tt.raw))
			if n.State != tt.state || n.Reason != tt.reason {
				t.Errorf("%s: %s %s", tt.name, n.State, n.Reason)
			}
			if tt.state != invite.Matched && h.delivery(row.ID) != before {
				t.Errorf("%s: delivery %s", tt.name, h.delivery(row.ID))
			}
		}
		reply := string(h.letter(m.Calendar, ical.Accepted, row.Email))
		h.clock.Advance(time.Minute)
		reply = "Auto-Submitted: auto-replied\r\nTo: " + m.Envelope + "\r\n" + reply
		h.want(h.receive([]byte(reply)), invite.Matched, invite.FirstAnswer)
		if len(h.mails()) != 2 {
			t.Errorf("%d mails", len(h.mails()))
		}
	})
}
