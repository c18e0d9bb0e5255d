package invite_test

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/invite"
	"rundertisch/internal/mail"
)

func TestFiveHundredPeopleGetOneInvitationAndOneChangeEach(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		const people = 500
		h.crowd(people)
		sent := h.send(invite.Order{Choice: directory.Choice{GroupIDs: []string{h.everybody()}}})
		uids, receivers := map[string]bool{}, map[string]bool{}
		for _, m := range h.mails() {
			uids[property(m.Calendar, "UID")] = true
			receivers[m.ToEmail] = true
			if !strings.HasSuffix(property(m.Calendar, "ATTENDEE"), "mailto:"+m.ToEmail) || m.State != mail.Queued {
				t.Fatalf("%s: %s, %s", m.ToEmail, property(m.Calendar, "ATTENDEE"), m.State)
			}
		}
		if sent.Settled != people || sent.LeftOut != 0 || len(h.mails()) != people || len(uids) != people || len(receivers) != people {
			t.Errorf("settled %d, mails %d, UIDs %d, receivers %d; want %d", sent.Settled, len(h.mails()), len(uids), len(receivers), people)
		}
		h.posted()
		h.clock.Advance(time.Hour)
		h.edit(func(d *event.Details) { d.Venue = "Stadthalle" })
		for _, m := range h.mails()[people:] {
			if m.Kind != "update" || m.Sequence != 1 || !uids[property(m.Calendar, "UID")] {
				t.Fatalf("%s: %s %d", m.ToEmail, m.Kind, m.Sequence)
			}
		}
		if n := len(h.mails()); n != 2*people {
			t.Errorf("after the change %d mails, want %d", n, 2*people)
		}
	})
}

// crowd adds n people to the directory.
func (h *house) crowd(n int) {
	h.t.Helper()
	var file strings.Builder
	file.WriteString("Vorname;Nachname;E-Mail;Organisation;Quelle\n")
	for i := range n {
		fmt.Fprintf(&file, "Person;Nummer%03d;p%03d@example.org;;Test\n", i, i)
	}
	summary, err := h.people.ImportPersons(h.t.Context(), h.actor, strings.NewReader(file.String()))
	h.must(err)
	if summary.New != n {
		h.t.Fatalf("imported %+v", summary)
	}
}

// everybody makes a group of everybody in the directory.
func (h *house) everybody() string {
	h.t.Helper()
	group, err := h.people.AddGroup(h.t.Context(), h.actor, directory.Group{Name: "Alle"})
	h.must(err)
	persons, err := h.people.AllPersons(h.t.Context(), h.actor, directory.Filter{})
	h.must(err)
	var ids []string
	for _, p := range persons {
		ids = append(ids, p.ID)
	}
	h.must(h.people.AddMembers(h.t.Context(), h.actor, group.ID, ids))
	return group.ID
}

func TestAMailingSentTwiceAtOnceIsCarriedOutOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		m, err := h.Draft(t.Context(), h.actor, h.event.ID, invite.Order{Title: "Einladung", Choice: choose(h.person("Anna", "Weiß"), h.person("Ayla", "Öz"))})
		h.must(err)
		var group sync.WaitGroup
		var sent atomic.Int32
		for range 6 {
			group.Go(func() {
				err := h.mailings.Send(t.Context(), h.actor, m.ID, m.Version)
				if err == nil {
					sent.Add(1)
				} else if !fault.Is(err, fault.Conflict) {
					t.Error(err)
				}
				if _, err := h.jobs.RunDue(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		if n := len(h.mails()); n != 2 || sent.Load() != 1 {
			t.Errorf("%d mails of %d sendings, want 2 of 1", n, sent.Load())
		}
	})
}

func TestWhoIsInvitedOrRegisteredIsSkippedAndCounted(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		anna, ayla, otto := h.person("Anna", "Weiß"), h.person("Ayla", "Öz"), h.person("Otto", "Horn")
		h.invite(anna)
		h.in(h.registered(ayla))
		before := len(h.mails())
		if sent := h.send(invite.Order{Choice: choose(anna, ayla, otto)}); sent.Meant() != 1 || sent.LeftOut != 2 {
			t.Errorf("for %d people, %d left out", sent.Meant(), sent.LeftOut)
		}
		wantSent(t, h, before, "invitation REQUEST 0 otto.horn")
	})
}

