package proof

import (
	"bytes"
	"context"
	"strings"

	"github.com/emersion/go-msgauth/dkim"
	"github.com/emersion/go-msgauth/dmarc"
)

// Resolver asks the DNS for texts; *net.Resolver is one.
type Resolver interface {
	LookupTXT(ctx context.Context, name string) ([]string, error)
}

// Ours are the servers whose word counts: the one that is named, else the mailbox's own and those of the sender's domain.
func Ours(named, mailboxHost, domain string) Servers {
	if named != "" {
		return Servers{Names: []string{named}}
	}
	return Servers{Names: []string{mailboxHost}, Domain: domain}
}

// SPF is what a domain says about who may send for it.
type SPF string

// What a domain's SPF comes to.
const (
	SPFGood    SPF = "good"    // one record that ends with -all or ~all
	SPFNone    SPF = "none"    // no record
	SPFSeveral SPF = "several" // more than one record: receivers take none (RFC 7208, 3.2)
	SPFOpen    SPF = "open"    // anybody may send
)

// SenderPolicy looks the domain's SPF record up. Whether it names a mail server is not evaluated: only the receiver's server knows from
// which address the mail came.
func SenderPolicy(ctx context.Context, dns Resolver, domain string) SPF {
	texts, _ := dns.LookupTXT(ctx, domain) // a domain without texts is an error, too
	var records []string
	for _, text := range texts {
		if strings.EqualFold(text, "v=spf1") || strings.HasPrefix(strings.ToLower(text), "v=spf1 ") {
			records = append(records, strings.ToLower(text))
		}
	}
	switch {
	case len(records) == 0:
		return SPFNone
	case len(records) > 1:
		return SPFSeveral
	case strings.HasSuffix(records[0], "-all"), strings.HasSuffix(records[0], "~all"), strings.Contains(records[0], "redirect="):
		return SPFGood
	}
	return SPFOpen
}

// Policy returns the DMARC policy of the domain or of the next one above it that has one: "none", "quarantine", "reject", or "" when
// there is none.
func Policy(ctx context.Context, dns Resolver, domain string) string {
	lookup := &dmarc.LookupOptions{LookupTXT: func(name string) ([]string, error) { return dns.LookupTXT(ctx, name) }}
	for strings.Contains(domain, ".") {
		if record, err := dmarc.LookupWithOptions(domain, lookup); err == nil {
			return string(record.Policy)
		}
		_, domain, _ = strings.Cut(domain, ".")
	}
	return ""
}

// Signed verifies the DKIM signatures of a mail. It returns the domains whose signature holds, and whether there is any signature at all.
func Signed(ctx context.Context, dns Resolver, raw []byte) (domains []string, signed bool) {
	options := &dkim.VerifyOptions{LookupTXT: func(name string) ([]string, error) { return dns.LookupTXT(ctx, name) }, MaxVerifications: 5}
	found, _ := dkim.VerifyWithOptions(bytes.NewReader(raw), options) // what could not be read holds nothing
	for _, one := range found {
		signed = true
		if one.Err == nil {
			domains = append(domains, one.Domain)
		}
	}
	return domains, signed
}
