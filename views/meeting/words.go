package meetingviews

import (
	"rundertisch/internal/body"
	"rundertisch/internal/meeting"
	bodyviews "rundertisch/views/body"
	"rundertisch/views/shared"
)

// seat names a member in the form of those present, with the function when it is another than the ordinary one.
func (p ShowPage) seat(m body.Member) string {
	label := m.Label()
	if m.Vacant() {
		label = bodyviews.Who(p.L, m) + ", " + m.Behind()
	}
	if m.Duty != body.Ordinary {
		label += " (" + bodyviews.Duty(p.L, m.Duty) + ")"
	}
	return label
}

// present is who is noted for a seat.
func (p ShowPage) present(m body.Member) string {
	if who := p.Detail.Presence[m.ID]; who != meeting.Nobody {
		return string(who)
	}
	return absent
}

const absent = "absent"

// presenceOptions are who may come for a seat.
func (p ShowPage) presenceOptions(m body.Member) []shared.Option {
	var all []shared.Option
	if !m.Vacant() {
		all = append(all, shared.Option{Value: string(meeting.Self), Label: p.T("meeting.presence.self")})
	}
	if m.Deputy != "" {
		all = append(all, shared.Option{Value: string(meeting.Deputy), Label: p.T("meeting.presence.deputy", m.Deputy)})
	}
	return append(all, shared.Option{Value: absent, Label: p.T("meeting.presence.absent")})
}

func (p ShowPage) followupForm(point meeting.Point) shared.Form {
	return shared.Form{ID: "followup-" + point.ID, Labels: "meeting.followup.field."}
}

// who names the person of a vote.
func (p ShowPage) who(v meeting.Vote) string {
	if v.Name != "" {
		return v.Name
	}
	return bodyviews.Who(p.L, p.Detail.Member(v))
}
