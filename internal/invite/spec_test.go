package invite_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/mail"
)

// opaque is a UID of 160 random bits at our own domain, which says nothing about anybody.
var opaque = regexp.MustCompile(`^[a-z2-9]{32}@example\.org$`)

// TestEveryCalendarMailIsForOnePersonAndTellsNoSecret walks all mails of a person who is invited, comes, chooses a workshop and
// hears of a change and of the cancellation, and of somebody who declines.
func TestEveryCalendarMailIsForOnePersonAndTellsNoSecret(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		otto := h.invite(h.person("Otto", "Horn"))["otto.horn@example.org"]
		h.clock.Advance(time.Minute)
		h.answer(otto, attendance.Accepted)
		h.clock.Advance(time.Minute)
		h.answer(h.rows()[otto.Email], attendance.Declined)
		h.live()
		ended, envelopes := map[string]bool{}, map[string]bool{}
		for _, m := range h.mails() {
			if envelopes[m.Envelope] || !strings.HasPrefix(m.Envelope, "planung+b-") {
				t.Errorf("%s: envelope sender %s", m.Kind, m.Envelope)
			}
			envelopes[m.Envelope] = true
			if m.Calendar == "" {
				continue
			}
			checkCalendarMail(t, m)
			uid := property(m.Calendar, "UID")
			if ended[uid] {
				t.Errorf("%s: an update of an entry after its CANCEL", m.Kind)
			}
			ended[uid] = m.Method == "CANCEL"
		}
		if len(ended) != 3 {
			t.Errorf("%d entries, want one for each person and one for the workshop", len(ended))
		}
	})
}

func checkCalendarMail(t *testing.T, m mail.Message) {
	t.Helper()
	object := strings.ReplaceAll(m.Calendar, "\r\n ", "")
	if strings.Count(object, "\r\nATTENDEE") != 1 || !strings.HasSuffix(property(m.Calendar, "ATTENDEE"), ":mailto:"+m.ToEmail) {
		t.Errorf("%s to %s is for %s", m.Kind, m.ToEmail, property(m.Calendar, "ATTENDEE"))
	}
	if m.FromEmail != organizer || !strings.HasSuffix(property(m.Calendar, "ORGANIZER"), ":mailto:"+organizer) || strings.Contains(object, "SENT-BY") {
		t.Errorf("%s comes from %s, the organiser is %s", m.Kind, m.FromEmail, property(m.Calendar, "ORGANIZER"))
	}
	if uid := property(m.Calendar, "UID"); !opaque.MatchString(uid) {
		t.Errorf("%s: UID %s", m.Kind, uid)
	}
	if !strings.Contains(object, "\r\nMETHOD:"+m.Method+"\r\n") {
		t.Errorf("%s: the part says %s, the object does not", m.Kind, m.Method)
	}
	link := regexp.MustCompile(`/a/([a-z2-9]+)`).FindStringSubmatch(m.Text)
	if m.Method == "REQUEST" && (link == nil || !strings.Contains(m.HTML, link[0])) {
		t.Errorf("%s has no link to answer by:\n%s", m.Kind, m.Text)
	}
	if strings.Contains(object, "/a/") || link != nil && strings.Contains(object, link[1]) {
		t.Errorf("%s: the calendar object tells the personal link:\n%s", m.Kind, object)
	}
}
