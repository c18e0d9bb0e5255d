// Package database opens SQLite or PostgreSQL behind one type and knows every difference between them.
//
// SQLite (the default) has one writing connection with BEGIN IMMEDIATE and four reading ones, so that writers queue
// instead of failing; PostgreSQL has one pool. A use case opens its transaction once with RunInTx and hands the
// bun.IDB down; opening a second one inside would wait for ever on SQLite's single writer, so it fails at once.
//
// Also here, because they are where the dialects differ: the migrations' template data, Fault (two drivers' errors
// in one vocabulary), Claim and Lease (work rows taken by one instance at a time), Submission (a form
// that is sent twice stores once) and Fold (search text that finds
// Größler by groessler and grossler).
//
// Tables: bun_migrations, bun_migration_locks, leases, form_submissions.
package database
