package inviteviews

import (
	"rundertisch/internal/attendance"
	"rundertisch/internal/event"
	"rundertisch/internal/i18n"
	"rundertisch/views"
	"rundertisch/views/shared"
)

// SpokenLabels is the catalogue prefix of the form that takes what somebody said.
const SpokenLabels = "invite.spoken.field."

func saidOptions(l *i18n.Locale) []shared.Option {
	var options []shared.Option
	for _, answer := range Answers()[:3] {
		options = append(options, shared.Option{Value: string(answer), Label: l.T("invite.spoken.answer." + string(answer))})
	}
	return options
}

func sourceOptions(l *i18n.Locale) []shared.Option {
	var options []shared.Option
	for _, source := range attendance.Spoken() {
		options = append(options, shared.Option{Value: string(source), Label: l.T("invite.source." + string(source))})
	}
	return options
}

// undoPath is where the answer is undone; empty for all but the one that can be.
func (p PersonPage) undoPath(entry attendance.AnswerEntry) string {
	if entry.ID != p.Undoable || !p.MayInvite {
		return ""
	}
	return p.at("/answers/" + entry.ID + "/undo")
}

// verdict says what is known of the author of an answer by mail.
func verdict(l *i18n.Locale, entry attendance.AnswerEntry) string {
	if key := "invite.verdict." + entry.Verdict; entry.Verdict != "" && l.Has(key) {
		return l.T(key)
	}
	return entry.Verdict
}

// saidApart reports whether the answer was given noticeably before it was entered.
func saidApart(entry attendance.AnswerEntry) bool { return entry.At.Sub(entry.Stamp).Minutes() >= 1 }

const shownOfComment = 160 // characters of a comment in a list

func shortened(text string) string {
	if runes := []rune(text); len(runes) > shownOfComment {
		return string(runes[:shownOfComment]) + "…"
	}
	return text
}

// SpokenPage takes the answers of many people in a row.
type SpokenPage struct {
	views.Page
	Base    string
	Event   event.Event
	Form    shared.Form
	Names   []string        // of everybody who is invited, to choose from while typing
	Several []shared.Option // people the typed words fit, when they are several
	Recent  []Heard
}

// Heard is an answer that was entered lately.
type Heard struct {
	Entry    attendance.AnswerEntry
	Name     string
	Person   string // address of the person's page
	UndoPath string
}

// UndoPage asks before an answer is undone.
type UndoPage struct {
	views.Page
	About string
	Ask   shared.Confirmation
}
