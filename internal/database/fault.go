package database

import (
	"database/sql"
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"rundertisch/internal/fault"
)

// PostgreSQL error codes, https://www.postgresql.org/docs/current/errcodes-appendix.html.
const (
	pgUniqueViolation     = "23505"
	pgForeignKeyViolation = "23503"
	pgCheckViolation      = "23514"
	pgSerialization       = "40001"
	pgDeadlock            = "40P01"
)

// Fault translates a driver's error: no row → NotFound, broken uniqueness → Conflict with fault.duplicate, broken
// reference, check or serialisation → Conflict. Everything else is returned as it is.
func Fault(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, sql.ErrNoRows):
		return fault.Missing()
	case Duplicate(err):
		return &fault.Error{Kind: fault.Conflict, Key: "fault.duplicate", Err: err}
	case conflicting(err):
		return &fault.Error{Kind: fault.Conflict, Key: "fault.conflict", Err: err}
	}
	return err
}

// Duplicate reports whether err is a broken UNIQUE or PRIMARY KEY constraint.
func Duplicate(err error) bool {
	return hasCode(err, []string{pgUniqueViolation}, []int{lib.SQLITE_CONSTRAINT_UNIQUE, lib.SQLITE_CONSTRAINT_PRIMARYKEY})
}

func conflicting(err error) bool {
	return hasCode(err, []string{pgForeignKeyViolation, pgCheckViolation, pgSerialization, pgDeadlock},
		[]int{lib.SQLITE_CONSTRAINT_FOREIGNKEY, lib.SQLITE_CONSTRAINT_CHECK, lib.SQLITE_BUSY})
}

func hasCode(err error, postgres []string, sqliteCodes []int) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		for _, code := range postgres {
			if pg.Code == code {
				return true
			}
		}
	}
	var lite *sqlite.Error
	if errors.As(err, &lite) {
		for _, code := range sqliteCodes {
			if lite.Code() == code {
				return true
			}
		}
	}
	return false
}
