// Package backup writes everything an installation knows into one file, while it works, and puts it into an empty
// place again, on either database: the way back after a loss, and the way from SQLite to PostgreSQL.
//
// The file is a zip archive:
//
//	tables/NAME.jsonl   one row a line, a JSON array in the order of the manifest's columns
//	files/PATH          the stored files
//	manifest.json       last: format, program, migrations, tables with columns and row counts, SHA-256 of every entry
//
// In a row instants are RFC 3339 in UTC with microseconds, JSON documents are texts, bytes are base64, and a text that
// is not UTF-8 is {"base64": "…"}. Which tables there are the database says; the migrations' own stay outside.
//
// All rows are of one moment: one reading transaction. Files are read after it, so what a row names is there. The archive is
// written under another name and renamed when it is whole. Restoring checks the whole archive before it touches anything,
// brings the schema to where it was, loads everything in one transaction and then applies the migrations that came since.
//
// The archive holds password hashes and the secret that signs forms: keep it like the database.
package backup
