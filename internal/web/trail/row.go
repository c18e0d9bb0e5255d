package trailweb

import (
	"strings"

	"rundertisch/internal/audit"
	"rundertisch/internal/trail"
	"rundertisch/internal/web/page"
	trailviews "rundertisch/views/trail"
)

// row says a line in the reader's language.
func row(r *page.Request, line trail.Line) trailviews.Row {
	shown := trailviews.Row{
		When: r.L.Instant(line.At), Who: line.ActorName, What: said(r, line.Action), Thing: line.Thing,
		Kind: kindWord(r, line.Kind), Project: line.Project, Href: href(line),
	}
	if line.Kind == "" {
		shown.Kind = kindWord(r, line.ObjectKind)
	}
	switch shown.Who {
	case "":
		shown.Who = r.L.T("audit.nobody")
	case audit.Erased:
		shown.Who = r.L.T("audit.name_erased")
	}
	if network, _ := line.Details["network"].(string); network != "" {
		shown.What = r.L.T("audit.from_network", shown.What, network)
	}
	return shown
}

// said is the sentence for the action, or for its verb alone where all kinds of things share it.
func said(r *page.Request, action string) string {
	if key := "audit.act." + action; r.L.Has(key) {
		return r.L.T(key)
	}
	_, verb, _ := strings.Cut(action, ".")
	if key := "audit.verb." + verb; r.L.Has(key) {
		return r.L.T(key)
	}
	return r.L.T("audit.other")
}

// kindWord never shows a bare code: a kind without a word of its own is something else.
func kindWord(r *page.Request, kind string) string {
	if key := "audit.kind." + kind; r.L.Has(key) {
		return r.L.T(key)
	}
	return r.L.T("audit.kind.other")
}

// href leads to the thing while it is there and has a page that everybody who reads the trail may see.
func href(line trail.Line) string {
	if line.Thing == "" || line.Project == "" {
		return ""
	}
	project := "/projects/" + line.ProjectID
	switch line.Kind {
	case "project":
		return project
	case "goal":
		return project + "/plan"
	case "milestone":
		return project + "/milestones/" + line.ID
	case "task":
		return project + "/tasks/" + line.ID
	case "event":
		return project + "/events/" + line.ID
	case "document":
		return project + "/documents/" + line.ID
	case "report":
		return project + "/reports/" + line.ID
	case "organisation", "person", "group":
		return project + "/directory/" + line.Kind + "s/" + line.ID
	}
	return ""
}
