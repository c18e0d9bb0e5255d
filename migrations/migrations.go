// Package migrations embeds the schema: one append-only set of SQL files for SQLite and PostgreSQL, rendered with
// database.Words. A file that has been released is never changed; a table is never rebuilt on SQLite.
package migrations

import "embed"

// FS holds the NNNN_what.tx.up.sql files.
//
//go:embed *.sql
var FS embed.FS
