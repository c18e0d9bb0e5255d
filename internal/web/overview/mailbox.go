package overviewweb

import (
	"rundertisch/internal/web/page"
	overviewviews "rundertisch/views/overview"
)

// mailbox tells whether answers and delivery reports can come in, and what is wrong with the mailbox.
func (p *Pages) mailbox(r *page.Request) (overviewviews.Mailbox, error) {
	shown := overviewviews.Mailbox{Configured: p.inbox.Configured(), Direct: p.inbox.Direct()}
	if !shown.Configured {
		return shown, nil
	}
	state, err := p.inbox.State(r.Context())
	shown.State, shown.Silent = state, state.Silent(r.Now())
	return shown, err
}
