CREATE TABLE boards (
  id {{.PK}} PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  project_id {{.PK}} NOT NULL REFERENCES projects (id),
  event_id {{.PK}} NOT NULL REFERENCES events (id),
  item_id {{.PK}} NOT NULL UNIQUE REFERENCES programme_items (id),
  code text NOT NULL UNIQUE,
  salt text NOT NULL,
  dots bigint NOT NULL,
  cards bigint NOT NULL,
  opened_at {{.TS}} NOT NULL,
  closed_at {{.TS}},
  settled boolean NOT NULL
);
CREATE INDEX boards_event ON boards (event_id);
CREATE TABLE board_cards (
  id {{.PK}} PRIMARY KEY,
  board_id {{.PK}} NOT NULL REFERENCES boards (id),
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  project_id {{.PK}} NOT NULL REFERENCES projects (id),
  kind text NOT NULL,
  text text NOT NULL,
  target_group text NOT NULL,
  municipality text NOT NULL,
  organisation text NOT NULL,
  due_on text NOT NULL,
  group_id text NOT NULL,
  hidden boolean NOT NULL,
  dots bigint NOT NULL,
  version bigint NOT NULL,
  result_id text NOT NULL
){{if not .PG}} WITHOUT ROWID{{end}};
CREATE INDEX board_cards_board ON board_cards (board_id);
CREATE TABLE board_devices (
  board_id {{.PK}} NOT NULL REFERENCES boards (id),
  device text NOT NULL,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  cards bigint NOT NULL,
  dots bigint NOT NULL,
  PRIMARY KEY (board_id, device)
){{if not .PG}} WITHOUT ROWID{{end}};
CREATE TABLE board_dots (
  board_id {{.PK}} NOT NULL REFERENCES boards (id),
  device text NOT NULL,
  card_id {{.PK}} NOT NULL,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  PRIMARY KEY (board_id, device, card_id)
){{if not .PG}} WITHOUT ROWID{{end}};
