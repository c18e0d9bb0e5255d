package shared_test

import (
	"strings"
	"testing"

	"rundertisch/views/shared"
)

func TestAddressesBreakAtTheirJoints(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, text, want string }{
		{"an address", "anke.doerfler@ballhausen.example.org", "anke<wbr>.doerfler@<wbr>ballhausen<wbr>.example.org"},
		{"one in a text", "Dr. Anke Dörfler <anke@example.org>", "Dr. Anke Dörfler &lt;anke@<wbr>example.org&gt;"},
		{"two", "a@example.org, b@mail.example.org", "a@<wbr>example.org, b@<wbr>mail<wbr>.example.org"},
		{"none", "Keine <b>Adresse</b>.", "Keine &lt;b&gt;Adresse&lt;/b&gt;."},
		{"what is no address", "anna@localhost & @example.org", "anna@localhost &amp; @example.org"},
	} {
		var b strings.Builder
		if err := shared.Address(tt.text).Render(t.Context(), &b); err != nil {
			t.Fatal(err)
		}
		if b.String() != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, b.String(), tt.want)
		}
	}
}
