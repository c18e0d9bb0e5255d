package reminder

import (
	"context"
	"slices"

	"rundertisch/internal/account"
)

// Who says what kind of receiver somebody is.
type Who string

// The kinds of receivers.
const (
	User Who = "user" // signs in
)

// receiver is somebody a mail can reach.
type receiver struct {
	who   Who
	id    string
	name  string
	email string
	lang  string
}

// crowd is the people of a workspace, by their identifiers.
type crowd struct{ members []account.Member }

func (s *Service) crowd(ctx context.Context, workspaceID string) (crowd, error) {
	members, err := s.accounts.Members(ctx, account.Program(workspaceID, ""))
	return crowd{members: members}, err
}

// colleague finds somebody with a role in the project; false when they have left or were never there.
func (c crowd) colleague(projectID, userID string) (receiver, bool) {
	at := slices.IndexFunc(c.members, func(m account.Member) bool { return m.ID == userID })
	if userID == "" || at < 0 || len(roles(c.members[at], projectID)) == 0 {
		return receiver{}, false
	}
	return receiverOf(c.members[at]), true
}

func receiverOf(m account.Member) receiver {
	return receiver{who: User, id: m.ID, name: m.Name, email: m.Email, lang: m.Lang}
}

// roles are those the member holds in the project.
func roles(m account.Member, projectID string) []account.Role {
	var held []account.Role
	for _, place := range []string{"", projectID} {
		if role, ok := m.Grants[place]; ok {
			held = append(held, role)
		}
	}
	return held
}

// leads are the project's leads; its administrators when it has none. People who have not signed in yet do not count.
func (c crowd) leads(projectID string) []receiver {
	for _, role := range []account.Role{account.ProjectLead, account.Administrator} {
		var found []receiver
		for _, m := range c.members {
			if !m.Invited() && slices.Contains(roles(m, projectID), role) {
				found = append(found, receiverOf(m))
			}
		}
		if len(found) > 0 {
			return found
		}
	}
	return nil
}

// told is somebody who is told of a rung, and why.
type told struct {
	receiver

	role Role
}

// receivers decides who is told of the matter's rung.
func (c crowd) receivers(m matter, rung int) []told {
	var all []told
	add := func(to receiver, role Role) {
		if !slices.ContainsFunc(all, func(known told) bool { return known.id == to.id }) {
			all = append(all, told{to, role})
		}
	}
	assignee, reached := c.colleague(m.project.ID, m.assigneeID)
	if reached {
		add(assignee, Assignee)
	}
	if deputy, ok := c.colleague(m.project.ID, m.deputyID); ok && (!reached || m.ladder.pressing(rung)) {
		add(deputy, Deputy)
	}
	role := Lead
	if len(all) == 0 {
		role = Nobody
	}
	if rung < 0 || len(all) == 0 {
		for _, lead := range c.leads(m.project.ID) {
			add(lead, role)
		}
	}
	return all
}
