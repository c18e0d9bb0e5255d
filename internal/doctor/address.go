package doctor

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
)

// address looks at BASE_URL: what it says, and who answers there.
func (p Patient) address(ctx context.Context) []Finding {
	base, err := url.Parse(p.Config.BaseURL)
	if err != nil {
		return []Finding{{"address", Problem, "doctor.config.wrong", []any{oneLine(err)}}}
	}
	return append(p.wording(base), p.knock(ctx)...)
}

// wording finds what can be seen without asking anybody.
func (p Patient) wording(base *url.URL) []Finding {
	host, port, err := net.SplitHostPort(p.Config.Listen)
	near := isLoopback(base.Hostname())
	switch {
	case near && p.Config.SMTPURL != "" && !isLoopback(smtpHost(p.Config.SMTPURL)):
		return []Finding{{"address", Warning, "doctor.address.loopback", []any{p.Config.BaseURL}}}
	case near && err == nil && base.Scheme == "http" && base.Port() != port && isLoopback(host):
		return []Finding{{"address", Problem, "doctor.address.port", []any{p.Config.BaseURL, p.Config.Listen}}}
	case !near && base.Scheme == "http":
		return []Finding{{"address", Warning, "doctor.address.plain", []any{p.Config.BaseURL}}}
	case !near && len(p.Config.TrustedProxies) == 0 && isLoopback(host):
		return []Finding{{"address", Warning, "doctor.address.proxy", nil}}
	}
	return nil
}

// knock asks the public address for a sign of life.
func (p Patient) knock(ctx context.Context) []Finding {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, p.Config.BaseURL+"/healthz", nil)
	if err != nil {
		return []Finding{{"address", Problem, "doctor.config.wrong", []any{oneLine(err)}}}
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	defer client.CloseIdleConnections()
	answer, err := client.Do(request)
	if err != nil {
		return []Finding{p.nobody(err)}
	}
	defer answer.Body.Close() //nolint:errcheck // only read
	body, err := io.ReadAll(io.LimitReader(answer.Body, 100))
	var findings []Finding
	if theirs, dateErr := http.ParseTime(answer.Header.Get("Date")); dateErr == nil {
		findings = p.compare(theirs, "doctor.clock.address")
	}
	switch location := answer.Header.Get("Location"); {
	case location != "":
		return append(findings, Finding{"address", Problem, "doctor.address.elsewhere", []any{p.Config.BaseURL, strings.TrimSuffix(location, "/healthz")}})
	case err != nil || answer.StatusCode != http.StatusOK || string(body) != "ok":
		return append(findings, Finding{"address", Problem, "doctor.address.stranger", []any{p.Config.BaseURL, answer.StatusCode}})
	}
	return append(findings, Finding{"address", OK, "doctor.address.ok", []any{p.Config.BaseURL}})
}

func (p Patient) nobody(err error) Finding {
	var certificate *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	args := []any{p.Config.BaseURL, oneLine(errors.Unwrap(err))}
	switch {
	case errors.As(err, &certificate):
		return Finding{"address", Problem, "doctor.address.certificate", args}
	case errors.As(err, &record), strings.Contains(err.Error(), "HTTP response to HTTPS client"):
		return Finding{"address", Problem, "doctor.address.no_tls", args}
	}
	return Finding{"address", Warning, "doctor.address.nobody", args}
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

func smtpHost(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Hostname()
}
