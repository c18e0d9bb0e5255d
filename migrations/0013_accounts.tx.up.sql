CREATE TABLE email_changes (
  user_id {{.PK}} PRIMARY KEY REFERENCES users (id),
  email text NOT NULL,
  old_hash text NOT NULL UNIQUE,
  new_hash text NOT NULL UNIQUE,
  old_confirmed_at {{.TS}},
  new_confirmed_at {{.TS}},
  created_at {{.TS}} NOT NULL,
  expires_at {{.TS}} NOT NULL
);
CREATE TABLE sign_in_attempts (
  key_hash text PRIMARY KEY,
  failures bigint NOT NULL,
  last_at {{.TS}} NOT NULL,
  blocked_until {{.TS}}
);
CREATE INDEX sign_in_attempts_age ON sign_in_attempts (last_at);
CREATE TABLE known_devices (
  token_hash text PRIMARY KEY,
  user_id {{.PK}} NOT NULL REFERENCES users (id),
  created_at {{.TS}} NOT NULL,
  expires_at {{.TS}} NOT NULL
);
CREATE INDEX known_devices_user ON known_devices (user_id);
