package invite

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/attendance"
	"rundertisch/internal/event"
)

// goOn lets an answer to a cancelled entry count after all where only the person ended it. Our CANCEL after a no is on its way
// while the person says yes again, or no once more to an entry that a yes has replaced meanwhile: the latest word counts, as
// by any other way. It returns the calendar version that the answer is then taken for: the replacing entry counts its
// versions anew. What staff ended stays ended.
func (s *Service) goOn(ctx context.Context, tx bun.IDB, n *Incoming, ended Thread, row attendance.Attendance, known *asked) (sequence int64, err error) {
	e, err := event.FindIn(ctx, tx, row.EventID)
	if err != nil || !attendance.Open(e, s.clock.Now()) {
		return n.Sequence, err
	}
	if n.Sequence+1 < ended.LastSequence { // of a version before the one the person ended
		return n.Sequence, nil
	}
	if row.UID != n.UID {
		current, err := findThread(ctx, tx, row.UID)
		known.Cancelled = !current.live()
		return 0, err
	}
	last, err := attendance.LastAppliedIn(ctx, tx, row.ID)
	if err != nil || last == nil || last.Source == attendance.ByStaff || row.Place != attendance.Withdrawn {
		return n.Sequence, err
	}
	known.Cancelled, known.LastStamp = false, last.Stamp.Truncate(time.Second)
	return row.Sequence, nil
}
