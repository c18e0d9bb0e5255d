package inviteviews

import (
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"rundertisch/internal/i18n"
	"rundertisch/internal/invite"
	"rundertisch/views"
	letterviews "rundertisch/views/letter"
	"rundertisch/views/shared"
)

// TellingPage asks whether a change of an event is to be made with the mails that follow.
type TellingPage struct {
	views.Page
	Telling invite.Telling
	Action  string         // where the change is sent once more
	Form    shared.Form    // of the change, with its basis
	Carried []shared.Value // what was typed
	Effects []string       // what the change means besides
	Confirm string         // what the button says
	Back    string         // page to go back to; empty: back to the form, with what was typed
	Open    string         // key of the list that is paged through
	PageNo  int            // of that list, 1 for the first
	Shown   int            // which mail is shown, by its place in the list
	Letter  letterviews.Letter
	Held    bool // no mail server is set up
}

// The names that the page's buttons send.
const (
	TellingMark  = "told"  // what was shown
	TellingQuiet = "quiet" // save without telling
	TellingShow  = "show"  // identifier of the mail's receiver, whose mail is to be shown
	TellingPart  = "part"  // list and page, such as "update 2"
	TellingBack  = "back"  // to the form
)

const tellingRows = 50

// tellingGroup is one list of people.
type tellingGroup struct {
	key   string
	title string
	rows  []tellingRow
	page  int
	pages int
	open  bool
}

type tellingRow struct{ name, organisation, note, show, key string }

// kinds are the kinds of mail a change can send, as they are listed.
var kinds = []string{"update", "invitation", "promotion", "cancellation"}

func kindOf(m invite.Told) string {
	if slices.Contains(kinds, m.Message.Kind) {
		return m.Message.Kind
	}
	return "update"
}

func (p TellingPage) groups() []tellingGroup {
	var groups []tellingGroup
	for _, kind := range kinds {
		g := tellingGroup{key: kind}
		for n, m := range p.Telling.Told {
			if kindOf(m) != kind {
				continue
			}
			note := m.Item
			if m.Lang != string(p.L.Lang()) {
				note = joined(note, p.T("telling.lang."+m.Lang))
			}
			g.rows = append(g.rows, tellingRow{m.Message.ToName, m.Organisation, note, strconv.Itoa(n), m.Message.ThreadKey})
		}
		g.title = p.N("telling."+kind, len(g.rows))
		groups = append(groups, g)
	}
	for _, reason := range invite.Silences() {
		g := tellingGroup{key: string(reason)}
		for _, s := range p.Telling.Silent {
			if s.Reason == reason {
				g.rows = append(g.rows, tellingRow{name: s.Name, organisation: s.Organisation, key: s.AttendanceID})
			}
		}
		g.title = p.N("telling.none."+string(reason), len(g.rows))
		groups = append(groups, g)
	}
	groups = slices.DeleteFunc(groups, func(g tellingGroup) bool { return len(g.rows) == 0 })
	for i := range groups {
		p.cut(&groups[i])
	}
	return groups
}

// cut leaves the rows of the page that is shown.
func (p TellingPage) cut(g *tellingGroup) {
	g.pages = (len(g.rows) + tellingRows - 1) / tellingRows
	g.page, g.open = 1, g.key == p.Open
	if g.open {
		g.page = min(max(1, p.PageNo), g.pages)
	}
	from := (g.page - 1) * tellingRows
	g.rows = g.rows[from:min(from+tellingRows, len(g.rows))]
}

func (g tellingGroup) part(page int) string { return g.key + " " + strconv.Itoa(page) }

func joined(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(part string) bool { return part == "" }), ", ")
}

// sentence is what one or several mails say about the change.
type sentence struct {
	about string // the workshop that all of them are about; empty for the event, or several
	lang  i18n.Lang
	lines []string
	mails int
}

const maxSentences = 4

// sentences are the different sentences, the most frequent first, and how many more there are.
func (p TellingPage) sentences() (shown []sentence, more int) {
	for _, m := range p.Telling.Told {
		if m.Changes == "" {
			continue
		}
		lines := strings.Split(m.Changes, "\n")
		at := slices.IndexFunc(shown, func(s sentence) bool {
			return string(s.lang) == m.Lang && slices.Equal(s.lines, lines)
		})
		if at >= 0 && shown[at].about != m.Item {
			shown[at].about = ""
		}
		if at < 0 {
			shown = append(shown, sentence{about: m.Item, lang: i18n.Lang(m.Lang), lines: lines})
			at = len(shown) - 1
		}
		shown[at].mails++
	}
	slices.SortStableFunc(shown, func(a, b sentence) int { return b.mails - a.mails })
	if len(shown) > maxSentences {
		more = len(shown) - maxSentences
		shown = shown[:maxSentences]
	}
	return shown, more
}

func (p TellingPage) sentenceLead(s sentence) string {
	lead := p.N("telling.sentence", s.mails)
	if s.about != "" {
		lead = p.N("telling.sentence_workshop", s.mails, s.about)
	}
	if s.lang != p.L.Lang() {
		lead = joined(lead, p.T("telling.lang."+string(s.lang)))
	}
	return lead + ":"
}

// people counts the receivers.
func (p TellingPage) people() int {
	all := map[string]bool{}
	for _, m := range p.Telling.Told {
		all[m.AttendanceID] = true
	}
	return len(all)
}

func (p TellingPage) formAction(anchor string) templ.SafeURL { return templ.SafeURL(p.Action + anchor) }

func tellingColumns(p TellingPage, g tellingGroup) []shared.Column {
	columns := []shared.Column{{Label: p.T("telling.name")}, {Label: p.T("telling.organisation")}}
	if g.rows[0].show != "" {
		columns = append(columns, shared.Column{Label: p.T("telling.note")}, shared.Column{Label: p.T("telling.show_column"), Hidden: true})
	}
	return columns
}
