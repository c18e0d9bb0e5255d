package invite

import (
	"context"
	"strings"

	"github.com/uptrace/bun"
)

// written reports whether somebody wrote the words of a letter, which then need a reader whatever is enclosed.
func (m *Letter) written() bool {
	return !m.Automatic && (strings.TrimSpace(m.Text) != "" || m.HTML != "")
}

// belong finds out whose invitation a letter is about: of the mail that it answers, or of the invitation that it encloses. It waits with that
// project then, and not with whichever is the first.
func (s *Service) belong(ctx context.Context, tx bun.IDB, n *Incoming) error {
	switch n.Reason {
	case PlainLetter, Automatic, ForeignMethod, SeveralAnswers:
	default:
		return nil
	}
	thread, err := findThread(ctx, tx, n.UID)
	if err != nil {
		return err
	}
	if thread.UID != "" {
		n.WorkspaceID, n.ProjectID, n.EventID, n.AttendanceID = thread.WorkspaceID, thread.ProjectID, thread.EventID, thread.AttendanceID
		n.readWords()
		return nil
	}
	m, err := s.mail.AnsweredIn(ctx, tx, n.answers)
	if err != nil || m.WorkspaceID == "" {
		return err
	}
	n.WorkspaceID, n.ProjectID = m.WorkspaceID, m.ProjectID
	n.readWords()
	return n.concern(ctx, tx, m.ThreadKey)
}

// readWords makes a letter of somebody who sends our own invitation back, as mail programs do that forward or answer with what they got: the
// enclosed calendar object says nothing, but the words may ask something.
func (n *Incoming) readWords() {
	if n.Reason == ForeignMethod && n.words {
		n.isLetter()
	}
}

// isLetter takes the words for what was meant; the object enclosed answers nothing.
func (n *Incoming) isLetter() {
	n.State, n.Reason = Review, PlainLetter
	n.Method, n.Attendee, n.Answer = "", "", ""
}
