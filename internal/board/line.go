package board

import (
	"context"

	"github.com/uptrace/bun"
)

const mostTogether = 64 // deeds in one transaction

// inRoom does the deed when the board of the code is open. What several in the room want at once is done in one transaction: what it costs
// to find the board, to lock it and to commit is then paid once, and each is told what became of the own deed.
func (s *Service) inRoom(ctx context.Context, code string, d deed) error {
	turn := s.lines.Arrive(code)
	defer turn.Done()
	err := turn.Do(ctx, &d, func(ctx context.Context, all []*deed) error { return s.together(ctx, code, all) })
	if err != nil {
		return err
	}
	return d.refused
}

// together does the deeds in one transaction and notes what became of each. It returns an error when the transaction came to nothing, which
// one of several that is refused does not lead to.
func (s *Service) together(ctx context.Context, code string, all []*deed) error {
	var sh *sheet
	err := s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) (err error) {
		if sh, err = openSheet(ctx, tx, code, all); err != nil {
			return err
		}
		for _, one := range all {
			one.refused = one.do(sh, sh.board.device(one.token), one.card(sh.board))
		}
		if len(all) == 1 && all[0].refused != nil {
			return all[0].refused
		}
		return sh.write(ctx, tx)
	})
	if err == nil {
		s.walls.follow(sh)
	}
	return err
}
