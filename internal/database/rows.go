package database

import (
	"database/sql"

	"rundertisch/internal/fault"
)

// changed reports whether a statement touched a row.
func changed(result sql.Result, err error) (bool, error) {
	if err != nil {
		return false, err
	}
	n, err := result.RowsAffected()
	return n > 0, err
}

// Changed reports whether a conditional statement touched a row, its error translated.
func Changed(result sql.Result, err error) (bool, error) {
	ok, err := changed(result, err)
	return ok, Fault(err)
}

// OneRow returns NotFound unless the statement touched a row: for updates by identifier.
func OneRow(result sql.Result, err error) error {
	ok, err := Changed(result, err)
	if err == nil && !ok {
		return fault.Missing()
	}
	return err
}
