DROP INDEX attendances_named;
DROP INDEX attendances_state;
CREATE INDEX attendances_named ON attendances (event_id, name_key, id, search, place, answer);
CREATE INDEX attendances_state ON attendances (event_id, place, answer, offered_until);
CREATE INDEX attendances_line ON attendances (event_id, ticket, id) WHERE place = 'waitlisted' AND offered_until IS NULL;
CREATE INDEX attendances_figures ON attendances (event_id, person_id, organisation_key, origin, answer, place, organisation);
