// Package circularviews has the form on which staff write to people on the list of an event.
package circularviews

import (
	"rundertisch/internal/event"
	"rundertisch/views"
	"rundertisch/views/shared"
)

// Page is the form of a circular.
type Page struct {
	views.Page
	Event           event.Event
	Form            shared.Form
	Action, Back    string
	Reached, Missed int // how many people get it, and how many of those chosen do not
}
