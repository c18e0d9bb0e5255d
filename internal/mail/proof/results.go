package proof

import (
	"strings"

	"github.com/emersion/go-msgauth/authres"
)

// Result is what a check has found.
type Result string

// The results. Temporary and permanent errors, "softfail" and "neutral" prove nothing either way and are None.
const (
	None Result = "none"
	Pass Result = "pass"
	Fail Result = "fail"
)

// Verdict is what our own mail server says about a mail's sender.
type Verdict struct{ DMARC, SPF, DKIM Result }

// nothing is the verdict when nobody we believe has said anything.
func nothing() Verdict { return Verdict{DMARC: None, SPF: None, DKIM: None} }

// Forged reports whether the author's address is not the one the mail came from, by the rules of that address' domain.
func (v Verdict) Forged() bool { return v.DMARC == Fail }

// String is the verdict as it is stored, "dmarc=pass spf=pass dkim=none".
func (v Verdict) String() string {
	return "dmarc=" + string(v.DMARC) + " spf=" + string(v.SPF) + " dkim=" + string(v.DKIM)
}

// Stored reads what String has written; anything else says nothing.
func Stored(text string) Verdict {
	v := nothing()
	for _, word := range strings.Fields(text) {
		method, result, _ := strings.Cut(word, "=")
		v.note(method, Result(result))
	}
	return v
}

// Servers are the names our own mail server may sign with: those named are believed, and those below a domain.
type Servers struct {
	Names  []string
	Domain string
}

// known reports whether the name is that of our own server.
func (s Servers) known(name string) bool {
	for _, own := range s.Names {
		if own != "" && strings.EqualFold(own, name) {
			return true
		}
	}
	name, domain := strings.ToLower(name), strings.ToLower(s.Domain)
	return domain != "" && (name == domain || strings.HasSuffix(name, "."+domain))
}

// Read reads the topmost Authentication-Results of a mail, "" when it has none. Author is the domain of the mail's From; a DMARC result for
// another one says nothing about it.
func Read(header string, servers Servers, author string) Verdict {
	v := nothing()
	name, results, _ := authres.Parse(bare(header)) // what could be read before an error stands
	if !servers.known(name) {
		return v
	}
	for _, result := range results {
		switch r := result.(type) {
		case *authres.DMARCResult:
			if r.From == "" || strings.EqualFold(r.From[strings.LastIndexByte(r.From, '@')+1:], author) {
				v.note("dmarc", Result(r.Value))
			}
		case *authres.SPFResult:
			v.note("spf", Result(r.Value))
		case *authres.DKIMResult:
			v.note("dkim", Result(r.Value))
		}
	}
	return v
}

// Topmost returns the first Authentication-Results header of a raw mail, "" when it has none.
func Topmost(raw []byte) string {
	head, _, _ := strings.Cut(strings.ReplaceAll(string(raw), "\r\n", "\n"), "\n\n")
	head = strings.NewReplacer("\n ", " ", "\n\t", " ").Replace(head)
	for line := range strings.Lines(head) {
		if name, value, found := strings.Cut(line, ":"); found && strings.EqualFold(name, "Authentication-Results") {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// note takes over one result. A mail has one author, for whom a failure counts; it may bear several signatures, of which one is enough.
func (v *Verdict) note(method string, result Result) {
	switch {
	case result != Pass && result != Fail:
	case method == "dmarc" && v.DMARC != Fail:
		v.DMARC = result
	case method == "spf" && v.SPF != Fail:
		v.SPF = result
	case method == "dkim" && v.DKIM != Pass:
		v.DKIM = result
	}
}

// bare leaves out comments (RFC 5322, 3.2.2) and what is quoted.
func bare(header string) string {
	var out strings.Builder
	depth, quoted, escaped := 0, false, false
	for _, r := range header {
		switch {
		case escaped:
			escaped = false
		case r == '\\':
			escaped = depth > 0 || quoted
		case quoted:
			quoted = r != '"'
		case r == '"' && depth == 0:
			quoted = true
		case r == '(':
			depth++
		case r == ')':
			depth = max(0, depth-1)
		case depth == 0:
			out.WriteRune(r)
		}
	}
	return out.String()
}
