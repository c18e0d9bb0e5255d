package dump

// Left says why a table of the project, or a column ("table.column") of one that is written, is not in the document.
var Left = map[string]string{
	"attendances":          "who takes part is told for one event, not for the project's papers",
	"attendance_answers":   "goes with the participants",
	"waitlist_steps":       "goes with the participants",
	"attendance_links":     "secrets of the participants",
	"workshop_places":      "goes with the participants",
	"form_fields":          "what people are asked; goes with the participants",
	"form_answers":         "goes with the participants",
	"form_needs":           "goes with the participants",
	"form_notices":         "goes with the participants",
	"seats":                "follows from the participants",
	"workshop_wishes":      "goes with the participants",
	"workshop_draws":       "the lot of an event's workshops; goes with the participants",
	"workshop_outcomes":    "goes with the participants",
	"mailings":             "goes with the mail that was sent",
	"mailing_receivers":    "mail with its addresses",
	"invite_threads":       "goes with the participants",
	"invite_incoming":      "mail of the participants",
	"mail_messages":        "mail with its addresses",
	"mail_overrides":       "how a house words its mails; belongs to the administration",
	"followup_plans":       "when people are reminded to answer; goes with the participants",
	"followups":            "mail that went out",
	"registration_notes":   "what the team wrote about participants",
	"event_rooms":          "the programme names its rooms; how large they are belongs to this house",
	"mailing_lists":        "whoever is on one agreed to this house's text; a list begins anew elsewhere",
	"mailing_list_members": "addresses with the consent that was given to this house",
	"reminders":            "mail that went out; who was told is in the list of reminders",
	"audit_entries":        "the trail has a file of its own, which auditors take",
	"audit_seals":          "belongs to the trail",
	"plan_changes":         "the history has a file of its own; the document is the present state",
	"bin_entries":          "what was deleted is not there",
	"memberships":          "roles are given anew where the project goes",
	"feeds":                "a secret link",
	"feed_entries":         "goes with the secret link",
	"handouts":             "secret links",
	"plan_import_mappings": "habits of the import form",

	"invite_proposals":      "goes with the participants",
	"representations":       "goes with the participants",
	"representation_passes": "secrets of the participants",

	"events.wishes_until":   "how places in workshops are given; goes with the participants",
	"events.wishes_done_at": "how places in workshops are given; goes with the participants",
	"events.form_version":   "counts the changes of a form",
	"events.asks_needs":     "goes with the form",

	"documents.title_key":    "sorts the list",
	"documents.search":       "finds it in the list",
	"documents.nonce":        "of the form",
	"document_versions.file": "where the content lies in this house",
	"reports.content":        "the frozen file has it",
	"reports.document":       "the frozen file, saved from its page",
}

// everywhere are columns of all tables that say nothing in a document of one project.
var everywhere = []string{"workspace_id", "project_id", "version"}
