package mail

import (
	"strings"

	"rundertisch/internal/i18n"
)

// germanNames are the placeholders' names in German mails. Stored texts use them: one may be added, none changed.
var germanNames = map[string]string{
	"action_url": "link", "answer_by": "antwort_bis", "answer_url": "link", "self_service_url": "link", "author": "verfasst_von", "calendar_entry": "kalendereintrag",
	"changes": "aenderungen", "comment": "kommentar", "event_kind": "art_der_veranstaltung", "event_place": "ort", "event_title": "veranstaltung",
	"event_url": "seite_der_veranstaltung", "event_when": "zeit", "has_account": "konto", "invited_by": "eingeladen_von", "items": "fristen",
	"late_items": "ueberfaellig", "list_name": "verteiler", "missed": "versaeumt", "new_email": "neue_adresse", "new_items": "neu", "organisation": "verwaltung",
	"personal_text": "persoenlicher_text", "position": "wartelistenplatz", "programme_item": "programmpunkt", "provisional": "vormerkung", "quiet_url": "abbestellen",
	"receiver_name": "name", "results_url": "ergebnisse", "sender_email": "absender_adresse", "sender_name": "absender", "soon_items": "bald_faellig", "summary": "kurzfassung", "survey_url": "umfrage",
	"task": "aufgabe", "waitlisted": "warteliste",
}

// englishNames are those of English mails where they differ from the field's; as fixed as the German ones.
var englishNames = map[string]string{
	"action_url": "link", "answer_url": "link", "self_service_url": "link", "event_kind": "kind_of_event", "event_place": "place",
	"event_title": "event", "event_url": "page_of_event", "event_when": "time", "items": "deadlines", "late_items": "overdue", "list_name": "mailing_list",
	"new_email": "new_address", "receiver_name": "name", "results_url": "results", "survey_url": "survey", "sender_name": "sender", "sender_email": "sender_address", "position": "waiting_list_position",
	"waitlisted": "waiting_list", "soon_items": "due_soon", "new_items": "new", "quiet_url": "unsubscribe",
}

// nameOf is how a placeholder is written in mails of the language.
func nameOf(lang i18n.Lang, key string) string {
	field, piece := strings.CutPrefix(key, pieceKey)
	field, number := cutNumber(field)
	names, prefix := englishNames, pieceKey
	if lang == i18n.German {
		names, prefix = germanNames, "wenn_"
	}
	if name := names[field]; name != "" {
		field = name
	}
	if piece {
		field = prefix + field
	}
	return field + number
}

// cutNumber takes the number off a key that several pieces share.
func cutNumber(key string) (field, number string) {
	if n := len(key); n > 2 && key[n-2] == '_' && key[n-1] >= '2' && key[n-1] <= '9' {
		return key[:n-2], key[n-2:]
	}
	return key, ""
}
