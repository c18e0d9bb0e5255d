ALTER TABLE attendances ADD COLUMN erased_at {{.TS}};
CREATE INDEX attendances_erased ON attendances (erased_at) WHERE erased_at IS NOT NULL;
CREATE TABLE address_changes (
  attendance_id {{.PK}} PRIMARY KEY REFERENCES attendances (id),
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  email text NOT NULL,
  token_hash text NOT NULL UNIQUE,
  asked_at {{.TS}} NOT NULL,
  expires_at {{.TS}} NOT NULL
);
