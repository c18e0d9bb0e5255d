CREATE TABLE form_submissions (
  key text PRIMARY KEY,
  location text NOT NULL,
  created_at {{.TS}} NOT NULL
);
CREATE INDEX form_submissions_age ON form_submissions (created_at);
