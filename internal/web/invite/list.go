package inviteweb

import (
	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/invite"
	"rundertisch/internal/web/page"
	inviteviews "rundertisch/views/invite"
	"rundertisch/views/shared"
)

// listOf is the state of the list of invited people.
func listOf(r *page.Request) shared.List {
	return r.List(shared.Listing{
		Path: base(r) + "/invitations",
		Narrow: []shared.Narrow{
			{Name: "q"}, shared.OneOf("answer", append(inviteviews.Answers(), invite.Announced)...), shared.OneOf("delivery", invite.Deliveries()...),
		},
		Orders: []string{"name", "organisation", "delivery", "answer"},
	})
}

const latest = 5 // mailings on the page of invitations; all are in the list of mailings

// List shows who was invited, with delivery and answer apart, or answers with the list as a file.
func (p *Pages) List(r *page.Request) error {
	state := listOf(r)
	overview, err := p.invites.Overview(r.Context(), r.Actor, r.Params("event"), invite.Filter{
		Words: state.Value("q"), Answer: attendance.Answer(state.Value("answer")), Delivery: invite.Delivery(state.Value("delivery")),
	})
	if err != nil {
		return err
	}
	sortInvited(state, overview.Rows)
	if r.WantsFile() {
		return r.Table(overview.Event.Slug+"-"+r.L.T("invite.export.file"), overview.Table(r.L))
	}
	unsettled, err := p.invites.Unsettled(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	list := inviteviews.ListPage{
		Page: r.Page("invite.list.title"), Base: base(r), Overview: overview, Held: p.invites.Held(),
		MayInvite: mayInvite(r), Unsettled: unsettled, Inbox: inbox(r),
	}
	if list.Represented, err = p.representations.OfEvent(r.Context(), r.Actor, overview.Event.ID); err != nil {
		return err
	}
	if list.Proposals, err = p.proposals(r, overview); err != nil {
		return err
	}
	if list.Mailings, err = p.entries(r, overview.Event.ID); err != nil {
		return err
	}
	list.Mailings = list.Mailings[:min(latest, len(list.Mailings))]
	list.Shown = shared.PageOf(&state, overview.Rows)
	list.List = state
	list.Breadcrumb, list.Of = crumbs(r, overview.Event), overview.Event.Title
	return r.Render(inviteviews.List(list))
}

func sortInvited(list shared.List, rows []invite.Invited) {
	name := func(row invite.Invited) string { return database.FoldWord(row.Name) + " " + row.ID }
	page.Sort(list, rows, name, page.Keys[invite.Invited]{
		"name":         name,
		"organisation": func(row invite.Invited) string { return database.FoldWord(row.Organisation) },
		"delivery":     func(row invite.Invited) string { return string(row.Delivery) },
		"answer":       func(row invite.Invited) string { return string(row.Answer) },
	})
}
