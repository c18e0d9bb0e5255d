package bin_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"rundertisch/internal/database/dbtest"
)

// past are the rows that may be deleted past the bin, by package and type, and why.
var past = map[string]string{
	"workplan.i":               "a line of a checklist is typed again",
	"account.attempts":         "failed sign-ins are forgotten with time",
	"account.knownDevice":      "a browser that was not seen for long is a new one again",
	"account.loginLink":        "a used or withdrawn link is worth nothing",
	"account.loginSession":     "signing out is meant",
	"account.Membership":       "a role is given again, the trail keeps who had it",
	"account.EmailChange":      "a change of address that nobody confirmed is asked for again",
	"attendance.AddressChange": "a new address is confirmed, or nobody did in time",
	"representation.claim":     "whoever is erased leaves no address behind",
	"attendance.Share":         "set anew with every change of the rules",
	"attendance.seat":          "follows from the event and its workshops",
	"attendance.link":          "a link is used up",
	"bin.e":                    "the bin's own entry",
	"bin.rows":                 "TakeIn, which returns the rows for the bin",
	"database.Submission":      "a form that was sent is remembered for a while only",
	"survey.Tally":             "its time is over",
	"survey.Survey":            "its time is over",
	"showcase.Photo":           "whoever no longer wants to be seen does not lie in the bin",
	"showcase.Material":        "a material names a document or page that stays where it is",
	"event.speaker":            "whom no programme item names is no speaker",
	"event.gone":               "who is erased is taken out of the programmes",
	"event.room":               "a room that no programme item names is a name to be typed again",
	"document.content":         "what was read of a file is read anew when its document comes back",
	"document.link":            "what a document belongs to is ticked anew with every change",
	"body.Member":              "who leaves a body is given a last day; taken out is what was entered wrongly, or who is erased",
	"body.Meeting":             "whose meeting an event is can be chosen again",
	"meeting.Item":             "an item about which something was written stays; an empty one is typed again",
	"meeting.Link":             "what an item leads to is ticked anew with every change",
	"meeting.Guest":            "a guest is typed again",
	"meeting.presence":         "who was there is ticked anew with every change",
	"directory.member":         "taking somebody out of a group is a change of the group",
	"directory.Import":         "an uploaded file waits for a day at most",
	"mail.o":                   "a text of a mail that was shown before it went; the trail keeps that it was taken back",
	"mail.Reachability":        "who is erased leaves no address behind",
	"registration.Note":        "a note goes with the person it is about, who is erased",
	"attendance.Edit":          "what was said before goes with an erasure",
	"form.Edit":                "what was answered before goes with the answers",
	"form.Answer":              "an answer is given anew, or its time is over",
	"form.Field":               "a question that was taken out, once no answer to it is kept",
	"form.Needs":               "a consent is withdrawn, or its time is over",
	"jobs.Job":                 "work that is done",
	"checkin.code":             "a word in a QR goes with the person, or when the event is long over",
	"pass.Pass":                "who helped at an event a month ago is forgotten",
	"mailinglist.Member":       "who leaves a mailing list is deleted because they want it, or because it is promised",
	"mailinglist.link":         "goes with its member",
	"wish.Wish":                "wishes are made anew with every change",
	"mailing.Receiver":         "the list of a mailing that is a draft again is worked out anew",
	"attendance.Attendance":    "an invitation that was called off before it left was never made",
	"invite.Thread":            "an invitation that was called off before it left was never made",
	"showcase.organiser":       "who invites is ticked anew with every change",
	"showcase.paper":           "what everybody may read is ticked anew with every change",
	"reminder.refusal":         "who wants reminders again has no refusal any more",
	"reminder.link":            "a link that has expired is worth nothing",
	"reminder.ladder":          "a thing goes by its project's ladder again, the trail keeps that it was set",
	"board.dot":                "a dot is taken back, or forgotten with its browser",
	"board.device":             "a settled board forgets the browsers",
	"board.Card":               "a settled board writes its cards anew, in another order",
	"result.Publication":       "taking results down is a step that is taken again",
	"search.\"search_words":    "follows from the things themselves",
}

var deleting = regexp.MustCompile(`NewDelete\(\)\s*\.(?:Model\(\(?[*&]?|Table\()("?\w+)`)

