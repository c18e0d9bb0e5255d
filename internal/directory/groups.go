package directory

import (
	"context"
	"slices"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
)

// Groups lists all groups by name, each with its number of members.
func (s *Service) Groups(ctx context.Context, actor account.Actor) ([]Group, error) {
	if err := mayRead(actor); err != nil {
		return nil, err
	}
	return listGroups(ctx, s.db.Read(), actor.WorkspaceID)
}

// GroupsOf lists the groups a person is in.
func (s *Service) GroupsOf(ctx context.Context, actor account.Actor, personID string) ([]Group, error) {
	if err := mayRead(actor); err != nil {
		return nil, err
	}
	return groupsOf(ctx, s.db.Read(), actor.WorkspaceID, personID)
}

// Group returns one group.
func (s *Service) Group(ctx context.Context, actor account.Actor, groupID string) (Group, error) {
	if err := mayRead(actor); err != nil {
		return Group{}, err
	}
	return findGroup(ctx, s.db.Read(), actor.WorkspaceID, groupID)
}

// AddGroup makes a group. A name that is taken is an Invalid fault at "name".
func (s *Service) AddGroup(ctx context.Context, actor account.Actor, g Group) (Group, error) {
	g = g.normal()
	if err := g.Validate(); err != nil {
		return g, err
	}
	now := s.clock.Now()
	g.ID, g.WorkspaceID, g.CreatedAt, g.UpdatedAt, g.Version = id.New(), actor.WorkspaceID, now, now, 1
	err := s.change(ctx, actor, "group.added", "group", g.ID, func(ctx context.Context, tx bun.IDB) error {
		return atField(insertGroup(ctx, tx, g), "name", "directory.group.taken")
	})
	return g, err
}

// ChangeGroup stores name and description; a Conflict fault tells that somebody was faster.
func (s *Service) ChangeGroup(ctx context.Context, actor account.Actor, g Group) error {
	g = g.normal()
	if err := g.Validate(); err != nil {
		return err
	}
	g.WorkspaceID, g.UpdatedAt = actor.WorkspaceID, s.clock.Now()
	return s.change(ctx, actor, "group.changed", "group", g.ID, func(ctx context.Context, tx bun.IDB) error {
		if _, err := findGroup(ctx, tx, actor.WorkspaceID, g.ID); err != nil {
			return err
		}
		return atField(updateGroup(ctx, tx, g), "name", "directory.group.taken")
	})
}

// AddMembers puts persons into a group; who is in it already stays. Nobody chosen is an Invalid fault at "persons".
func (s *Service) AddMembers(ctx context.Context, actor account.Actor, groupID string, personIDs []string) error {
	return s.changeMembers(ctx, actor, "group.members_added", groupID, personIDs, func(ctx context.Context, tx bun.IDB, found []string) error {
		rows := make([]member, len(found))
		for i, personID := range found {
			rows[i] = member{GroupID: groupID, PersonID: personID, WorkspaceID: actor.WorkspaceID, AddedAt: s.clock.Now()}
		}
		return insertMembers(ctx, tx, rows)
	})
}

// RemoveMembers takes persons out of a group; they stay in the directory.
func (s *Service) RemoveMembers(ctx context.Context, actor account.Actor, groupID string, personIDs []string) error {
	return s.changeMembers(ctx, actor, "group.members_removed", groupID, personIDs, func(ctx context.Context, tx bun.IDB, found []string) error {
		return deleteMembers(ctx, tx, actor.WorkspaceID, groupID, found)
	})
}

func (s *Service) changeMembers(ctx context.Context, actor account.Actor, action, groupID string, personIDs []string,
	fn func(ctx context.Context, tx bun.IDB, found []string) error,
) error {
	wanted := slices.Compact(slices.Sorted(slices.Values(personIDs)))
	if len(wanted) == 0 {
		var c fault.Checks
		c.Add("persons", "directory.group.choose_persons")
		return c.Err()
	}
	return s.change(ctx, actor, action, "group", groupID, func(ctx context.Context, tx bun.IDB) error {
		if _, err := findGroup(ctx, tx, actor.WorkspaceID, groupID); err != nil {
			return err
		}
		found, err := existingPersons(ctx, tx, actor.WorkspaceID, wanted)
		if err != nil {
			return err
		}
		if len(found) != len(wanted) {
			return fault.Missing()
		}
		return fn(ctx, tx, found)
	})
}
