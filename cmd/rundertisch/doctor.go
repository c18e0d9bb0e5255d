package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/mail"
	"time"

	"github.com/urfave/cli/v3"

	"rundertisch/internal/clock"
	"rundertisch/internal/config"
	"rundertisch/internal/doctor"
	"rundertisch/internal/i18n"
	"rundertisch/migrations"
)

func (p *program) doctor() *cli.Command {
	return &cli.Command{
		Name: "doctor", Usage: "look for what is wrong and say what to do; ends with 1 when there is a problem",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "send", Usage: "also send a trial mail to this `ADDRESS`"},
			&cli.BoolFlag{Name: "mail", Usage: "also send a trial mail to the own mailbox, read it back, and check SPF, DKIM and DMARC"},
			&cli.BoolFlag{Name: "json", Usage: "print JSON"},
		},
		Action: func(ctx context.Context, c *cli.Command) error {
			cfg, wrong := config.Read(environ())
			patient := doctor.Patient{
				Config: cfg, Wrong: wrong, Migrations: migrations.FS, Clock: clock.System{}, Disk: doctor.RealDisk(),
				RoundTrip: c.Bool("mail"), DNS: net.DefaultResolver, Pause: pause,
			}
			if to := c.String("send"); to != "" {
				address, err := mail.ParseAddress(to)
				if err != nil {
					return fmt.Errorf("--send: %q is no mail address", to)
				}
				patient.TrialTo = address
			}
			catalogue, err := i18n.Load()
			if err != nil {
				return err
			}
			locale := catalogue.Locale(i18n.Lang(cfg.Locale), cfg.Zone())
			findings := doctor.Examine(ctx, patient, locale)
			if err := p.report(findings, locale, c.Bool("json")); err != nil {
				return err
			}
			if doctor.Sick(findings) {
				return errSick
			}
			return nil
		},
	}
}

func pause(ctx context.Context, length time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(length):
	}
}

// errSick ends the program with 1; what is wrong has been said.
var errSick = errors.New("doctor: there is a problem")

func (p *program) report(findings []doctor.Finding, l *i18n.Locale, asJSON bool) error {
	type line struct {
		Check   string       `json:"check"`
		Level   doctor.Level `json:"level"`
		Message string       `json:"message"`
		Advice  string       `json:"advice"`
	}
	lines := make([]line, len(findings))
	for i, f := range findings {
		lines[i] = line{f.Check, f.Level, f.Message(l), f.Advice(l)}
	}
	if asJSON {
		out := json.NewEncoder(p.out)
		out.SetEscapeHTML(false)
		out.SetIndent("", "  ")
		return out.Encode(lines)
	}
	for _, one := range lines {
		fmt.Fprintf(p.out, "%-12s %s\n", l.T("doctor.level."+string(one.Level)), one.Message)
		if one.Advice != "" {
			fmt.Fprintf(p.out, "%-12s → %s\n", "", one.Advice)
		}
	}
	return nil
}
