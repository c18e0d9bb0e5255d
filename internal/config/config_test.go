package config_test

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"

	"rundertisch/internal/config"
)

func TestAnEmptyEnvironmentIsEnough(t *testing.T) {
	t.Parallel()
	c, err := config.Read(map[string]string{})
	if err != nil {
		t.Fatal(err)
	}
	if c.BaseURL != "http://127.0.0.1:8080" || c.DatabaseURL != "sqlite:./data/rundertisch.db" || c.Secure() {
		t.Errorf("defaults are %+v", c)
	}
}

func TestAllMistakesAreToldAtOnce(t *testing.T) {
	t.Parallel()
	_, err := config.Read(map[string]string{
		"RUNDERTISCH_BASE_URL": "nowhere", "RUNDERTISCH_DATABASE_URL": "mysql://x", "RUNDERTISCH_SMTP_URL": "mail.example.org",
		"RUNDERTISCH_SECRET": "short", "RUNDERTISCH_TIMEZONE": "Mars/Olympus", "RUNDERTISCH_LOCALE": "fr",
		"RUNDERTISCH_LOG_FORMAT": "xml", "RUNDERTISCH_TRUSTED_PROXIES": "proxy", "RUNDERTISCH_MAIL_PER_HOUR": "-1",
		"RUNDERTISCH_MAILBOX_URL": "imaps://mail.example.org", "RUNDERTISCH_MAIL_AUTHSERV": "mx example",
	})
	if err == nil {
		t.Fatal("no error")
	}
	for _, name := range []string{
		"BASE_URL", "DATABASE_URL", "SMTP_URL", "MAIL_FROM", "SECRET", "TIMEZONE", "LOCALE", "LOG_FORMAT", "TRUSTED_PROXIES", "MAIL_PER_HOUR",
		"MAILBOX_URL", "MAIL_AUTHSERV",
	} {
		if !strings.Contains(err.Error(), "RUNDERTISCH_"+name+":") {
			t.Errorf("%s is not named in:\n%v", name, err)
		}
	}
}

func TestTheLogShowsNoSecret(t *testing.T) {
	t.Parallel()
	c, err := config.Read(map[string]string{
		"RUNDERTISCH_SECRET":       "0123456789abcdef0123456789abcdef",
		"RUNDERTISCH_SMTP_URL":     "smtp://mailer:hush-hush@127.0.0.1:25",
		"RUNDERTISCH_MAIL_FROM":    "planung@example.org",
		"RUNDERTISCH_MAILBOX_URL":  "imaps://planung:box-hush@mail.example.org/INBOX",
		"RUNDERTISCH_DATABASE_URL": "postgres://rt:very-hush@127.0.0.1/rt?password=query-hush",
	})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	slog.New(slog.NewTextHandler(&out, nil)).Info("start", "config", c)
	for _, secret := range []string{"hush", "0123456789abcdef"} {
		if strings.Contains(out.String(), secret) {
			t.Errorf("the log shows %q: %s", secret, out.String())
		}
	}
}
