package invite_test

import (
	"strings"
	"testing"
	"time"

	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/directory"
	"rundertisch/internal/invite"
)

// TestALetterWaitsWithTheInvitationItAnswers has two administrations in one installation: what answers the second one's mail is not for the first.
func TestALetterWaitsWithTheInvitationItAnswers(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		first, h := published(t, db), published(t, db)
		row := h.invite(h.person("Anna", "Weiß"))["anna.weiss@example.org"]
		h.clock.Advance(time.Minute)
		h.answer(row, attendance.Accepted)
		h.choose(row, h.workshop("Prävention", 5))
		mails := h.mails()
		invited, workshop := mails[0].MessageID, mails[len(mails)-1].MessageID
		const question = "From: vorzimmer@example.org\r\nSubject: Re: Einladung\r\n"
		for name, tt := range map[string]struct {
			head, words string
			ours        bool
			reason      invite.Reason
		}{
			"by In-Reply-To":          {"In-Reply-To: <" + invited + ">\r\n", "Gibt es Parkplätze?", true, invite.PlainLetter},
			"by References":           {"In-Reply-To: <x@example.org>\r\nReferences: <a@example.org>\r\n <" + invited + "> <b@example.org>\r\n", "Und Essen?", true, invite.PlainLetter},
			"about a workshop":        {"In-Reply-To: <" + workshop + ">\r\n", "Welcher Raum?", true, invite.PlainLetter},
			"an out-of-office note":   {"Auto-Submitted: auto-replied\r\nIn-Reply-To: <" + invited + ">\r\n", "Im Urlaub.", true, invite.Automatic},
			"no mail of ours":         {"In-Reply-To: <x@example.org>\r\n", "Wer sind Sie?", false, invite.PlainLetter},
			"an identifier in shreds": {"In-Reply-To: " + invited + "\r\nReferences: <" + invited + "\r\n", "Hallo?", false, invite.PlainLetter},
		} {
			n := h.receive([]byte(question + tt.head + "\r\n" + tt.words + "\r\n"))
			belongs := n.AttendanceID == row.ID && n.EventID == h.event.ID && n.ProjectID == h.actor.ProjectID && n.WorkspaceID == h.actor.WorkspaceID
			if belongs != tt.ours || n.Reason != tt.reason || !tt.ours && n.WorkspaceID != first.actor.WorkspaceID {
				t.Errorf("%s: %s, workspace %s, attendance %q", name, n.Reason, n.WorkspaceID, n.AttendanceID)
			}
		}
		inbox, err := first.Inbox(t.Context(), first.actor, invite.InboxFilter{})
		h.must(err)
		if inbox.Found != 2 {
			t.Errorf("the other administration sees %d mails, want those that are nobody's", inbox.Found)
		}
	})
}

// TestAnInvitationThatComesBackWithAQuestionIsRead: mail programs forward and answer with the invitation enclosed. Its REQUEST is never acted
// on, but the words around it are for people.
func TestAnInvitationThatComesBackWithAQuestionIsRead(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		row := h.invite(h.person("Anna", "Weiß"))["anna.weiss@example.org"]
		ours := h.mails()[0].Calendar
		foreign := strings.ReplaceAll(ours, row.UID, "sitzung@example.com")
		n := 0
		came := func(head, object string, parts ...string) invite.Incoming {
			n++
			h.clock.Advance(time.Minute)
			return h.receive([]byte("Message-ID: <" + strings.Repeat("x", n) + "@example.org>\r\n" + head + parted("multipart/mixed", parts...)("vorzimmer@example.org", object)))
		}
		inline := strings.Replace(part, "REPLY", "REQUEST", 1)
		got := came("", ours, text, attachment)
		h.want(got, invite.Review, invite.PlainLetter)
		if got.Comment != "Ich komme gern." || got.AttendanceID != row.ID || got.Method+got.Attendee+got.Answer != "" {
			t.Errorf("it says %q, about %q, and answers %s %s for %s", got.Comment, got.AttendanceID, got.Method, got.Answer, got.Attendee)
		}
		h.want(came("", ours, text, inline), invite.Review, invite.PlainLetter)
		h.want(came("", foreign, text, attachment), invite.Review, invite.PlainLetter)
		h.want(came("", foreign, text, inline), invite.Ignored, invite.ForeignMethod) // somebody invites us
		h.want(came("", ours, attachment), invite.Ignored, invite.ForeignMethod)
		h.want(came("Auto-Submitted: auto-replied\r\n", ours, text, attachment), invite.Ignored, invite.ForeignMethod)
		if after := h.rows()[row.Email]; after.Answer != attendance.NeedsAction || len(h.mails()) != 1 {
			t.Errorf("answer %s, %d mails", after.Answer, len(h.mails()))
		}
	})
}

// TestAnAddressIsTheSameInEveryForm: the calendar object names the receiver letter by letter as the mail's To does, and whoever answers may be
// written with an umlaut in the domain or with its other form.
func TestAnAddressIsTheSameInEveryForm(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		for _, tt := range []struct{ typed, to string }{
			{"amt@größler.example.org", "amt@xn--grler-mqa4n.example.org"},
			{"Bau.Amt@Gemeinde.Example.org", "Bau.Amt@gemeinde.example.org"},
		} {
			p, err := h.people.AddPerson(t.Context(), h.actor, directory.Person{Given: "Eva", Family: tt.to, Email: tt.typed, Lang: "de", Source: "Test"})
			h.must(err)
			row := h.invite(p)[tt.typed]
			all := h.mails()
			m := all[len(all)-1]
			if m.ToEmail != tt.to || !strings.HasSuffix(property(m.Calendar, "ATTENDEE"), ":mailto:"+tt.to) {
				t.Errorf("to %s for %s", m.ToEmail, property(m.Calendar, "ATTENDEE"))
			}
			for _, pair := range [][2]string{{tt.to, tt.to}, {tt.typed, tt.typed}, {tt.to, tt.typed}, {tt.typed, tt.to}} {
				h.clock.Advance(time.Minute)
				h.want(h.receive(h.object(row, "REPLY", "<"+pair[0]+">", "ATTENDEE;PARTSTAT=TENTATIVE:mailto:"+pair[1])), invite.Matched, invite.FirstAnswer)
			}
		}
	})
}
