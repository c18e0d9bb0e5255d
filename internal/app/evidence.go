package app

import (
	"rundertisch/internal/document"
	"rundertisch/internal/event"
	"rundertisch/internal/meeting"
	"rundertisch/internal/result"
	"rundertisch/internal/workplan"
)

// Evidence is where what counts for milestones comes from.
func Evidence() workplan.EvidenceSources {
	return workplan.EvidenceSources{
		workplan.OfEvents:    workplan.EvidenceFunc(event.Evidence),
		workplan.OfMinutes:   workplan.EvidenceFunc(meeting.Evidence),
		workplan.OfResults:   workplan.EvidenceFunc(result.Evidence),
		workplan.OfDocuments: workplan.EvidenceFunc(document.Evidence),
	}
}
