package demo

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"

	"rundertisch/internal/account"
	"rundertisch/internal/app"
	"rundertisch/internal/clock"
	"rundertisch/internal/config"
	"rundertisch/internal/database"
	"rundertisch/internal/demo/mailbox"
	"rundertisch/internal/fault"
)

// Options say where the demo lives.
type Options struct {
	Data   string // folder; "" for one that is removed at the end
	Listen string // host:port
	Reset  bool   // begin anew
	Log    *slog.Logger
}

// Demo is a built demo, ready to run.
type Demo struct {
	App        *app.App
	SignInLink string // one-time address that signs the project lead in

	dir      string
	listener net.Listener
	post     *mailbox.Post
	cleanup  []func() error
}

// New opens or makes the demo's data and binds its address; a taken port is refused before anything is touched.
func New(ctx context.Context, options Options) (*Demo, error) {
	listener, err := app.Listen(options.Listen)
	if err != nil {
		return nil, err
	}
	d := &Demo{listener: listener}
	d.onClose(listener.Close)
	if err := d.build(ctx, options); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return d, nil
}

func (d *Demo) build(ctx context.Context, options Options) error {
	dir, err := d.folder(options)
	if err != nil {
		return err
	}
	if err := whole(dir); err != nil {
		return err
	}
	d.dir = dir
	box, err := mailbox.Open(filepath.Join(dir, mailboxDir))
	if err != nil {
		return err
	}
	d.onClose(box.Close)
	if d.post, err = mailbox.NewPost(box, clock.System{}, organizerEmail, d.receive, options.Log); err != nil {
		return err
	}
	d.onClose(d.post.Close)
	d.serveMail(ctx)
	cfg, err := settings(dir, d.listener.Addr().String(), d.post.Address())
	if err != nil {
		return err
	}
	db, err := app.Open(ctx, cfg, options.Log)
	if err != nil {
		return err
	}
	d.onClose(db.Close)
	return d.start(ctx, cfg, db, mailbox.NewPages(box, d.post), options.Log)
}

// receive is the organiser's mailbox.
func (d *Demo) receive(ctx context.Context, raw []byte) error {
	_, err := d.App.Invites.Receive(ctx, raw)
	return err
}

func (d *Demo) start(ctx context.Context, cfg config.Config, db *database.DB, pages *mailbox.Pages, log *slog.Logger) (err error) {
	if d.App, err = app.New(ctx, cfg, db, clock.System{}, log, app.WithMailbox(pages)); err != nil {
		return err
	}
	lead, err := d.App.Accounts.FindUser(ctx, leadEmail)
	if fault.Is(err, fault.NotFound) {
		lead, err = d.fill(ctx, cfg, db, log)
	}
	if err != nil {
		return fmt.Errorf("fill the demo: %w", err)
	}
	return d.link(ctx, lead)
}

// fill seeds the database. The mark that stands meanwhile tells the next start of a filling that was cut short.
func (d *Demo) fill(ctx context.Context, cfg config.Config, db *database.DB, log *slog.Logger) (account.User, error) {
	mark := filepath.Join(d.dir, fillingMark)
	if err := os.WriteFile(mark, nil, 0o600); err != nil {
		return account.User{}, err
	}
	lead, err := Seed(ctx, cfg, db, log)
	if err != nil {
		return lead, err
	}
	return lead, os.Remove(mark)
}

// whole refuses a folder whose filling was cut short.
func whole(dir string) error {
	if _, err := os.Stat(filepath.Join(dir, fillingMark)); err == nil {
		return fmt.Errorf("the demo in %s was stopped while it was being filled: begin anew with --reset", dir)
	}
	return nil
}

func (d *Demo) link(ctx context.Context, lead account.User) error {
	token, err := d.App.Accounts.SignInLink(ctx, lead.ID)
	d.SignInLink = d.App.Config.BaseURL + "/start/sign-in/" + token
	return err
}

// folder returns the demo's folder, kept for this demo alone and emptied when asked for.
func (d *Demo) folder(options Options) (string, error) {
	if options.Data == "" {
		dir, err := os.MkdirTemp("", "rundertisch-demo-")
		d.onClose(func() error { return os.RemoveAll(dir) })
		return dir, err
	}
	if err := os.MkdirAll(options.Data, 0o700); err != nil {
		return "", err
	}
	release, err := hold(options.Data)
	if err != nil {
		return "", err
	}
	d.onClose(release)
	if options.Reset {
		err = reset(options.Data)
	}
	return options.Data, err
}

// reset removes only what a demo has made in the folder.
func reset(dir string) error {
	var errs []error
	for _, name := range []string{databaseFile, databaseFile + "-wal", databaseFile + "-shm", "files", mailboxDir, fillingMark} {
		errs = append(errs, os.RemoveAll(filepath.Join(dir, name)))
	}
	return errors.Join(errs...)
}

const (
	fillingMark  = "filling"
	databaseFile = "rundertisch.db"
	mailboxDir   = "postfach"
	lockFile     = "demo.lock"
)

func settings(dir, address, mailServer string) (config.Config, error) {
	return config.Read(map[string]string{
		config.Prefix + "LISTEN":       address,
		config.Prefix + "DATABASE_URL": "sqlite:" + filepath.Join(dir, databaseFile),
		config.Prefix + "FILES_DIR":    filepath.Join(dir, "files"),
		config.Prefix + "MAIL_FROM":    organizer,
		config.Prefix + "SMTP_URL":     "smtp://" + mailServer,
	})
}

func (d *Demo) onClose(fn func() error) { d.cleanup = append(d.cleanup, fn) }

// serveMail takes mail until Close: seeding sends some, and the mail being sent when Run ends arrives.
func (d *Demo) serveMail(ctx context.Context) {
	posting, stop := context.WithCancel(context.WithoutCancel(ctx))
	posted := make(chan error, 1)
	go func() { posted <- d.post.Serve(posting) }()
	d.onClose(func() error {
		stop()
		return <-posted
	})
}

// Run serves until ctx ends.
func (d *Demo) Run(ctx context.Context) error { return d.App.Run(ctx, d.listener) }

// Close releases everything in reverse order; Run must have returned.
func (d *Demo) Close() error {
	var errs []error
	for i := len(d.cleanup) - 1; i >= 0; i-- {
		if err := d.cleanup[i](); err != nil && !errors.Is(err, net.ErrClosed) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}
