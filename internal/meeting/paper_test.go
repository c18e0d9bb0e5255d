package meeting_test

import (
	"bytes"
	"os/exec"
	"strings"
	"testing"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/meeting"
)

// printed is what programs read back from the paper: its text on one line, and what it says about itself.
func (r *room) printed(p meeting.Paper) (text, info string) {
	r.t.Helper()
	var out bytes.Buffer
	r.must(p.Write(&out, r.locale(), r.Clock.Now()))
	read := func(program string, args ...string) string {
		command := exec.CommandContext(r.t.Context(), program, args...)
		command.Stdin = bytes.NewReader(out.Bytes())
		said, err := command.Output()
		r.must(err)
		return string(said)
	}
	return strings.Join(strings.Fields(read("pdftotext", "-layout", "-", "-")), " "), read("pdfinfo", "-")
}

func (r *room) says(what, text string, wanted, unwanted []string) {
	r.t.Helper()
	for _, one := range wanted {
		if !strings.Contains(text, one) {
			r.t.Errorf("%s does not say %q: %s", what, one, text)
		}
	}
	for _, one := range unwanted {
		if strings.Contains(text, one) {
			r.t.Errorf("%s says %q: %s", what, one, text)
		}
	}
}

func TestMinutesAreReadBackFromPaper(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		r, ctx := newRoom(t, s), t.Context()
		w, err := s.Accounts.Workspace(ctx, r.Actor.WorkspaceID)
		r.must(err)
		r.must(s.Meetings.Edit(ctx, r.Actor, r.event.ID, r.items[1].ID, 1, meeting.Details{
			Title: "Beratung", Presenter: "Frau Łuczak", Planned: "10", Public: true, Links: []meeting.Named{{Kind: meeting.Milestone, ID: r.milestone.ID}},
		}))
		r.must(s.Meetings.Write(ctx, r.Actor, r.event.ID, r.items[0].ID, 1, "Frau Größler begrüßt."))
		r.must(s.Meetings.Note(ctx, r.Actor, r.event.ID, map[string]meeting.Who{r.members[0].ID: meeting.Self, r.members[1].ID: meeting.Deputy}))
		r.must(s.Meetings.AddGuest(ctx, r.Actor, r.event.ID, "Mehmet Yılmaz", "Presse"))
		r.must(s.Meetings.AddFollowup(ctx, r.Actor, r.event.ID, r.items[1].ID, "Meldeblatt abstimmen", "31.12.2026"))
		tokens := r.asked()
		text, info := r.printed(r.found().Paper(r.locale(), w))
		r.says("a draft", text, []string{
			"Protokoll: Sitzung", "Beirat", "Freitag, 20. November 2026, 09:00 bis 11:00 Uhr", "Kreishaus", "Entwurf: Dieses Protokoll ist noch nicht genehmigt",
			"ENTWURF, nicht genehmigt", "Jana Weiß", "Vorsitz", "Ewa Weiß (für Tom Weiß)", "Beschlussfähig: 2 von 2", "Mehmet Yılmaz", "TOP 1: Begrüßung",
			"Frau Größler begrüßt.", "TOP 2: Beratung", "Frau Łuczak · 10 Minuten", "Arbeitsbaustein: 2.1 Konferenz", "Beraten und empfohlen.", "Meldeblatt abstimmen", "31.12.2026", "Seite 1 von",
		}, []string{"ist seit dem", "Uwe"})
		if !strings.Contains(info, "Tagged:          yes") || !strings.Contains(info, "Protokoll: Sitzung") {
			t.Errorf("it says about itself %s", info)
		}
		for _, token := range tokens {
			r.must(s.Meetings.Answer(ctx, token, meeting.Agreed, ""))
		}
		text, _ = r.printed(r.found().Paper(r.locale(), w))
		r.says("what is approved", text, []string{"Das Protokoll ist seit dem 22.11.2026 genehmigt."}, []string{"Entwurf", "ENTWURF"})
		r.must(s.Meetings.Publish(ctx, r.Actor, r.event.ID))
		shown, err := s.Meetings.Public(ctx, r.event)
		r.must(err)
		text, _ = r.printed(shown.Paper(r.locale(), w, r.event))
		r.says("what is public", text, []string{"Öffentlicher Teil des genehmigten Protokolls", "Beraten und empfohlen.", "Frau Łuczak", "seit dem 22.11.2026"}, []string{
			"Begrüßung", "Größler", "Jana", "Ewa", "Yılmaz", "Meldeblatt", "Beschlussfähig", "Entwurf",
		})
	})
}

func TestALinkToWithdrawnMinutesSaysSo(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		r, ctx := newRoom(t, s), t.Context()
		tokens := r.asked()
		r.must(s.Meetings.Withdraw(ctx, r.Actor, r.event.ID))
		read, err := s.Meetings.Read(ctx, tokens["tom@example.org"])
		r.must(err)
		if !read.Withdrawn() || read.Expired("2026-12-07") || read.Expired("2027-03-06") || !read.Expired("2027-03-07") {
			t.Errorf("withdrawn %v, expired on 07.03.2027 %v", read.Withdrawn(), read.Expired("2027-03-07"))
		}
	})
}
