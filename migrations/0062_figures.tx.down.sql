DROP INDEX attendances_figures;
DROP INDEX attendances_line;
DROP INDEX attendances_state;
DROP INDEX attendances_named;
CREATE INDEX attendances_state ON attendances (event_id, place, answer);
CREATE INDEX attendances_named ON attendances (event_id, name_key, id);
