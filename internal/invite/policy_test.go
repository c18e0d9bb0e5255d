package invite

import (
	"testing"

	"rundertisch/internal/account"
	"rundertisch/internal/fault"
)

func TestWhoRunsTheProjectInvites(t *testing.T) {
	t.Parallel()
	at := func(project string, roles ...account.Role) account.Actor {
		return account.Actor{WorkspaceID: "w", ProjectID: project, Roles: roles}
	}
	for name, tt := range map[string]struct {
		actor        account.Actor
		read, invite fault.Kind
	}{
		"the administrator":           {at("p", account.Administrator), fault.Internal, fault.Internal},
		"the project lead":            {at("p", account.ProjectLead), fault.Internal, fault.Internal},
		"the coordination":            {at("p", account.Coordination), fault.Internal, fault.Internal},
		"another role only reads":     {at("p", "auditor"), fault.Internal, fault.Forbidden},
		"nobody without a role":       {at("p"), fault.NotFound, fault.NotFound},
		"nobody outside of a project": {at("", account.Administrator), fault.NotFound, fault.NotFound},
	} {
		for action, got := range map[string]struct {
			err  error
			want fault.Kind
		}{"read": {mayRead(tt.actor), tt.read}, "invite": {mayInvite(tt.actor), tt.invite}} {
			if (got.err == nil) != (got.want == fault.Internal) || (got.err != nil && fault.KindOf(got.err) != got.want) {
				t.Errorf("%s, %s: %v", name, action, got.err)
			}
		}
	}
}
