package dbtest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"sync"
)

type template struct {
	server *sql.DB
	name   string
}

// onceTemplate returns the maintenance connection and the name of the migrated template, made once for all test
// processes under an advisory lock.
func onceTemplate() func() (*sql.DB, string, error) {
	once := sync.OnceValues(func() (template, error) {
		address := os.Getenv(PostgresEnv)
		if address == "" {
			return template{}, fmt.Errorf("%s is not set: run ./scripts/test, which starts a PostgreSQL cluster for the tests", PostgresEnv)
		}
		server, err := sql.Open("pgx", address)
		if err != nil {
			return template{}, err
		}
		server.SetMaxOpenConns(2)
		name, err := ensureTemplate(context.Background(), server, address)
		return template{server, name}, err
	})
	return func() (*sql.DB, string, error) {
		made, err := once()
		return made.server, made.name, err
	}
}

const templateLock = 7_202_612

func ensureTemplate(ctx context.Context, server *sql.DB, address string) (name string, err error) {
	sum, err := schemaSum()
	if err != nil {
		return "", err
	}
	name = "rt_template_" + sum
	conn, err := server.Conn(ctx)
	if err != nil {
		return "", fmt.Errorf("the PostgreSQL cluster for the tests does not answer: %w", err)
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if _, err := conn.ExecContext(ctx, "SELECT pg_advisory_lock($1)", templateLock); err != nil {
		return "", err
	}
	defer func() {
		_, unlockErr := conn.ExecContext(ctx, "SELECT pg_advisory_unlock($1)", templateLock)
		err = errors.Join(err, unlockErr)
	}()
	var exists bool
	if err := conn.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)", name).Scan(&exists); err != nil || exists {
		return name, err
	}
	draft := name + "_draft"
	if _, err := conn.ExecContext(ctx, "DROP DATABASE IF EXISTS "+draft+" WITH (FORCE)"); err != nil {
		return "", err
	}
	if _, err := conn.ExecContext(ctx, "CREATE DATABASE "+draft); err != nil {
		return "", err
	}
	if err := migrate(ctx, withDatabase(address, draft)); err != nil {
		return "", err
	}
	_, err = conn.ExecContext(ctx, "ALTER DATABASE "+draft+" RENAME TO "+name)
	return name, err
}
