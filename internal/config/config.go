// Package config reads the program's settings from the environment: one struct, prefix RUNDERTISCH_, checked at
// start with all mistakes told at once. Printing it never shows a secret.
package config

import (
	"errors"
	"fmt"
	"log/slog"
	"net/mail"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/caarlos0/env/v11"
)

// Config is everything an operator can set. The zero value is not usable; see Read.
type Config struct {
	Listen         string   `env:"LISTEN" envDefault:"127.0.0.1:8080"`                     // host:port
	BaseURL        string   `env:"BASE_URL"`                                               // public address, http://LISTEN when empty
	DatabaseURL    string   `env:"DATABASE_URL" envDefault:"sqlite:./data/rundertisch.db"` // sqlite:PATH or postgres://…
	FilesDir       string   `env:"FILES_DIR" envDefault:"./data/files"`
	SMTPURL        string   `env:"SMTP_URL"`                     // smtp://user:pass@host:port or smtps://…; empty: mail is held
	MailFrom       string   `env:"MAIL_FROM"`                    // the receiving mailbox that is also the ORGANIZER
	MailboxURL     string   `env:"MAILBOX_URL"`                  // imap://user:pass@host:port/Folder or imaps://…: where answers and bounces arrive
	MailAuthserv   string   `env:"MAIL_AUTHSERV"`                // the name our mail server signs its Authentication-Results with; derived when empty
	MailPerHour    int      `env:"MAIL_PER_HOUR" envDefault:"0"` // 0: no cap
	Secret         string   `env:"SECRET"`                       // at least 32 characters; signs CSRF tokens and reply addresses
	TrustedProxies []string `env:"TRUSTED_PROXIES"`              // addresses or CIDR ranges whose X-Forwarded-For counts
	Timezone       string   `env:"TIMEZONE" envDefault:"Europe/Berlin"`
	Locale         string   `env:"LOCALE" envDefault:"de"`
	LogFormat      string   `env:"LOG_FORMAT" envDefault:"text"` // text or json
}

// Prefix begins every variable's name.
const Prefix = "RUNDERTISCH_"

// Read takes the settings from environ (variable → value) and validates them.
func Read(environ map[string]string) (Config, error) {
	c, err := env.ParseAsWithOptions[Config](env.Options{Prefix: Prefix, Environment: environ})
	if err != nil {
		return Config{}, err
	}
	return c, c.Validate()
}

// Validate reports every wrong setting at once and fills what follows from others.
func (c *Config) Validate() error {
	var errs []error
	wrong := func(name, format string, args ...any) {
		errs = append(errs, fmt.Errorf("%s%s: %s", Prefix, name, fmt.Sprintf(format, args...)))
	}
	if c.BaseURL == "" {
		c.BaseURL = "http://" + c.Listen
	}
	c.BaseURL = strings.TrimRight(c.BaseURL, "/")
	if u, err := url.Parse(c.BaseURL); err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		wrong("BASE_URL", "must be an http(s) address, for example https://rundertisch.example.org")
	}
	if !strings.HasPrefix(c.DatabaseURL, "sqlite:") && !strings.HasPrefix(c.DatabaseURL, "postgres://") &&
		!strings.HasPrefix(c.DatabaseURL, "postgresql://") {
		wrong("DATABASE_URL", "must begin with sqlite: or postgres://")
	}
	c.checkMail(wrong)
	if c.Secret != "" && len(c.Secret) < 32 {
		wrong("SECRET", "must have at least 32 characters")
	}
	for _, p := range c.TrustedProxies {
		if _, err := netip.ParsePrefix(p); err != nil {
			if _, err := netip.ParseAddr(p); err != nil {
				wrong("TRUSTED_PROXIES", "%q is neither an address nor a range", p)
			}
		}
	}
	if _, err := time.LoadLocation(c.Timezone); err != nil {
		wrong("TIMEZONE", "%q is not a known time zone", c.Timezone)
	}
	if c.Locale != "de" && c.Locale != "en" {
		wrong("LOCALE", "must be de or en")
	}
	if c.LogFormat != "text" && c.LogFormat != "json" {
		wrong("LOG_FORMAT", "must be text or json")
	}
	return errors.Join(errs...)
}

// checkMail reports what is wrong with the ways mail goes and comes.
func (c *Config) checkMail(wrong func(name, format string, args ...any)) {
	if u, err := url.Parse(c.SMTPURL); c.SMTPURL != "" && (err != nil || u.Host == "" || (u.Scheme != "smtp" && u.Scheme != "smtps")) {
		wrong("SMTP_URL", "must look like smtp://user:password@host:port or smtps://…")
	}
	if u, err := url.Parse(c.MailboxURL); c.MailboxURL != "" && (err != nil || u.Host == "" || u.User == nil || (u.Scheme != "imap" && u.Scheme != "imaps")) {
		wrong("MAILBOX_URL", "must look like imaps://user:password@host:port/Folder or imap://…")
	}
	if strings.ContainsAny(c.MailAuthserv, " ;/@\"\t") {
		wrong("MAIL_AUTHSERV", "must be the name alone, for example mx.example.org")
	}
	if c.MailFrom != "" {
		if _, err := mail.ParseAddress(c.MailFrom); err != nil {
			wrong("MAIL_FROM", "must be a mail address, for example \"Landkreis <planung@example.org>\"")
		}
	}
	if c.SMTPURL != "" && c.MailFrom == "" {
		wrong("MAIL_FROM", "is needed when SMTP_URL is set")
	}
	if c.MailPerHour < 0 {
		wrong("MAIL_PER_HOUR", "must not be negative")
	}
}

// Zone returns the time zone of Timezone; Validate has checked that it exists.
func (c Config) Zone() *time.Location {
	zone, err := time.LoadLocation(c.Timezone)
	if err != nil {
		return time.UTC
	}
	return zone
}

// Secure reports whether people reach the program by https, so that cookies may be marked so.
func (c Config) Secure() bool { return strings.HasPrefix(c.BaseURL, "https://") }

// LogValue lists the settings without passwords or the secret.
func (c Config) LogValue() slog.Value {
	return slog.GroupValue(
		slog.String("listen", c.Listen), slog.String("base_url", c.BaseURL),
		slog.String("database", Redact(c.DatabaseURL)), slog.String("files_dir", c.FilesDir),
		slog.String("smtp", Redact(c.SMTPURL)), slog.String("mail_from", c.MailFrom),
		slog.String("mailbox", Redact(c.MailboxURL)), slog.String("mail_authserv", c.MailAuthserv),
		slog.Int("mail_per_hour", c.MailPerHour), slog.Bool("secret_set", c.Secret != ""),
		slog.Any("trusted_proxies", c.TrustedProxies), slog.String("timezone", c.Timezone),
		slog.String("locale", c.Locale), slog.String("log_format", c.LogFormat),
	)
}

// Redact returns the address without its password and query.
func Redact(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "(unreadable)"
	}
	u.RawQuery = ""
	return u.Redacted()
}
