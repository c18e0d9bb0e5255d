package doctor

import (
	"context"
	"strings"
)

func (p Patient) configuration() []Finding {
	if p.Wrong == nil {
		return []Finding{{"config", OK, "doctor.config.ok", nil}}
	}
	var findings []Finding
	for line := range strings.Lines(p.Wrong.Error()) {
		findings = append(findings, Finding{"config", Problem, "doctor.config.wrong", []any{strings.TrimSpace(line)}})
	}
	return findings
}

// zone says what time it is, for the person to compare.
func (p Patient) zone(context.Context) []Finding {
	now := p.Clock.Now().In(p.Config.Zone())
	return []Finding{{"clock", OK, "doctor.clock.zone", []any{now.Format("2006-01-02 15:04:05"), p.Config.Timezone}}}
}
