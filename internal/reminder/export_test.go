package reminder

import "context"

// RunUntil does what Run does for one workspace and stops after n mails, as a process that is killed between two
// transactions.
func (s *Service) RunUntil(ctx context.Context, workspaceID string, n int) error {
	workspaces, err := listWorkspaces(ctx, s.db.Read())
	if err != nil {
		return err
	}
	for _, workspace := range workspaces {
		if workspace.ID != workspaceID {
			continue
		}
		last, err := lastDay(ctx, s.db.Read(), workspace.ID)
		if err != nil {
			return err
		}
		letters, err := s.letters(ctx, workspace, last, s.Today())
		if err != nil {
			return err
		}
		for _, l := range letters[:n] {
			if err := s.send(ctx, l); err != nil {
				return err
			}
		}
	}
	return nil
}
