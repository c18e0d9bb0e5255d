package eventweb

import (
	"strconv"

	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/web/page"
	eventviews "rundertisch/views/event"
	"rundertisch/views/shared"
)

// Versions shows what was published of the programme, and what has changed since.
func (p *Pages) Versions(r *page.Request) error { return p.showVersions(r, nil) }

func (p *Pages) showVersions(r *page.Request, problem error) error {
	e, history, err := p.events.Versions(r.Context(), r.Actor, r.Params("event"))
	if err != nil {
		return err
	}
	show := eventviews.VersionsPage{
		Page: r.Page("programme.versions"), Base: base(r, e.ID), Event: e, Since: history.Since,
		Keeps: event.MayRun(r.Actor) && e.State == event.Published,
	}
	show.Breadcrumb, show.Of = crumbs(r, crumbOf(r, e)), e.Title
	for n, v := range history.Versions {
		line := eventviews.VersionLine{Version: v}
		if n+1 < len(history.Versions) {
			if line.Changes, err = between(history.Versions[n+1], v); err != nil {
				return err
			}
		}
		show.Lines = append(show.Lines, line)
	}
	if problem == nil {
		return r.Render(eventviews.Versions(show))
	}
	show.Problem = shared.Message(r.L, problem)
	return r.Invalid(eventviews.Versions(show))
}

// between is what a version changed.
func between(before, after event.Version) ([]event.Difference, error) {
	was, err := before.Items()
	if err != nil {
		return nil, err
	}
	is, err := after.Items()
	return event.Differences(was, is), err
}

// PublishProgramme makes a version of the programme.
func (p *Pages) PublishProgramme(r *page.Request) error {
	_, err := p.events.PublishProgramme(r.Context(), r.Actor, r.Params("event"))
	if fault.Is(err, fault.Conflict) {
		return p.showVersions(r, err)
	}
	if err != nil {
		return err
	}
	return r.SeeOther(base(r, r.Params("event"))+"/versions", "programme.flash.published")
}

// Version shows the programme as it was published once.
func (p *Pages) Version(r *page.Request) error {
	number, err := strconv.ParseInt(r.Params("number"), 10, 64)
	if err != nil {
		return fault.Missing()
	}
	e, v, err := p.events.FindVersion(r.Context(), r.Actor, r.Params("event"), number)
	if err != nil {
		return err
	}
	show := eventviews.VersionPage{Page: r.Titled(r.L.T("programme.version", v.Number)), Event: e, Version: v, Back: base(r, e.ID) + "/versions"}
	show.Breadcrumb, show.Of = crumbs(r, crumbOf(r, e)), e.Title
	if show.Items, err = v.Items(); err != nil {
		return err
	}
	return r.Render(eventviews.VersionSheet(show))
}
