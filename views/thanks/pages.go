// Package thanksviews has the form on which staff thank those who took part in an event.
package thanksviews

import (
	"rundertisch/internal/event"
	"rundertisch/views"
	"rundertisch/views/shared"
)

// Page is the form of a mailing of thanks.
type Page struct {
	views.Page
	Event        event.Event
	Form         shared.Form
	Action, Back string
}
