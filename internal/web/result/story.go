package resultweb

import (
	"strings"

	"github.com/a-h/templ"

	"rundertisch/internal/fault"
	"rundertisch/internal/result"
	"rundertisch/internal/web/page"
	"rundertisch/internal/workplan"
	resultviews "rundertisch/views/result"
	"rundertisch/views/shared"
)

// Story shows a card with its history and what became of it.
func (p *Pages) Story(r *page.Request) error { return p.showStory(r, r.Render, shared.Form{}) }

func (p *Pages) showStory(r *page.Request, answer func(templ.Component) error, form shared.Form) error {
	st, err := p.results.Story(r.Context(), r.Actor, r.Params("event"), r.Params("card"))
	if err != nil {
		return err
	}
	form.Labels = labels
	show := resultviews.StoryPage{
		Page: r.Titled(resultviews.Kind(r.L, st.Card.Kind)), Story: st, Base: base(r), Project: r.Path(), Form: form,
		MayShow:   result.MayPublish(r.Actor),
		MayFollow: result.MayWrite(r.Actor), MayEdit: result.MayWrite(r.Actor) && result.Writable(st.Event),
	}
	show.Breadcrumb, show.Of, show.HasErrors = append(crumbs(r, st.Event), resultsCrumb(r)), st.Event.Title, form.HasErrors()
	if show.PublicHref, err = p.publicHref(r, st); err != nil {
		return err
	}
	if show.History, err = r.Site().Trail(r.Context(), r.Workspace.ID, "result", st.Card.ID); err != nil {
		return err
	}
	if show.MayFollow {
		if show.Subjects, err = p.subjects(r); err != nil {
			return err
		}
	}
	return answer(resultviews.Story(show))
}

// publicHref is the card's address for everybody, "" while the public does not see it.
func (p *Pages) publicHref(r *page.Request, st result.Story) (string, error) {
	b, err := p.results.Board(r.Context(), r.Actor, st.Event.ID)
	if err != nil || !b.Published() || st.Card.Withheld() || !st.Event.Kind.Public() {
		return "", err
	}
	return "/v/" + st.Event.Slug + "/ergebnisse/" + st.Card.ID, nil
}

// Show lets the public read a card again that came back from the bin.
func (p *Pages) Show(r *page.Request) error {
	card, err := p.results.Find(r.Context(), r.Actor, r.Params("event"), r.Params("card"))
	if err != nil {
		return err
	}
	if err := p.results.Show(r.Context(), r.Actor, card.EventID, card.ID); err != nil {
		return err
	}
	return r.SeeOther(board(r, card.ItemID), "result.flash.shown")
}

// subjects are the milestones and tasks that a card can have led to.
func (p *Pages) subjects(r *page.Request) ([]shared.Option, error) {
	milestones, err := p.plan.Milestones(r.Context(), r.Actor)
	if err != nil {
		return nil, err
	}
	var options []shared.Option
	for _, m := range milestones {
		options = append(options, shared.Option{Value: string(result.OfMilestone) + ":" + m.ID, Label: r.L.T("result.story.milestone") + " " + m.Number + " " + m.Title})
	}
	tasks, err := p.plan.Tasks(r.Context(), r.Actor, workplan.TaskFilter{})
	for _, t := range tasks {
		options = append(options, shared.Option{Value: string(result.OfTask) + ":" + t.ID, Label: r.L.T("result.story.task") + " " + t.Title})
	}
	return options, err
}

// Follow says what became of a card.
func (p *Pages) Follow(r *page.Request) error {
	form := r.Form()
	kind, id, _ := strings.Cut(form.Value("subject"), ":")
	err := p.results.Follow(r.Context(), r.Actor, r.Params("event"), r.Params("card"), result.Subject(kind), id, form.Value("followup"))
	if fault.Is(err, fault.Invalid) {
		return p.showStory(r, r.Invalid, form.Refused(form.Values, err))
	}
	if err != nil {
		return err
	}
	return r.SeeOther(base(r)+"/results/cards/"+r.Params("card")+"#daraus-wurde", "result.flash.followed")
}
