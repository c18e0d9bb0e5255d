package inviteviews

import (
	"rundertisch/internal/invite"
	"rundertisch/internal/mail"
	"rundertisch/views"
	"rundertisch/views/shared"
)

// Troubled is what keeps mail from an invited person.
type Troubled struct {
	Is        bool
	Disabled  bool        // nothing is sent to the address any more
	Reason    mail.Reason // why the newest mail did not arrive
	Answer    string      // of the receiver's server
	Directory string      // address of the person's page in the directory; empty for guests
}

// AddressPage asks for the right address of a person.
type AddressPage struct {
	views.Page
	Person  string // address of the invitation's page
	Invited invite.Invited
	Form    shared.Form
}
