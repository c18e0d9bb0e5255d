CREATE TABLE organisations (
  id {{.PK}} PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  kind text NOT NULL,
  name text NOT NULL,
  name_key text NOT NULL,
  ags text NOT NULL,
  place_key text NOT NULL,
  street text NOT NULL,
  postcode text NOT NULL,
  town text NOT NULL,
  website text NOT NULL,
  email text NOT NULL,
  phone text NOT NULL,
  search text NOT NULL,
  archived_at {{.TS}},
  created_at {{.TS}} NOT NULL,
  updated_at {{.TS}} NOT NULL,
  version bigint NOT NULL,
  UNIQUE (workspace_id, name_key, ags)
);
CREATE TABLE persons (
  id {{.PK}} PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  organisation_id {{.PK}} REFERENCES organisations (id),
  title text NOT NULL,
  given text NOT NULL,
  family text NOT NULL,
  function text NOT NULL,
  email text NOT NULL,
  email_key text NOT NULL,
  phone text NOT NULL,
  lang text NOT NULL,
  valid_from text NOT NULL,
  valid_to text NOT NULL,
  source text NOT NULL,
  name_key text NOT NULL,
  sort_key text NOT NULL,
  search text NOT NULL,
  archived_at {{.TS}},
  created_at {{.TS}} NOT NULL,
  updated_at {{.TS}} NOT NULL,
  version bigint NOT NULL
);
CREATE UNIQUE INDEX persons_address ON persons (workspace_id, email_key, name_key) WHERE email_key <> '';
CREATE INDEX persons_sorted ON persons (workspace_id, sort_key);
CREATE INDEX persons_organisation ON persons (organisation_id);
CREATE TABLE person_groups (
  id {{.PK}} PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  name text NOT NULL,
  name_key text NOT NULL,
  description text NOT NULL,
  created_at {{.TS}} NOT NULL,
  updated_at {{.TS}} NOT NULL,
  version bigint NOT NULL,
  UNIQUE (workspace_id, name_key)
);
CREATE TABLE group_members (
  group_id {{.PK}} NOT NULL REFERENCES person_groups (id) ON DELETE CASCADE,
  person_id {{.PK}} NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  added_at {{.TS}} NOT NULL,
  PRIMARY KEY (group_id, person_id)
);
CREATE INDEX group_members_person ON group_members (person_id);
CREATE TABLE directory_imports (
  id {{.PK}} PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  owner_id {{.PK}} NOT NULL,
  kind text NOT NULL,
  file_name text NOT NULL,
  source text NOT NULL,
  content text NOT NULL,
  added bigint NOT NULL,
  changed bigint NOT NULL,
  skipped bigint NOT NULL,
  organisations bigint NOT NULL,
  created_at {{.TS}} NOT NULL,
  expires_at {{.TS}} NOT NULL,
  confirmed_at {{.TS}}
);
CREATE INDEX directory_imports_expiry ON directory_imports (expires_at);
