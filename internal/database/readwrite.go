package database

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
)

var errReadOnly = errors.New("the server is read-only")

// validateReadWrite is target_session_attrs=read-write for addresses with several hosts: a standby is passed over.
func validateReadWrite(ctx context.Context, conn *pgconn.PgConn) error {
	result := conn.ExecParams(ctx, "show transaction_read_only", nil, nil, nil, nil).Read()
	if result.Err != nil {
		return result.Err
	}
	if len(result.Rows) == 1 && string(result.Rows[0][0]) == "on" {
		return errReadOnly
	}
	return nil
}
