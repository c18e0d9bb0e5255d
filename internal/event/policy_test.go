package event

import (
	"testing"

	"rundertisch/internal/account"
	"rundertisch/internal/fault"
)

func TestStaffOfTheProjectRunEventsAndOthersSeeNone(t *testing.T) {
	t.Parallel()
	for _, role := range []account.Role{account.Administrator, account.ProjectLead, account.Coordination} {
		actor := account.Actor{WorkspaceID: "w", ProjectID: "p", Roles: []account.Role{role}}
		if err := mayRun(actor); err != nil {
			t.Errorf("%s runs events, got %v", role, err)
		}
		actor.ProjectID = ""
		if err := mayRun(actor); !fault.Is(err, fault.NotFound) {
			t.Errorf("%s outside of a project finds no events, got %v", role, err)
		}
	}
	stranger := account.Actor{WorkspaceID: "w", ProjectID: "p"}
	if err := mayRead(stranger); !fault.Is(err, fault.NotFound) {
		t.Errorf("people without a role find no events, got %v", err)
	}
	for _, role := range []account.Role{account.MinuteTaker, account.Auditor} {
		other := account.Actor{WorkspaceID: "w", ProjectID: "p", Roles: []account.Role{role}}
		if mayRead(other) != nil || !fault.Is(mayRun(other), fault.Forbidden) {
			t.Errorf("%s reads and does not run events", role)
		}
	}
}
