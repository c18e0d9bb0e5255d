CREATE TABLE event_speakers (
  id {{.PK}} PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  event_id {{.PK}} NOT NULL REFERENCES events (id),
  name text NOT NULL,
  function text NOT NULL,
  organisation text NOT NULL,
  biography text NOT NULL,
  biography_en text NOT NULL,
  person_id text NOT NULL,
  created_at {{.TS}} NOT NULL,
  version bigint NOT NULL,
  UNIQUE (event_id, name)
);
CREATE INDEX event_speakers_person ON event_speakers (person_id);
INSERT INTO event_speakers (id, workspace_id, event_id, name, function, organisation, biography, biography_en, person_id, created_at, version)
  WITH RECURSIVE texts (item, event, workspace, made, words) AS (
    SELECT i.id, i.event_id, e.workspace_id, i.created_at, i.speakers FROM programme_items AS i JOIN events AS e ON e.id = i.event_id WHERE i.speakers <> ''
    UNION ALL
    SELECT i.id, i.event_id, e.workspace_id, i.created_at, i.moderator FROM programme_items AS i JOIN events AS e ON e.id = i.event_id WHERE i.moderator <> ''
  ), parted (item, event, workspace, made, sep, name, rest) AS (
    SELECT item, event, workspace, made, CASE WHEN words LIKE '%;%' THEN ';' ELSE ',' END, '', words || CASE WHEN words LIKE '%;%' THEN ';' ELSE ',' END FROM texts
    UNION ALL
    SELECT item, event, workspace, made, sep, trim(substr(rest, 1, {{if .PG}}strpos{{else}}instr{{end}}(rest, sep) - 1)), substr(rest, {{if .PG}}strpos{{else}}instr{{end}}(rest, sep) + 1)
    FROM parted WHERE rest <> ''
  ), people (workspace, event, name, item, made) AS (
    SELECT workspace, event, name, min(item), min(made) FROM parted WHERE name <> '' GROUP BY workspace, event, name
  )
  SELECT substr(item, 1, 22) || substr(CAST(10000 + row_number() OVER (ORDER BY item, event, name) % 10000 AS text), 2, 4), workspace, event, name, '', '', '', '', '', made, 1
  FROM people;
CREATE TABLE programme_versions (
  id {{.PK}} PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  event_id {{.PK}} NOT NULL REFERENCES events (id),
  number bigint NOT NULL,
  content text NOT NULL,
  published_at {{.TS}} NOT NULL,
  published_by text NOT NULL,
  UNIQUE (event_id, number)
);
