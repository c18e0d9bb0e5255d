// Package overviewviews shows what joins the domains: a project's dashboard and the state of its outgoing mail.
package overviewviews

import (
	"rundertisch/views"
	"rundertisch/views/shared"
)

// Frame is what the pages have in common: the page and the addresses of the project.
type Frame struct {
	views.Page
	At      func(parts ...string) string
	MayWork bool // the person may send mail and change things
	MayWord bool // the person may change the texts of mails
}

// DashboardPage is the start page of a project.
type DashboardPage struct {
	Frame
	Summary   string // of the project
	Begun     bool   // else the page is the list of first steps
	Steps     []Step // all of them before the project has begun, then those that are open
	Notices   []Notice
	Stats     []shared.Stat
	Ahead     []Line // milestones that are late or come next
	LateTasks []Line // overdue tasks of colleagues
	Mine      []TaskLine
	Event     *EventCard
	Timeline  shared.Timeline
}

// Line is a thing that asks for attention.
type Line struct {
	Label string
	Href  string
	Note  string
	Tone  shared.Tone
	State string
}

// TaskLine is an open task of the person.
type TaskLine struct {
	Line
	Done string // where its button is sent; empty when the person may not change it
}

// EventCard is the next event.
type EventCard struct {
	Kind   string
	Title  string
	Href   string
	When   string
	Near   string // how far away it is, in words; empty when far
	Venue  string
	Tone   shared.Tone
	State  string
	Places shared.Places
}

// Step is a first step in a new project.
type Step struct {
	Title string
	Text  string
	Href  string
	Label string // of the link
	Done  bool

	Short, ShortLabel string // the shorter way for a single one, when there is one
}

// Notice is something that needs attention before anything else.
type Notice struct {
	Tone  shared.Tone
	Text  string
	Href  string
	Label string
}

func (p DashboardPage) lead() string {
	if !p.Begun {
		return p.T("overview.steps.lead")
	}
	return p.Summary
}
