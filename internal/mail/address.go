package mail

import (
	"net/mail"
	"strings"

	"golang.org/x/net/idna"

	"rundertisch/internal/fault"
)

const (
	maxAddress = 254 // RFC 5321, 4.5.3.1.3
	maxLocal   = 64  // RFC 5321, 4.5.3.1.1
	maxName    = 200 // characters of a name that a header shows
)

// Canonical returns the address as it is written into mails: domain in lower-case punycode, local part as typed. It fails with the
// fault mail.address.invalid when the text is no single plain address that every mail server can take.
func Canonical(address string) (string, error) {
	wrong := fault.New(fault.Invalid, "mail.address.invalid")
	address = strings.TrimSpace(address)
	at := strings.LastIndexByte(address, '@')
	if at < 1 || at > maxLocal {
		return "", wrong
	}
	local, domain := address[:at], address[at+1:]
	domain, err := idna.Lookup.ToASCII(strings.ToLower(domain))
	if err != nil || !strings.Contains(domain, ".") && domain != "localhost" {
		return "", wrong
	}
	canonical := local + "@" + domain
	parsed, err := mail.ParseAddress(canonical)
	if err != nil || parsed.Address != canonical || !plain(local) || len(canonical) > maxAddress {
		return "", wrong
	}
	return canonical, nil
}

// plain reports whether the local part needs neither quotes nor SMTPUTF8 (RFC 5321 dot-string).
func plain(local string) bool {
	for _, r := range local {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
		if !letter && !strings.ContainsRune(".!#$%&'*+-/=?^_`{|}~", r) {
			return false
		}
	}
	return true
}

// Key returns what two spellings of one mailbox share: the canonical address in lower case, "" for no address.
func Key(address string) string {
	canonical, err := Canonical(address)
	if err != nil {
		return ""
	}
	return strings.ToLower(canonical)
}

// Domain returns what follows the @.
func Domain(address string) string {
	return address[strings.LastIndexByte(address, '@')+1:]
}

// tagged returns the address with a plus tag (RFC 5233), or the bare address when the local part would grow too long.
func tagged(address, tag string) string {
	at := strings.LastIndexByte(address, '@')
	if at+1+len(tag) > maxLocal {
		return address
	}
	return address[:at] + "+" + tag + address[at:]
}

// oneLine joins the words of a text by single spaces and leaves out what has no place in a header: controls, line and
// paragraph separators, direction overrides, broken characters. It cuts after limit characters.
func oneLine(text string, limit int) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 || r == 0x2028 || r == 0x2029:
			return ' '
		case r == 0xfffd || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069:
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, ""))
	text = strings.Join(strings.Fields(text), " ")
	if runes := []rune(text); len(runes) > limit {
		text = strings.TrimSpace(string(runes[:limit-1])) + "…"
	}
	return text
}
