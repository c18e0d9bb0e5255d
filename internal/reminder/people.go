package reminder

import (
	"context"
	"slices"

	"rundertisch/internal/account"
	"rundertisch/internal/date"
	"rundertisch/internal/directory"
)

// Who says what kind of receiver somebody is.
type Who string

// The kinds of receivers.
const (
	User   Who = "user"   // signs in
	Person Who = "person" // of the directory
)

// receiver is somebody a mail can reach.
type receiver struct {
	who   Who
	id    string
	name  string
	email string
	lang  string
}

// crowd is the people whom a workspace's reminders may reach on a day.
type crowd struct {
	day      date.Date
	members  []account.Member
	settings map[string]Settings // by user
	persons  map[string]directory.Person
	refused  map[string]bool // by person
}

func (s *Service) crowd(ctx context.Context, workspaceID string) (crowd, error) {
	members, err := s.accounts.Members(ctx, account.Program(workspaceID, ""))
	if err != nil {
		return crowd{}, err
	}
	c := crowd{day: s.Today(), members: members, persons: map[string]directory.Person{}}
	if c.settings, err = settingsOf(ctx, s.db.Read(), members); err != nil {
		return c, err
	}
	c.refused, err = refusalsIn(ctx, s.db.Read(), workspaceID)
	return c, err
}

// meet adds the persons of the directory who have something: those with an address who are valid today.
func (s *Service) meet(ctx context.Context, c crowd, workspaceID string, matters []matter) error {
	var choice directory.Choice
	for _, m := range matters {
		if m.personID != "" {
			choice.PersonIDs = append(choice.PersonIDs, m.personID)
		}
	}
	if choice.Empty() {
		return nil
	}
	persons, err := s.directory.Receivers(ctx, s.db.Read(), workspaceID, choice)
	for _, p := range persons {
		c.persons[p.ID] = p
	}
	return err
}

// colleague finds somebody with a role in the project; false when they have left, were never there or want to be left alone.
func (c crowd) colleague(projectID, userID string) (receiver, bool) {
	at := slices.IndexFunc(c.members, func(m account.Member) bool { return m.ID == userID })
	if userID == "" || at < 0 || len(roles(c.members[at], projectID)) == 0 || c.settings[userID].quietOn(c.day) {
		return receiver{}, false
	}
	return receiverOf(c.members[at]), true
}

// assignee finds whom the matter lies with.
func (c crowd) assignee(m matter) (receiver, bool) {
	if m.personID == "" {
		return c.colleague(m.project.ID, m.assigneeID)
	}
	p, there := c.persons[m.personID]
	return receiver{who: Person, id: p.ID, name: p.Name(), email: p.Email, lang: p.Lang}, there && !c.refused[p.ID]
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
			if !m.Invited() && !c.settings[m.ID].quietOn(c.day) && slices.Contains(roles(m, projectID), role) {
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
	assignee, reached := c.assignee(m)
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
