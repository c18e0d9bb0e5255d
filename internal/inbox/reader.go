package inbox

import (
	"context"
	"errors"

	"rundertisch/internal/mail/imapbox"
)

// patience is after how many refusals in a row the rest is not tried any more in this pass.
const patience = 3

var errNotKept = errors.New("inbox: mails could not be kept")

// reader is one process's memory while it holds the lease.
type reader struct {
	*Service
	validity uint32
	kept     map[uint32]string // mails that are kept and wait to be moved, with their folder
}

// session reads over one connection until that ends. After each reading to the end it calls whole.
func (r *reader) session(ctx context.Context, whole func()) error {
	box, err := r.dial(ctx)
	if err != nil {
		return err
	}
	defer box.Close()
	for {
		if err := r.pass(ctx, box); err != nil {
			return err
		}
		whole()
		if err := box.Wait(ctx); err != nil {
			return err
		}
	}
}

func (r *reader) once(ctx context.Context) error {
	box, err := r.dial(ctx)
	if err != nil {
		return err
	}
	defer box.Close()
	return r.pass(ctx, box)
}

func (r *reader) dial(ctx context.Context) (Box, error) {
	ctx, cancel := context.WithTimeout(ctx, dialTime)
	defer cancel()
	return r.source.Open(ctx)
}

// pass takes every mail that is in the folder and notes how far it came.
func (r *reader) pass(ctx context.Context, box Box) error {
	state, err := findState(ctx, r.db.Read(), r.source.Name)
	if err != nil {
		return err
	}
	from := uint32(max(state.NextUID, 1))
	if state.Validity != int64(box.Validity()) {
		from = 1
	}
	if r.validity != box.Validity() {
		r.validity, r.kept = box.Validity(), map[uint32]string{}
	}
	uids, err := box.List(ctx, from)
	if err != nil {
		return err
	}
	t := &tour{reader: r, box: box, next: from}
	if err := t.take(ctx, uids); err != nil {
		return err
	}
	return errors.Join(r.note(ctx, t), t.trouble)
}

func (r *reader) note(ctx context.Context, t *tour) error {
	now := r.clock.Now()
	return r.change(ctx, func(state *State) {
		state.Validity, state.NextUID, state.Waiting = int64(r.validity), int64(t.next), t.waiting
		if t.trouble == nil {
			state.ReadAt, state.Trouble, state.Answer, state.TroubledAt = &now, "", "", nil
		}
	})
}

// tour is one pass through the folder.
type tour struct {
	*reader
	box      Box
	next     uint32 // nothing below it is left
	waiting  int
	notKept  int // in a row
	notMoved int // in a row
	trouble  error
}

// take goes through the mails. Its error ends the connection; what concerns single mails is t.trouble.
func (t *tour) take(ctx context.Context, uids []uint32) error {
	for i, uid := range uids {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		done, err := t.one(ctx, uid)
		if err != nil {
			return err
		}
		switch {
		case !done:
			t.waiting++
		case t.waiting == 0:
			t.next = uid + 1
		}
		if t.notKept == patience { // the database is away, not one mail odd
			t.waiting += len(uids) - i - 1
			break
		}
	}
	return nil
}

// one reads, keeps and moves a mail. When the program stops meanwhile, the mail is finished.
func (t *tour) one(ctx context.Context, uid uint32) (done bool, err error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*dialTime)
	defer cancel()
	folder, kept := t.kept[uid]
	if !kept {
		raw, there, err := t.box.Fetch(ctx, uid, t.limit)
		if err != nil || !there { // somebody else has taken it away
			return !there, err
		}
		if folder, err = t.hand(ctx, raw); err != nil {
			t.log.Warn("inbox: a mail could not be kept and stays in the mailbox", "error", err)
			t.notKept++
			t.trouble = errNotKept
			return false, nil
		}
		t.notKept = 0
		t.kept[uid] = folder
	}
	if t.notMoved >= patience {
		return false, nil
	}
	return t.move(ctx, uid, folder)
}

// move moves a kept mail. A server that refuses is no reason not to read on.
func (t *tour) move(ctx context.Context, uid uint32, folder string) (done bool, err error) {
	err = t.box.Move(ctx, uid, folder)
	var refused *imapbox.Error
	switch {
	case errors.As(err, &refused) && refused.Trouble == imapbox.CannotMove:
		t.notMoved++
		t.trouble = err
		return false, nil
	case err != nil:
		return false, err
	}
	t.notMoved = 0
	delete(t.kept, uid)
	return true, nil
}
