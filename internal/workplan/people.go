package workplan

import (
	"context"
	"slices"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/directory"
)

// People are those who may be given a task.
type People struct {
	Colleagues []account.User     // who sign in, by name
	Persons    []directory.Person // of the directory, by name
}

// People lists who may be given a task in the actor's project.
func (s *Service) People(ctx context.Context, a account.Actor) (People, error) {
	if err := mayRead(a); err != nil {
		return People{}, err
	}
	return s.peopleIn(ctx, s.db.Read(), a)
}

func (s *Service) peopleIn(ctx context.Context, db bun.IDB, a account.Actor) (p People, err error) {
	if p.Colleagues, err = s.people.Colleagues(ctx, a); err != nil {
		return p, err
	}
	p.Persons, err = directory.PresentIn(ctx, db, a.WorkspaceID)
	return p, err
}

// PersonText is how the task's person is written in forms and files, so that PersonCalled finds them again.
func (p People) PersonText(t Task) string {
	at := slices.IndexFunc(p.Persons, func(one directory.Person) bool { return one.ID == t.PersonID })
	switch {
	case t.PersonID == "":
		return ""
	case at < 0:
		return t.Assignee
	}
	one := p.Persons[at]
	if len(directory.Called(p.Persons, one.Label())) > 1 && one.Email != "" {
		return one.Email
	}
	return one.Label()
}

// PersonCalled returns the person a typed text names, or the key of what is wrong with it. The one who has the task stays
// when the text may mean them, also when they are no longer in the directory.
func (p People) PersonCalled(text string, present Task) (personID, problem string) {
	found := directory.Called(p.Persons, text)
	switch {
	case text == "":
		return "", ""
	case present.PersonID != "" && database.FoldWord(text) == database.FoldWord(present.Assignee),
		slices.ContainsFunc(found, func(one directory.Person) bool { return one.ID == present.PersonID }):
		return present.PersonID, ""
	case len(found) == 0:
		return "", "workplan.fault.no_person"
	case len(found) > 1:
		return "", "workplan.fault.many_persons"
	}
	return found[0].ID, ""
}

// colleague returns the colleague an address or a name in a file means.
func (p People) colleague(cell string) (account.User, bool) {
	at := slices.IndexFunc(p.Colleagues, func(u account.User) bool {
		return account.FoldEmail(u.Email) == account.FoldEmail(cell) || database.FoldWord(u.Name) == database.FoldWord(cell)
	})
	if at < 0 {
		return account.User{}, false
	}
	return p.Colleagues[at], true
}

// address is how a colleague is written in a file: their address, or the name of one who has left.
func (p People) address(userID, name string) string {
	for _, u := range p.Colleagues {
		if u.ID == userID {
			return u.Email
		}
	}
	return name
}

// Cells are the task's cells in a file, in the order of TaskColumns.
func (p People) Cells(number string, t Task, say Say) []string {
	colleague := ""
	if t.PersonID == "" {
		colleague = p.address(t.AssigneeID, t.Assignee)
	}
	return []string{
		number, t.Title, t.Description, colleague, p.PersonText(t), p.address(t.DeputyID, t.Deputy),
		t.StartsOn.German(), t.DueOn.German(), say("workplan.task.state." + string(t.State)),
	}
}
