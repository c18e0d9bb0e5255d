CREATE TABLE event_rooms (
  id {{.PK}} PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  event_id {{.PK}} NOT NULL REFERENCES events (id),
  name text NOT NULL,
  places bigint NOT NULL,
  step_free text NOT NULL,
  note text NOT NULL,
  created_at {{.TS}} NOT NULL,
  version bigint NOT NULL,
  UNIQUE (event_id, name)
);
INSERT INTO event_rooms (id, workspace_id, event_id, name, places, step_free, note, created_at, version)
  SELECT min(i.id), e.workspace_id, i.event_id, i.room, 0, '', '', min(i.created_at), 1
  FROM programme_items AS i JOIN events AS e ON e.id = i.event_id WHERE i.room <> '' GROUP BY e.workspace_id, i.event_id, i.room;
