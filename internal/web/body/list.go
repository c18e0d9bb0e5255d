package bodyweb

import (
	"strconv"
	"strings"

	"rundertisch/internal/body"
	"rundertisch/internal/sheet"
	"rundertisch/internal/web/page"
	bodyviews "rundertisch/views/body"
	"rundertisch/views/shared"
)

// List shows the project's bodies.
func (p *Pages) List(r *page.Request) error {
	all, err := p.bodies.List(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	view := bodyviews.ListPage{Frame: frame(r, r.Page("body.list.title"))}
	list := r.List(shared.Listing{
		Path: r.Path("bodies"), Narrow: []shared.Narrow{{Name: "q"}, shared.Flag("active")}, Orders: []string{"name", "members"}, Falling: []string{"members"},
	})
	all = page.Find(all, list.Value("q"), searched)
	if list.Value("active") != "" {
		all = view.Active(all)
	}
	page.Sort(list, all, func(b body.Detail) string { return b.ID }, page.Keys[body.Detail]{
		"name":    func(b body.Detail) string { return b.NameKey },
		"members": func(b body.Detail) string { return page.Figure(view.Size(b)) },
	})
	if r.WantsFile() {
		return r.Table(r.L.T("body.list.title"), listFile(r, view.Frame, all))
	}
	view.Bodies = shared.PageOf(&list, all)
	view.List = list
	return r.Render(bodyviews.List(view))
}

// searched are the texts by which a body is found: also those who sit in it.
func searched(b body.Detail) []string {
	texts := []string{b.Name, b.Purpose}
	for _, m := range b.Members {
		texts = append(texts, m.Name, m.Behind(), m.Deputy)
	}
	return texts
}

func listFile(r *page.Request, f bodyviews.Frame, all []body.Detail) sheet.Source {
	cell := func(key string, value func(body.Detail) string) page.Cell[body.Detail] {
		return page.Cell[body.Detail]{Label: r.L.T(key), Value: value}
	}
	with := func(duty body.Duty) func(body.Detail) string {
		return func(b body.Detail) string { return strings.Join(f.With(b, duty), ", ") }
	}
	return page.TableOf(r.L.T("body.list.title"), all,
		cell("body.field.name", func(b body.Detail) string { return b.Name }),
		cell("body.field.purpose", func(b body.Detail) string { return b.Purpose }),
		cell("body.duty.chair", with(body.Chair)),
		cell("body.duty.minute_taker", with(body.MinuteTaker)),
		cell("body.members", func(b body.Detail) string { return strconv.Itoa(f.Size(b)) }),
		cell("body.field.quorum", func(b body.Detail) string { return bodyviews.QuorumRule(r.L, b.Quorum) }),
	)
}

// membersFile is everybody who is, was or will be in a body.
func membersFile(r *page.Request, b body.Detail) sheet.Source {
	cell := func(key string, value func(body.Member) string) page.Cell[body.Member] {
		return page.Cell[body.Member]{Label: r.L.T(key), Value: value}
	}
	return page.TableOf(r.L.T("body.members"), b.Members,
		cell("body.column.name", func(m body.Member) string { return bodyviews.Who(r.L, m) }),
		cell("body.column.organisation", body.Member.Behind),
		cell("body.column.email", func(m body.Member) string { return m.Email }),
		cell("body.field.duty", func(m body.Member) string { return bodyviews.Duty(r.L, m.Duty) }),
		cell("body.field.deputy", func(m body.Member) string { return m.Deputy }),
		cell("body.column.deputy_email", func(m body.Member) string { return m.DeputyEmail }),
		cell("body.field.from", func(m body.Member) string { return m.ValidFrom.German() }),
		cell("body.field.to", func(m body.Member) string { return m.ValidTo.German() }),
	)
}
