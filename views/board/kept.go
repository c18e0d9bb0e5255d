package boardviews

import (
	"encoding/json"
	"strconv"

	"rundertisch/internal/board"
	"rundertisch/internal/i18n"
	"rundertisch/internal/result"
	"rundertisch/views/shared"
	"rundertisch/views/static"
)

func script() string { return static.Path("board/board.js") }

// words are the sentences of the script.
func words(l *i18n.Locale) string {
	all := map[string]string{"give": l.T("board.room.weigh"), "back": l.T("board.room.take_back"), "refresh": l.T("board.room.refresh"), "cancel": l.T("shared.cancel")}
	for _, name := range []string{
		"offline", "queued_one", "queued_many", "waits", "sending", "sent", "saved", "refused", "clash", "theirs", "decide", "again", "reuse", "discard",
		"edited", "changed", "theirs_summary", "news_one", "news_many", "shown", "closed", "empty", "long", "left_one", "left_many", "dots_one", "dots_many", "no_card", "gone",
	} {
		all[name] = l.T("board.js."+name, slots[name]...)
	}
	text, _ := json.Marshal(all) // strings only
	return string(text)
}

// slots keep the places of what the script fills in.
var slots = map[string][]any{
	"news_one": {"{k}"}, "news_many": {"{k}"}, "queued_one": {"{k}"}, "queued_many": {"{k}"}, "long": {"{k}", "{n}"}, "left_one": {"{k}"}, "left_many": {"{k}"}, "dots_one": {"{k}"}, "dots_many": {"{k}"},
}

// open is how the script reads whether the wall takes cards and dots.
func open(isOpen bool) string {
	if isOpen {
		return "1"
	}
	return ""
}

func figure(n int64) string { return strconv.FormatInt(n, 10) }

// Stored is the form of a stored card.
func Stored(card board.Card) shared.Form {
	return shared.Stored(Labels, card.Version, map[string]string{
		"kind": string(card.Kind), "text": card.Text, "target_group": card.TargetGroup, "municipality": card.Municipality,
		"organisation": card.Organisation, "due_on": string(card.DueOn),
	})
}

// StoredSummary is the form of a summary. Its version counts from 1, so that it is a version also before anything was written.
func StoredSummary(s result.Summary) shared.Form {
	return shared.Stored(Labels, s.Version+1, map[string]string{"summary": s.Text})
}

// basis is what a form of the card that the script makes sends back.
func basis(card board.Card) string {
	text, _ := json.Marshal(Stored(card).Basis) // strings and numbers only
	return string(text)
}
