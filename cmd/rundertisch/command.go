package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"strings"

	"github.com/urfave/cli/v3"

	"rundertisch/internal/app"
	"rundertisch/internal/clock"
	"rundertisch/internal/config"
)

// command is the whole command line.
func command(out, logs io.Writer) *cli.Command {
	p := &program{out: out, logs: logs}
	return &cli.Command{
		Name: "rundertisch", Usage: "run a county's cooperation process: plan, actors, events, results",
		Writer: out, ErrWriter: logs, HideHelpCommand: true,
		Commands: []*cli.Command{
			p.serve(),
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

func (p *program) run(ctx context.Context, cfg config.Config, log *slog.Logger) error {
	listener, err := listen(cfg.Listen)
	if err != nil {
		return err
	}
	db, err := app.Open(ctx, cfg, log)
	if err != nil {
		return err
	}
	defer db.Close()
	a, err := app.New(ctx, cfg, db, clock.System{}, log)
	if err != nil {
		return err
	}
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

func listen(address string) (net.Listener, error) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("cannot listen on %s (%w): is another program using the port? Choose another with --listen or RUNDERTISCH_LISTEN", address, err)
	}
	return listener, nil
}
