package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
	"github.com/uptrace/bun/dialect/sqlitedialect"
	_ "modernc.org/sqlite" // the driver named "sqlite"
)

const (
	sqliteReaders  = 4
	sqliteMapped   = 256 << 20 // octets of the file that each reader maps into memory: lists read it a tenth to a fifth faster
	postgresConns  = 16
	sqlitePragmas  = "_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=foreign_keys(1)&_pragma=synchronous(FULL)&_pragma=secure_delete(1)"
	connectTimeout = 10 * time.Second
)

// ErrNested is returned when a transaction is opened inside an open one.
var ErrNested = errors.New("database: a transaction is already open in this context")

// DB is an open database of either kind.
type DB struct {
	write    *bun.DB
	read     *bun.DB
	postgres bool
}

// Open connects to address ("sqlite:PATH" or "postgres://…") and checks that the database answers.
func Open(ctx context.Context, address string) (*DB, error) {
	open := openPostgres
	if path, ok := strings.CutPrefix(address, "sqlite:"); ok {
		address, open = path, openSQLite
	}
	db, err := open(address)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, connectTimeout)
	defer cancel()
	if err := db.Ping(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("the database does not answer: %w", err), db.Close())
	}
	return db, nil
}

// OpenExisting is Open for commands that only read: it refuses an SQLite file that is not there instead of making one.
func OpenExisting(ctx context.Context, address string) (*DB, error) {
	if path, ok := strings.CutPrefix(address, "sqlite:"); ok {
		if _, err := os.Stat(path); err != nil {
			return nil, fmt.Errorf("there is no database (does RUNDERTISCH_DATABASE_URL name the right file?): %w", err)
		}
	}
	return Open(ctx, address)
}

func openSQLite(path string) (*DB, error) {
	if err := reserve(path); err != nil {
		return nil, err
	}
	file := "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + sqlitePragmas
	write, err := sql.Open("sqlite", file+"&_txlock=immediate")
	if err != nil {
		return nil, err
	}
	write.SetMaxOpenConns(1)
	write.SetConnMaxLifetime(0)
	read, err := sql.Open("sqlite", file+"&_pragma=query_only(1)&_pragma=mmap_size("+strconv.Itoa(sqliteMapped)+")")
	if err != nil {
		return nil, errors.Join(err, write.Close())
	}
	read.SetMaxOpenConns(sqliteReaders)
	read.SetMaxIdleConns(sqliteReaders)
	return &DB{write: bun.NewDB(write, sqlitedialect.New()), read: bun.NewDB(read, sqlitedialect.New())}, nil
}

// reserve makes the file, if it is not there, so that only the program's user reads what is kept; SQLite gives the files
// beside it the same rights.
func reserve(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600) //nolint:gosec // the operator names the file
	if errors.Is(err, fs.ErrPermission) {
		return nil // read-only: opening says so where it matters
	}
	if err != nil {
		return err
	}
	return file.Close()
}

func openPostgres(address string) (*DB, error) {
	config, err := pgx.ParseConfig(address)
	if err != nil {
		return nil, errors.New("the PostgreSQL address cannot be read") // the cause would show the password
	}
	config.DefaultQueryExecMode = pgx.QueryExecModeExec
	config.RuntimeParams["timezone"] = "UTC"
	if len(config.Fallbacks) > 0 && config.ValidateConnect == nil {
		config.ValidateConnect = validateReadWrite
	}
	pool := stdlib.OpenDB(*config)
	pool.SetMaxOpenConns(postgresConns)
	pool.SetMaxIdleConns(postgresConns)
	db := bun.NewDB(pool, pgdialect.New())
	return &DB{write: db, read: db, postgres: true}, nil
}

// Ping reports whether reading and writing connections answer.
func (db *DB) Ping(ctx context.Context) error {
	return errors.Join(db.write.PingContext(ctx), db.read.PingContext(ctx))
}

// Close ends all connections.
func (db *DB) Close() error {
	if db.read == db.write {
		return db.write.Close()
	}
	return errors.Join(db.read.Close(), db.write.Close())
}

// Postgres reports the dialect, for the few statements that differ.
func (db *DB) Postgres() bool { return db.postgres }

// Read returns the handle for queries outside a transaction.
func (db *DB) Read() bun.IDB { return db.read }

// Snapshot runs fn on one connection that sees one state of the database throughout (for pages that join many queries).
func (db *DB) Snapshot(ctx context.Context, fn func(ctx context.Context, tx bun.IDB) error) error {
	options := &sql.TxOptions{ReadOnly: db.postgres}
	if db.postgres {
		options.Isolation = sql.LevelRepeatableRead
	}
	return db.read.RunInTx(ctx, options, func(ctx context.Context, tx bun.Tx) error { return fn(ctx, tx) })
}

type openTx struct{}

// RunInTx runs fn in a writing transaction: committed when fn returns nil, else rolled back. The context given to
// fn marks the transaction as open; RunInTx with it returns ErrNested. See Submission for ErrRepeated.
func (db *DB) RunInTx(ctx context.Context, fn func(ctx context.Context, tx bun.IDB) error) error {
	if ctx.Value(openTx{}) != nil {
		return ErrNested
	}
	ctx = context.WithValue(ctx, openTx{}, true)
	var noted *Submission
	err := db.write.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
		var err error
		if noted, err = note(ctx, tx); err != nil {
			return err
		}
		return watched(ctx, tx, fn)
	})
	if err == nil && noted != nil {
		noted.noted = true
	}
	return err
}

var errUndone = errors.New("undone")

// CanWrite tries a write and takes it back: a read-only or full place gives the driver's error.
func (db *DB) CanWrite(ctx context.Context) error {
	err := db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		if _, err := tx.ExecContext(ctx, "CREATE TABLE trial_of_writing (one integer)"); err != nil {
			return err
		}
		return errUndone
	})
	if errors.Is(err, errUndone) {
		return nil
	}
	return err
}
