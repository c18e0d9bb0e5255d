// Package directoryviews has the pages of the directory: organisations, persons, groups and the import.
package directoryviews

import (
	"net/url"

	"rundertisch/internal/date"
	"rundertisch/internal/directory"
	"rundertisch/internal/i18n"
	"rundertisch/views"
	"rundertisch/views/shared"
)

// Base is what every page of the directory has.
type Base struct {
	views.Page
	Root    string // address of the directory in the current project
	MayKeep bool   // the person may change the directory
}

// To returns an address inside the directory.
func (b Base) To(parts ...string) string {
	path := b.Root
	for _, part := range parts {
		path += "/" + url.PathEscape(part)
	}
	return path
}

// Kind names a kind of actor, "" for none.
func (b Base) Kind(kind directory.Kind) string {
	if kind == "" {
		return ""
	}
	return b.T("directory.kind." + string(kind))
}

// Day formats a day in the page's language.
func (b Base) Day(day date.Date) string { return b.L.Day(day.Time()) }

// Validity says between which days a person is valid.
func (b Base) Validity(p directory.Person) string {
	switch {
	case p.ValidFrom == "" && p.ValidTo == "":
		return b.T("directory.person.valid_always")
	case p.ValidTo == "":
		return b.T("directory.person.valid_from", b.Day(p.ValidFrom))
	case p.ValidFrom == "":
		return b.T("directory.person.valid_to", b.Day(p.ValidTo))
	}
	return b.T("directory.person.valid_between", b.Day(p.ValidFrom), b.Day(p.ValidTo))
}

// Place is where a list of organisations says they are.
func (b Base) Place(o directory.Organisation) string {
	if o.AGS != "" {
		return o.Municipality()
	}
	return o.Town
}

// KindOptions lists the kinds of actor as choices.
func (b Base) KindOptions() []shared.Option {
	var options []shared.Option
	for _, kind := range directory.Kinds() {
		options = append(options, shared.Option{Value: string(kind), Label: b.Kind(kind)})
	}
	return options
}

// MunicipalityOptions lists the county's municipalities as choices.
func (b Base) MunicipalityOptions() []shared.Option {
	var options []shared.Option
	for _, m := range directory.Municipalities() {
		options = append(options, shared.Option{Value: m.AGS, Label: m.Name})
	}
	return options
}

// LangOptions lists the languages of mails as choices.
func (b Base) LangOptions() []shared.Option {
	return []shared.Option{{Value: "de", Label: b.T("directory.lang.de")}, {Value: "en", Label: b.T("directory.lang.en")}}
}

// GroupOptions lists groups as choices.
func GroupOptions(groups []directory.Group) []shared.Option {
	options := make([]shared.Option, len(groups))
	for i, g := range groups {
		options[i] = shared.Option{Value: g.ID, Label: g.Name}
	}
	return options
}

// OrganisationOptions lists organisations as choices.
func OrganisationOptions(organisations []directory.Organisation) []shared.Option {
	options := make([]shared.Option, len(organisations))
	for i, o := range organisations {
		options[i] = shared.Option{Value: o.ID, Label: o.Name}
	}
	return options
}

func standingTone(standing directory.Standing) shared.Tone {
	switch standing {
	case directory.Current:
		return shared.Success
	case directory.Expired:
		return shared.Warning
	case directory.Upcoming:
		return shared.Info
	default:
		return shared.Neutral
	}
}

// OrganisationWords says how a choice of the organisation's form reads; false for fields of text.
func OrganisationWords(l *i18n.Locale, name, value string) (string, bool) {
	b := Base{Page: views.Page{L: l}}
	switch name {
	case "kind":
		return shared.LabelOf(b.KindOptions(), value), true
	case "municipality":
		return shared.LabelOf(b.MunicipalityOptions(), value), true
	}
	return "", false
}

// PersonWords says how a choice of the person's form reads; false for fields of text.
func PersonWords(l *i18n.Locale, organisations []directory.Organisation, name, value string) (string, bool) {
	switch name {
	case "organisation":
		return shared.LabelOf(OrganisationOptions(organisations), value), true
	case "lang":
		return shared.LabelOf(Base{Page: views.Page{L: l}}.LangOptions(), value), true
	}
	return "", false
}