func TestOnlyPublishedEventsOfTheProjectAreInvitedTo(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := open(t, db)
		order := invite.Order{Title: "Einladung", Choice: choose(h.person("Anna", "Weiß"))}
		if _, err := h.Draft(t.Context(), h.actor, h.event.ID, order); !fault.Is(err, fault.Conflict) {
			t.Errorf("draft: %v", err)
		}
		_, err := h.events.Publish(t.Context(), h.actor, h.event.ID)
		h.must(err)
		stranger := h.project()
		if _, err := h.Draft(t.Context(), stranger, h.event.ID, order); !fault.Is(err, fault.NotFound) {
			t.Errorf("another workspace: %v", err)
		}
		if _, err := h.Overview(t.Context(), stranger, h.event.ID, invite.Filter{}); !fault.Is(err, fault.NotFound) {
			t.Errorf("another workspace's list: %v", err)
		}
		h.cancel()
		if _, err := h.Draft(t.Context(), h.actor, h.event.ID, order); !fault.Is(err, fault.Conflict) {
			t.Errorf("cancelled: %v", err)
		}
		if n := len(h.mails()); n != 0 {
			t.Errorf("%d mails", n)
		}
	})
}

func TestThePreviewIsTheMailThatIsSent(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		order := invite.Order{Title: "Einladung", Choice: choose(h.person("Anna", "Größler")), Text: "Wir freuen uns auf Sie."}
		draft, err := h.Draft(t.Context(), h.actor, h.event.ID, order)
		h.must(err)
		review, err := h.mailings.Review(t.Context(), h.actor, draft.ID)
		h.must(err)
		shown, err := h.mailings.Preview(t.Context(), h.actor, draft, review.Reached[0])
		h.must(err)
		if len(h.mails()) != 0 || len(h.rows()) != 0 || len(review.Reached) != 1 {
			t.Fatalf("the preview has left %d mails, %d people; reached %+v", len(h.mails()), len(h.rows()), review.Reached)
		}
		h.send(order)
		sent := h.mails()[0]
		if shown.Subject != sent.Subject || withoutLink(shown.Text) != withoutLink(sent.Text) || shown.ToEmail != sent.ToEmail {
			t.Errorf("shown %q %q\nsent %q %q", shown.Subject, shown.Text, sent.Subject, sent.Text)
		}
		if !strings.Contains(sent.Text, order.Text) || !strings.Contains(sent.HTML, order.Text) {
			t.Errorf("the personal words are missing in %q", sent.Text)
		}
	})
}

// withoutLink replaces the personal link, which differs in every mail.
func withoutLink(text string) string {
	before, rest, _ := strings.Cut(text, baseURL+"/a/")
	token := strings.IndexFunc(rest, func(r rune) bool { return r <= ' ' })
	if token < 0 {
		token = len(rest)
	}
	return before + rest[token:]
}

