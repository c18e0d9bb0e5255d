package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"

	"github.com/urfave/cli/v3"

	"rundertisch/internal/app"
	"rundertisch/internal/clock"
	"rundertisch/internal/config"
	"rundertisch/internal/demo"
)

// command is the whole command line.
func command(out, logs io.Writer) *cli.Command {
	p := &program{out: out, logs: logs}
	return &cli.Command{
		Name: "rundertisch", Usage: "run a county's cooperation process: plan, actors, events, results",
		Writer: out, ErrWriter: logs, HideHelpCommand: true,
		Commands: []*cli.Command{
			p.serve(),
			p.demo(),
			p.migrate(),
			p.admin(),
			p.backup(),
			p.restore(),
			p.doctor(),
			p.imports(),
			p.exports(),
			p.version(),
			p.readPDF(),
		},
	}
}

type program struct{ out, logs io.Writer }

// settings reads the configuration and makes the log.
func (p *program) settings() (config.Config, *slog.Logger, error) {
	cfg, err := config.Read(environ())
	if err != nil {
		return cfg, nil, fmt.Errorf("the configuration is wrong:\n%w", err)
	}
	return cfg, p.log(cfg), nil
}

func (p *program) log(cfg config.Config) *slog.Logger {
	if cfg.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(p.logs, nil))
	}
	return slog.New(slog.NewTextHandler(p.logs, nil))
}

func environ() map[string]string {
	values := map[string]string{}
	for _, entry := range os.Environ() {
		if name, value, ok := strings.Cut(entry, "="); ok {
			values[name] = value
		}
	}
	return values
}

func (p *program) serve() *cli.Command {
	return &cli.Command{
		Name: "serve", Usage: "serve the application as the RUNDERTISCH_ environment variables say",
		Action: func(ctx context.Context, _ *cli.Command) error {
			cfg, log, err := p.settings()
			if err != nil {
				return err
			}
			return p.run(ctx, cfg, log)
		},
	}
}

func (p *program) run(ctx context.Context, cfg config.Config, log *slog.Logger) (err error) {
	listener, err := app.Listen(cfg.Listen)
	if err != nil {
		return err
	}
	db, err := app.Open(ctx, cfg, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	a, err := app.New(ctx, cfg, db, clock.System{}, log)
	if err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	a.ReadPDFs(self, readPDF)
	log.Info("starting", "config", cfg)
	if err := p.greet(ctx, a); err != nil {
		return err
	}
	return a.Run(ctx, listener)
}

// greet prints the address, and on an empty database the one-time link that founds the first workspace.
func (p *program) greet(ctx context.Context, a *app.App) error {
	fmt.Fprintln(p.out, "Runder Tisch:", a.Config.BaseURL)
	empty, err := a.Accounts.Empty(ctx)
	if err != nil || !empty {
		return err
	}
	token, err := a.Accounts.SetupLink(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintln(p.out, "Set it up with this one-time link (24 hours):", a.Config.BaseURL+"/start/setup/"+token)
	return nil
}

func (p *program) demo() *cli.Command {
	return &cli.Command{
		Name: "demo", Usage: "everything on this machine with a sample county, nothing to set up",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "listen", Value: "127.0.0.1:8080", Usage: "address to serve on"},
			&cli.StringFlag{Name: "data", Usage: "folder that keeps the data; without it the demo forgets everything at the end"},
			&cli.BoolFlag{Name: "reset", Usage: "begin anew in the --data folder"},
		},
		Action: func(ctx context.Context, c *cli.Command) (err error) {
			self, err := os.Executable()
			if err != nil {
				return err
			}
			d, err := demo.New(ctx, demo.Options{
				Data: c.String("data"), Listen: c.String("listen"), Reset: c.Bool("reset"), Log: slog.New(slog.NewTextHandler(p.logs, &slog.HandlerOptions{Level: slog.LevelWarn})),
			})
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, d.Close()) }()
			d.App.ReadPDFs(self, readPDF)
			fmt.Fprintf(p.out, "Runder Tisch (demo)\n  public page  %s/\n  mailbox      %s/postfach\n  sign in      %s\n", d.App.Config.BaseURL, d.App.Config.BaseURL, d.SignInLink)
			return d.Run(ctx)
		},
	}
}
