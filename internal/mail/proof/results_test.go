package proof_test

import (
	"testing"

	"rundertisch/internal/mail/proof"
)

var ours = proof.Servers{Names: []string{"mx.example.org"}, Domain: "musterland.example.org"}

func TestOnlyOurOwnServerIsBelieved(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, header, want string }{
		{"all passes", "mx.example.org; dmarc=pass header.from=example.net; spf=pass smtp.mailfrom=a@example.net; dkim=pass header.d=example.net", "dmarc=pass spf=pass dkim=pass"},
		{"the author is forged", "mx.example.org; spf=pass smtp.mailfrom=evil.example; dmarc=fail (p=reject dis=none) header.from=example.net", "dmarc=fail spf=pass dkim=none"},
		{"a folded header of version 1", "MX.Example.org 1;\r\n\tdmarc=fail header.from=example.net", "dmarc=fail spf=none dkim=none"},
		{"a server below our own domain", "in2.musterland.example.org; dmarc=pass", "dmarc=pass spf=none dkim=none"},
		{"another server's word", "mx.evil.example; dmarc=pass header.from=example.net; spf=pass; dkim=pass", "dmarc=none spf=none dkim=none"},
		{"a name that ends like ours", "notmusterland.example.org; dmarc=fail", "dmarc=none spf=none dkim=none"},
		{"a domain that begins like ours", "mx.example.org.evil.example; dmarc=pass", "dmarc=none spf=none dkim=none"},
		{"no header at all", "", "dmarc=none spf=none dkim=none"},
		{"a result hidden in a comment", "mx.example.org; spf=fail (domain of x; dmarc=pass; y) smtp.mailfrom=x", "dmarc=none spf=fail dkim=none"},
		{"a result hidden in a nested comment", "mx.example.org; (a (b) ; dmarc=pass ) dmarc=fail", "dmarc=fail spf=none dkim=none"},
		{"a result hidden in quotes", `mx.example.org; spf=fail smtp.mailfrom="a\";dmarc=pass"@evil.example`, "dmarc=none spf=fail dkim=none"},
		{"a result for another author", "mx.example.org; dmarc=pass header.from=evil.example", "dmarc=none spf=none dkim=none"},
		{"one of two signatures is enough", "mx.example.org; dkim=fail header.d=list.example; dkim=pass header.d=example.net", "dmarc=none spf=none dkim=pass"},
		{"two words on one author are a failure", "mx.example.org; dmarc=fail; dmarc=pass", "dmarc=fail spf=none dkim=none"},
		{"errors and half answers prove nothing", "mx.example.org; dmarc=temperror; spf=softfail; dkim=neutral", "dmarc=none spf=none dkim=none"},
		{"a server that checked nothing", "mx.example.org; none", "dmarc=none spf=none dkim=none"},
		{"a broken header", "mx.example.org; dmarc=pass; ((( ; spf", "dmarc=pass spf=none dkim=none"},
	} {
		got := proof.Read(tt.header, ours, "example.net")
		if got.String() != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
		if proof.Stored(got.String()) != got {
			t.Errorf("%s: stored and read again it is %s", tt.name, proof.Stored(got.String()))
		}
	}
	if proof.Read("mx.example.org; dmarc=fail", proof.Servers{}, "").Forged() {
		t.Error("a server is believed although none is named")
	}
}

func FuzzRead(f *testing.F) {
	f.Add("mx.example.org; dmarc=pass (a \\) b) header.from=example.net; spf=\"x")
	f.Fuzz(func(t *testing.T, header string) {
		if v := proof.Read(header, ours, "example.net"); proof.Stored(v.String()) != v {
			t.Fatalf("%q: %+v", header, v)
		}
	})
}
