ALTER TABLE audit_entries ADD COLUMN salt text NOT NULL DEFAULT '';
ALTER TABLE audit_entries ADD COLUMN name_hash text NOT NULL DEFAULT '';
CREATE INDEX audit_entries_order ON audit_entries (at, id);
CREATE TABLE audit_seals (
  number bigint PRIMARY KEY,
  from_at {{.TS}} NOT NULL,
  from_id text NOT NULL,
  to_at {{.TS}} NOT NULL,
  to_id text NOT NULL,
  entries bigint NOT NULL,
  previous text NOT NULL,
  hash text NOT NULL,
  sealed_at {{.TS}} NOT NULL
);
