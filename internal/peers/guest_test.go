package peers_test

import (
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"
)

var personalLink = regexp.MustCompile(`http://\S+/a/\S+`)

// guest is an invited person with a mailbox, a calendar program that answers, and khal for the calendar parts that come.
type guest struct {
	t       *testing.T
	post    *post
	program *thunderbird // nil for who has none
	khal    *khal
	user    string
	seen    int    // calendar mails looked at
	first   string // Message-ID of the invitation
}

func newGuest(t *testing.T, p *post, user string) *guest {
	t.Helper()
	return &guest{t: t, post: p, khal: newKhal(t), user: user}
}

// anew says that the next mail is the first about another event.
func (g *guest) anew() {
	g.first = ""
	g.khal = newKhal(g.t)
}

func (g *guest) address() string { return g.user + "@" + domain }

// gets waits for the next calendar mail in the mailbox and checks its form, its headers and its version.
func (g *guest) gets(method string, sequence int) letter {
	g.t.Helper()
	g.seen++
	var found []string
	until(g.t, "a mail with METHOD:"+method, func() bool {
		found = nil
		for _, raw := range g.post.mails(g.t, g.user) {
			if strings.Contains(raw, "text/calendar") {
				found = append(found, raw)
			}
		}
		return len(found) >= g.seen
	})
	l := read(g.t, found[g.seen-1])
	l.wantForm(g.t, method)
	id := l.wantHeaders(g.t, g.address(), g.first)
	if g.first == "" {
		g.first = id
	}
	if l.property("SEQUENCE") != strconv.Itoa(sequence) {
		g.t.Errorf("%s, want SEQUENCE %d", l.version(), sequence)
	}
	return l
}

// holds gives the calendar part to khal, which then has this one entry.
func (g *guest) holds(l letter, want string) {
	g.t.Helper()
	if diff := cmp.Diff([]string{want}, g.khal.take(l.calendar)); diff != "" {
		g.t.Errorf("khal (-want +got):\n%s", diff)
	}
}

func contains(text string) func(int, *goquery.Selection) bool {
	return func(_ int, s *goquery.Selection) bool { return strings.Contains(s.Text(), text) }
}
