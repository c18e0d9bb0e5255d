package inviteweb

import (
	"rundertisch/internal/attendance"
	"rundertisch/internal/invite"
	"rundertisch/internal/web/page"
	inviteviews "rundertisch/views/invite"
	"rundertisch/views/shared"
)

func filterOf(r *page.Request) invite.Filter {
	return invite.Filter{
		Delivery: invite.Delivery(r.Query("delivery")), Answer: attendance.Answer(r.Query("answer")), Words: r.Query("q"),
	}
}

// Export answers with the shown list as a file.
func (p *Pages) Export(r *page.Request) error {
	overview, err := p.invites.Overview(r.Context(), r.Actor, r.Params("event"), filterOf(r))
	if err != nil {
		return err
	}
	return r.Table(overview.Event.Slug+"-"+r.L.T("invite.export.file"), overview.Table(r.L))
}

// List shows who was invited, with delivery and answer apart.
func (p *Pages) List(r *page.Request) error {
	filter := filterOf(r)
	overview, err := p.invites.Overview(r.Context(), r.Actor, r.Params("event"), filter)
	if err != nil {
		return err
	}
	unsettled, err := p.invites.Unsettled(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	list := inviteviews.ListPage{
		Page: r.Page("invite.list.title"), Base: base(r), Overview: overview, Filter: filter, Held: p.invites.Held(),
		MayInvite: mayInvite(r), Unsettled: unsettled, Inbox: inbox(r),
		Form: shared.Fill(map[string]string{"q": filter.Words, "answer": string(filter.Answer), "delivery": string(filter.Delivery)}),
	}
	list.Shown, list.Pages = shared.Cut(overview.Rows, r.QueryInt("page"))
	list.Breadcrumb, list.Of = crumbs(r, overview.Event), overview.Event.Title
	return r.Render(inviteviews.List(list))
}
