package registrationviews

import (
	"strings"

	"rundertisch/internal/directory"
	"rundertisch/internal/i18n"
	"rundertisch/internal/registration"
	"rundertisch/views/shared"
)

// silentShown is how many organisations without an answer the page names.
const silentShown = 50

func (p StatisticsPage) nobody() bool {
	return p.Statistics.People.Invited == 0 && len(p.Statistics.Kinds) == 0
}

func (p StatisticsPage) shares(id string, all []registration.Share, name func(*i18n.Locale, string) string) shared.Shares {
	chart := shared.Shares{ID: id, Title: p.T("registration.statistics." + id), Head: p.T("registration.statistics.what"), Number: p.T("registration.statistics.people")}
	for _, share := range all {
		chart.Rows = append(chart.Rows, shared.ShareRow{Label: name(p.L, share.Key), Count: share.People})
	}
	return chart
}

func (p StatisticsPage) steps(id string, reach registration.Reach) shared.Shares {
	chart := shared.Shares{
		ID: id, Title: p.T("registration.statistics." + id), Head: p.T("registration.statistics.step"), Number: p.T("registration.statistics.number"),
		Rows: []shared.ShareRow{
			{Label: p.T("registration.statistics.invited"), Count: reach.Invited},
			{Label: p.T("registration.statistics.answered"), Count: reach.Answered},
			{Label: p.T("registration.statistics.registered"), Count: reach.Registered},
		},
	}
	if p.Statistics.Came > 0 {
		chart.Rows = append(chart.Rows, shared.ShareRow{Label: p.T("registration.statistics.came"), Count: reach.Came})
	}
	return chart
}

// workshops draws the places of each workshop as a part of those it has.
func (p StatisticsPage) workshops() shared.Shares {
	chart := shared.Shares{
		ID: "workshops", Title: p.T("registration.statistics.workshops"), Head: p.T("registration.statistics.workshop"),
		Number: p.T("registration.statistics.seated"), More: p.T("registration.statistics.waiting"),
	}
	for _, share := range p.Statistics.Workshops {
		chart.Rows = append(chart.Rows, shared.ShareRow{
			Label: share.Item.Title, Count: int(share.Seats.Taken), More: int(share.Seats.Waiting), Whole: int(share.Seats.Capacity),
		})
	}
	return chart
}

func (p StatisticsPage) silentRows() []registration.Silent {
	return p.Statistics.Silent[:min(silentShown, len(p.Statistics.Silent))]
}

func (p StatisticsPage) missingPlaces() string {
	names := make([]string, len(p.Statistics.MissingPlaces))
	for i, ags := range p.Statistics.MissingPlaces {
		names[i] = directory.MunicipalityName(ags)
	}
	return strings.Join(names, " · ") // a name may have a comma: "Bad Tennstedt, Stadt"
}