// TestNothingIsDeletedPastTheBin reads the source: whatever deletes rows takes them with bin.TakeIn, for an entry that
// brings them back, or is named above.
func TestNothingIsDeletedPastTheBin(t *testing.T) {
	t.Parallel()
	used := map[string]bool{}
	err := filepath.WalkDir("..", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
			return err
		}
		source, err := os.ReadFile(name)
		for _, found := range deleting.FindAllSubmatch(source, -1) {
			what := filepath.Base(filepath.Dir(name)) + "." + string(found[1])
			used[what] = true
			if past[what] == "" {
				t.Errorf("%s deletes %s: take it with bin.TakeIn into an entry, or say above why nobody will miss it", name, what)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for what := range past {
		if !used[what] {
			t.Errorf("nothing deletes %s any more", what)
		}
	}
}

// tied says of every column that refers to a thing that can be deleted what becomes of its row.
var tied = map[string]string{
	"task_items.task_id":             "goes along with the task",
	"task_comments.task_id":          "goes along with the task",
	"milestones.goal_id":             "goes along with the goal",
	"tasks.milestone_id":             "goes along with the milestone",
	"persons.organisation_id":        "stays without an organisation, or goes along: whoever deletes says which",
	"group_members.group_id":         "goes along with the group",
	"group_members.person_id":        "goes along with the person",
	"programme_items.event_id":       "goes along with the draft",
	"event_rooms.event_id":           "goes along with the draft",
	"event_speakers.event_id":        "goes along with the draft",
	"programme_versions.event_id":    "keeps the event: there are none of drafts",
	"seats.event_id":                 "goes and comes with the event",
	"seat_shares.event_id":           "goes along with the draft",
	"workshop_places.item_id":        "given back ones go along, others keep the item",
	"workshop_places.event_id":       "keeps the event: there are none of drafts",
	"workshop_wishes.event_id":       "keeps the event: there are none of drafts",
	"workshop_draws.event_id":        "keeps the event: there are none of drafts",
	"workshop_outcomes.event_id":     "keeps the event: there are none of drafts",
	"attendances.event_id":           "keeps the event: there are none of drafts",
	"result_cards.event_id":          "keeps the event: there are none of drafts",
	"result_cards.item_id":           "keeps the item",
	"result_followups.card_id":       "goes along with the card",
	"boards.event_id":                "keeps the event: there are none of drafts",
	"boards.item_id":                 "keeps the item",
	"event_photos.event_id":          "keeps the event: there are none of drafts",
	"result_summaries.event_id":      "keeps the event: there are none of drafts",
	"result_summaries.item_id":       "keeps the item",
	"result_publications.event_id":   "keeps the event: there are none of drafts",
	"report_texts.report_id":         "goes along with the draft; a frozen report is never deleted",
	"document_versions.document_id":  "goes along with the document",
	"document_texts.document_id":     "is read anew when the document comes back",
	"document_links.document_id":     "goes along with the document",
	"form_fields.event_id":           "goes along with the draft",
	"form_notices.event_id":          "goes along with the draft",
	"form_answers.event_id":          "keeps the event: there are none of drafts",
	"form_needs.event_id":            "keeps the event: there are none of drafts",
	"followup_plans.event_id":        "keeps the event: there are none of drafts",
	"followups.event_id":             "keeps the event: there are none of drafts",
	"attendance_edits.event_id":      "keeps the event: there are none of drafts",
	"form_edits.event_id":            "keeps the event: there are none of drafts",
	"waitlist_steps.event_id":        "keeps the event: there are none of drafts",
	"invite_threads.event_id":        "keeps the event: there are none of drafts",
	"invite_proposals.event_id":      "keeps the event: there are none of drafts",
	"representations.event_id":       "keeps the event: there are none of drafts",
	"representation_passes.event_id": "keeps the event: there are none of drafts",
	"checkins.event_id":              "keeps the event: there are none of drafts",
	"checkin_codes.event_id":         "keeps the event: there are none of drafts",
	"passes.event_id":                "keeps the event: there are none of drafts",
	"surveys.event_id":               "keeps the event: there are none of drafts",
	"person_addresses.person_id":     "goes along with the person",
	"meetings.event_id":              "goes along with the draft",
	"agenda_items.event_id":          "goes along with the draft",
	"meeting_presences.event_id":     "keeps the event: there are none of drafts",
	"meeting_guests.event_id":        "keeps the event: there are none of drafts",
	"minutes_rounds.event_id":        "keeps the event: there are none of drafts",
	"body_members.body_id":           "goes along with the body",
	"body_meetings.body_id":          "goes along with the body",
	"body_meetings.event_id":         "goes along with the draft",
}

// TestEveryTieToADeletableThingIsThoughtOf walks the schema: a new table that refers to something that can be deleted
// either goes along into the bin or keeps it from being deleted.
func TestEveryTieToADeletableThingIsThoughtOf(t *testing.T) {
	t.Parallel()
	db := dbtest.Open(t, dbtest.SQLite(t))
	var children, columns, parents []string
	err := db.Read().NewRaw(`SELECT t.name, f."from", f."table" FROM pragma_table_list AS t JOIN pragma_foreign_key_list(t.name) AS f
		WHERE t.schema = 'main' AND t.type = 'table'`).Scan(t.Context(), &children, &columns, &parents)
	if err != nil {
		t.Fatal(err)
	}
	deletable := []string{"goals", "milestones", "tasks", "organisations", "persons", "person_groups", "events", "programme_items", "result_cards", "documents", "reports", "bodies"}
	found := map[string]bool{}
	for i, parent := range parents {
		tie := children[i] + "." + columns[i]
		found[tie] = true
		if slices.Contains(deletable, parent) && tied[tie] == "" {
			t.Errorf("%s refers to %s, which can be deleted: say above what becomes of the row, and make it so", tie, parent)
		}
	}
	for tie := range tied {
		if !found[tie] {
			t.Errorf("there is no %s", tie)
		}
	}
}
