DROP INDEX attendances_arrival;
CREATE INDEX attendances_arrival ON attendances (event_id, created_at, id, place, answer, origin, ticket, name_key);
DROP INDEX attendances_state;
CREATE INDEX attendances_state ON attendances (event_id, place, answer, offered_until);
