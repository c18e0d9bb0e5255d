package account

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/audit"
	"rundertisch/internal/database"
	"rundertisch/internal/fault"
	"rundertisch/internal/mail"
)

// Invitation is what an administrator says about a colleague who shall sign in.
type Invitation struct {
	Name      string
	Email     string
	Lang      string // of the mail and of the pages
	Role      Role
	ProjectID string // empty for all projects
}

// InviteColleague gives a person a role and sends them a link with which they choose a password; it counts for seven
// days. Who signs in already keeps name and password and is told by mail. Only administrators may. Fields: name,
// email, role.
func (s *Service) InviteColleague(ctx context.Context, actor Actor, in Invitation) error {
	if !mayManage(actor) {
		return fault.Denied()
	}
	user := s.newUser(in.Name, in.Email)
	user.Lang = in.Lang
	grants := Grants{in.ProjectID: in.Role}
	if err := s.checkInvitation(ctx, actor, user, grants); err != nil {
		return err
	}
	err := s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		user, err := s.newcomer(ctx, tx, user)
		if err != nil {
			return err
		}
		held, err := findMember(ctx, tx, actor.WorkspaceID, user.ID)
		if err == nil && len(held.Grants) > 0 {
			var c fault.Checks
			c.Add("email", "account.member.known")
			return c.Err()
		}
		if err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
		if err := s.grant(ctx, tx, user.ID, actor.WorkspaceID, in.ProjectID, in.Role); err != nil {
			return err
		}
		if err := s.welcome(ctx, tx, actor, user); err != nil {
			return err
		}
		details := map[string]any{"role": in.Role, "project": in.ProjectID}
		return audit.Record(ctx, tx, actor.Entry(s.clock.Now(), "member.invited", "user", user.ID, details))
	})
	return s.sent(err)
}

func (s *Service) checkInvitation(ctx context.Context, actor Actor, user User, grants Grants) error {
	var c fault.Checks
	c.Merge("", user.Validate())
	for projectID, role := range grants {
		err := s.checkGrants(ctx, actor, Grants{projectID: role})
		if err != nil && !fault.Is(err, fault.Invalid) {
			return err
		}
		if err != nil {
			c.Add("role", "fault.choice")
		}
	}
	return c.Err()
}

// newcomer returns the person with the address as they are known, or adds them. Who had left comes back without the
// password of before.
func (s *Service) newcomer(ctx context.Context, tx bun.IDB, user User) (User, error) {
	var known User
	err := database.Fault(tx.NewSelect().Model(&known).Where("u.email = ?", user.Email).Scan(ctx))
	if fault.Is(err, fault.NotFound) {
		return user, insert(ctx, tx, &user)
	}
	if err != nil || known.DisabledAt == nil {
		return known, err
	}
	user.ID, user.CreatedAt = known.ID, known.CreatedAt
	return user, database.OneRow(tx.NewUpdate().Model(&user).WherePK().Exec(ctx))
}

// ResendInvitation sends the colleague a fresh link; the one before stops working. Conflict when they have come already.
func (s *Service) ResendInvitation(ctx context.Context, actor Actor, userID string) error {
	if err := s.stillInvited(ctx, actor, userID); err != nil {
		return err
	}
	err := s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		user, err := findUser(ctx, tx, "id", userID)
		if err != nil {
			return err
		}
		if err := s.welcome(ctx, tx, actor, user); err != nil {
			return err
		}
		return audit.Record(ctx, tx, actor.Entry(s.clock.Now(), "member.invited_again", "user", userID, nil))
	})
	return s.sent(err)
}

// RevokeInvitation ends the link and the roles of a colleague who has not come yet. Conflict when they have.
func (s *Service) RevokeInvitation(ctx context.Context, actor Actor, userID string) error {
	if err := s.stillInvited(ctx, actor, userID); err != nil {
		return err
	}
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		if err := s.LeaveIn(ctx, tx, actor, userID); err != nil {
			return err
		}
		return audit.Record(ctx, tx, actor.Entry(s.clock.Now(), "member.invitation_revoked", "user", userID, nil))
	})
}

func (s *Service) stillInvited(ctx context.Context, actor Actor, userID string) error {
	member, err := s.Member(ctx, actor, userID)
	if err == nil && !member.Invited() {
		err = fault.New(fault.Conflict, "account.member.came")
	}
	return err
}

// LeaveProjectIn takes the user's role in one project; with the last role in the workspace it is LeaveIn. Conflict when
// the user holds a role in all projects: nobody leaves one of them then.
func (s *Service) LeaveProjectIn(ctx context.Context, tx bun.IDB, actor Actor, userID, projectID string) error {
	member, err := findMember(ctx, tx, actor.WorkspaceID, userID)
	if err != nil {
		return err
	}
	if _, ok := member.Grants[projectID]; !ok {
		return fault.Missing()
	}
	if _, everywhere := member.Grants[""]; everywhere {
		return fault.New(fault.Conflict, "account.leave.everywhere")
	}
	if len(member.Grants) == 1 {
		return s.LeaveIn(ctx, tx, actor, userID)
	}
	delete(member.Grants, projectID)
	return s.regrant(ctx, tx, actor.WorkspaceID, userID, member.Grants)
}

// LeaveIn takes all roles in the actor's workspace from the user. With the last role anywhere the account is disabled
// and its sessions and links end; until then the other workspaces go on as before. The caller has asked whether the
// actor may, and records it.
func (s *Service) LeaveIn(ctx context.Context, tx bun.IDB, actor Actor, userID string) error {
	if err := s.regrant(ctx, tx, actor.WorkspaceID, userID, nil); err != nil {
		return err
	}
	n, err := tx.NewSelect().Model((*Membership)(nil)).Where("m.user_id = ?", userID).Count(ctx)
	if err != nil || n > 0 {
		return database.Fault(err)
	}
	if _, err := tx.NewDelete().Model((*loginSession)(nil)).Where("user_id = ?", userID).Exec(ctx); err != nil {
		return database.Fault(err)
	}
	if _, err := tx.NewDelete().Model((*loginLink)(nil)).Where("user_id = ?", userID).Exec(ctx); err != nil {
		return database.Fault(err)
	}
	if err := dropDevices(ctx, tx, userID); err != nil {
		return err
	}
	if err := dropEmailChange(ctx, tx, userID); err != nil {
		return err
	}
	return database.OneRow(tx.NewUpdate().Model((*User)(nil)).Set("disabled_at = ?", s.clock.Now()).Where("id = ?", userID).Exec(ctx))
}

// welcome writes the mail to a colleague: with a link for those who have no password yet.
func (s *Service) welcome(ctx context.Context, tx bun.IDB, actor Actor, user User) error {
	workspace, err := findWorkspace(ctx, tx, actor.WorkspaceID)
	if err != nil {
		return err
	}
	fields := mail.Fields{"invited_by": actor.Name, "has_account": mail.Yes, "action_url": s.letters.BaseURL + "/sign-in"}
	if user.PasswordHash == "" {
		token, err := s.newLink(ctx, tx, purposeInvited, user.ID)
		if err != nil {
			return err
		}
		delete(fields, "has_account")
		fields["action_url"] = s.letters.BaseURL + "/start/password/" + token
	}
	return s.letters.queue(ctx, tx, "colleague", user, workspace, fields)
}

// sent wakes the outbox after a commit.
func (s *Service) sent(err error) error {
	if err == nil {
		s.letters.Outbox.Wake()
	}
	return err
}