func TestAnInvitationTakenBackLeavesTheCalendarAndFreesThePlace(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		rows := h.invite(h.person("Anna", "Weiß"), h.person("Ayla", "Öz"))
		anna, ayla := rows["anna.weiss@example.org"], rows["ayla.oez@example.org"]
		h.posted()
		h.answer(anna, attendance.Accepted)
		before := len(h.mails())
		h.must(h.TakeBack(t.Context(), h.actor, h.event.ID, anna.ID))
		h.must(h.TakeBack(t.Context(), h.actor, h.event.ID, ayla.ID))
		wantSent(t, h, before, "uninvitation CANCEL 1 anna.weiss", "uninvitation CANCEL 1 ayla.oez")
		if strings.Contains(h.mails()[before].Calendar, "STATUS:CANCELLED") {
			t.Error("the CANCEL for one person says that the event is off")
		}
		if err := h.TakeBack(t.Context(), h.actor, h.event.ID, ayla.ID); !fault.Is(err, fault.Conflict) {
			t.Errorf("twice: %v", err)
		}
		seats, err := attendance.Occupancy(t.Context(), db.Read(), h.event.ID)
		h.must(err)
		overview, err := h.Overview(t.Context(), h.actor, h.event.ID, invite.Filter{})
		h.must(err)
		if seats[h.event.ID].Taken != 0 || overview.TakenBack != 2 {
			t.Errorf("%d places taken, %d taken back", seats[h.event.ID].Taken, overview.TakenBack)
		}
		before = len(h.mails())
		h.must(h.Resend(t.Context(), h.actor, h.event.ID, ayla.ID))
		h.posted()
		h.cancel()
		wantSent(t, h, before, "invitation REQUEST 0 ayla.oez", "cancellation CANCEL 1 ayla.oez")
	})
}

func TestTheLinksOfAnInvitationTakenBackLeadNowhere(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		rows := h.invite(h.person("Anna", "Weiß"), h.person("Ayla", "Öz"))
		leads := func(m mail.Message) bool {
			t.Helper()
			_, rest, found := strings.Cut(m.Text, baseURL+"/a/")
			token, _, _ := strings.Cut(rest, "?lang=")
			_, _, err := attendance.ByToken(t.Context(), db.Read(), h.clock.Now(), strings.TrimSpace(token))
			if !found || (err != nil && !fault.Is(err, fault.NotFound)) {
				t.Fatalf("link %q: %v", token, err)
			}
			return err == nil
		}
		anna, ayla := h.mails()[0], h.mails()[1]
		if !leads(anna) || !leads(ayla) {
			t.Fatal("the links of the invitations lead nowhere from the start")
		}
		h.must(h.TakeBack(t.Context(), h.actor, h.event.ID, rows[anna.ToEmail].ID))
		if leads(anna) || !leads(ayla) {
			t.Errorf("after taking Anna's back: hers leads on %v, Ayla's %v", leads(anna), leads(ayla))
		}
		h.must(h.Resend(t.Context(), h.actor, h.event.ID, rows[anna.ToEmail].ID))
		if mails := h.mails(); leads(anna) || !leads(mails[len(mails)-1]) {
			t.Error("invited anew, the new link alone must lead on")
		}
	})
}

func TestDeliveryAndAnswerAreCountedApart(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		rows := h.invite(h.person("Anna", "Weiß"), h.person("Ayla", "Öz"), h.person("Otto", "Größler"))
		h.register("gast")
		h.answer(rows["anna.weiss@example.org"], attendance.Accepted)
		h.answer(rows["ayla.oez@example.org"], attendance.Tentative)
		overview, err := h.Overview(t.Context(), h.actor, h.event.ID, invite.Filter{})
		h.must(err)
		if overview.Total != 3 || overview.Deliveries[invite.Waiting] != 3 || overview.Answers[attendance.Accepted] != 1 ||
			overview.Answers[attendance.Tentative] != 1 || overview.Answers[attendance.NeedsAction] != 1 {
			t.Errorf("%+v", overview)
		}
		for name, filter := range map[string]invite.Filter{
			"answer": {Answer: attendance.NeedsAction}, "words": {Words: "groessler"}, "both": {Answer: attendance.NeedsAction, Delivery: invite.Waiting},
		} {
			found, err := h.Overview(t.Context(), h.actor, h.event.ID, filter)
			h.must(err)
			if len(found.Rows) != 1 || found.Rows[0].Name != "Otto Größler" {
				t.Errorf("%s: %+v", name, found.Rows)
			}
		}
	})
}
