// Package app builds the program from its parts and runs it: configuration, database, services, pages, the HTTP
// server and the workers. Everything is made once, in New, in the order of the levels; a missing part fails there.
//
// Run returns when its context ends: the server stops taking requests and finishes those it has, the workers finish
// the mail or job they are at, then the database is closed.
package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"
	"golang.org/x/sync/errgroup"

	"rundertisch/internal/audit"
	"rundertisch/internal/clock"
	"rundertisch/internal/config"
	"rundertisch/internal/database"
	"rundertisch/internal/i18n"
	"rundertisch/internal/web"
	"rundertisch/internal/web/page"
	"rundertisch/migrations"
)

const stopTimeout = 20 * time.Second // for requests under way

// App is the built program.
type App struct {
	Config config.Config
	Log    *slog.Logger
	DB     *database.DB
	Clock  clock.Clock
	Services

	workers      []func(context.Context) error
	stop         func() // ends what the web server would else wait for
	web          *fiber.App
	mailboxPages web.Mailbox
}

// Option adds what only some installations have.
type Option func(*App)

// WithMailbox adds the demo's readable mailbox.
func WithMailbox(pages web.Mailbox) Option { return func(a *App) { a.mailboxPages = pages } }

// Open opens the configured database and applies missing migrations.
func Open(ctx context.Context, cfg config.Config, log *slog.Logger) (*database.DB, error) {
	db, err := database.Open(ctx, cfg.DatabaseURL)
	if err != nil {
		return nil, err
	}
	applied, err := db.Migrate(ctx, migrations.FS)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	if len(applied) > 0 {
		log.Info("migrated", "migrations", applied)
	}
	return db, nil
}

// New builds the program on an open database.
func New(ctx context.Context, cfg config.Config, db *database.DB, clock clock.Clock, log *slog.Logger, options ...Option) (*App, error) {
	said, err := readSentences()
	if err != nil {
		return nil, err
	}
	a := &App{Config: cfg, Log: log, DB: db, Clock: clock}
	for _, option := range options {
		option(a)
	}
	if err := a.services(ctx, said); err != nil {
		return nil, err
	}
	secret := cfg.Secret
	if secret == "" {
		if secret, err = a.Accounts.Secret(ctx); err != nil {
			return nil, err
		}
	}
	stopping := make(chan struct{})
	a.stop = sync.OnceFunc(func() { close(stopping) })
	site := &page.Site{
		Accounts: a.Accounts, Catalogue: said.catalogue, Clock: clock, Zone: cfg.Zone(), Lang: i18n.Lang(cfg.Locale),
		BaseURL: cfg.BaseURL, Secure: cfg.Secure(), Secret: []byte(secret), Demo: a.mailboxPages != nil,
		DB: db,
		Trail: func(ctx context.Context, workspaceID, kind, objectID string) ([]audit.Entry, error) {
			return audit.Of(ctx, a.DB.Read(), workspaceID, kind, objectID)
		},
		Stopping: stopping,
	}
	a.web = web.New(site, a.pages(), web.Options{Log: log, TrustedProxies: cfg.TrustedProxies, Ready: a.ready})
	return a, nil
}

// Web returns the HTTP application, for tests.
func (a *App) Web() *fiber.App { return a.web }

func (a *App) ready() error {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	return a.DB.Ping(ctx)
}

// Run serves on the listener and runs the workers until ctx ends.
func (a *App) Run(ctx context.Context, listener net.Listener) error {
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return unlessStopped(ctx, a.web.Listener(listener)) })
	for _, worker := range a.workers {
		group.Go(func() error { return unlessStopped(ctx, worker(ctx)) })
	}
	group.Go(func() error {
		<-ctx.Done()
		a.stop()
		err := a.web.ShutdownWithTimeout(stopTimeout)
		_ = listener.Close() // closed already, unless the stop came before the server had begun to listen
		return err
	})
	return group.Wait()
}

// unlessStopped drops the error of a worker that was interrupted because the program stops.
func unlessStopped(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// Listen binds the address; a taken port gives an error that says what to do.
func Listen(address string) (net.Listener, error) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("cannot listen on %s (%w): if another program uses the port, choose another with --listen or RUNDERTISCH_LISTEN", address, err)
	}
	return listener, nil
}
