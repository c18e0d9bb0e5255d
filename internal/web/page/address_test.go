package page_test

import (
	"net/netip"
	"testing"

	"rundertisch/internal/web/page"
)

func TestWhoAsksIsTheLastAddressThatSomebodyWeTrustHasSeen(t *testing.T) {
	t.Parallel()
	one := []string{"127.0.0.1"}
	chain := []string{"127.0.0.1", "10.20.0.0/16", "fd00::/8"}
	for _, c := range []struct {
		name      string
		proxies   []string
		remote    string
		forwarded []string
		want      string
	}{
		{"without proxies the header is nobody's word", nil, "203.0.113.9", []string{"198.51.100.1"}, "203.0.113.9"},
		{"the header of somebody who is no proxy counts as little", one, "203.0.113.9", []string{"198.51.100.1"}, "203.0.113.9"},
		{"a proxy says whom it got the request from", one, "127.0.0.1", []string{"203.0.113.9"}, "203.0.113.9"},
		{"what the browser made up stands left of it", one, "127.0.0.1", []string{"198.51.100.1, 203.0.113.9"}, "203.0.113.9"},
		{"also in a header of its own", one, "127.0.0.1", []string{"198.51.100.1", "203.0.113.9"}, "203.0.113.9"},
		{"a proxy's address that was made up helps nobody", one, "127.0.0.1", []string{"127.0.0.1, 203.0.113.9"}, "203.0.113.9"},
		{"proxies behind each other are passed over", chain, "127.0.0.1", []string{"198.51.100.1, 203.0.113.9, 10.20.4.4, fd00::7"}, "203.0.113.9"},
		{"whoever asks from within a trusted network is the first there", chain, "127.0.0.1", []string{"10.20.9.1, 10.20.4.4"}, "10.20.9.1"},
		{"what is no address ends the walk at the proxy before it", chain, "127.0.0.1", []string{"198.51.100.1, unknown, 10.20.4.4"}, "10.20.4.4"},
		{"a proxy that says nothing stands for all behind it", one, "127.0.0.1", nil, "127.0.0.1"},
		{"an address may have a port", one, "127.0.0.1", []string{"203.0.113.9:51234"}, "203.0.113.9"},
		{"and brackets", one, "127.0.0.1", []string{"[2001:db8::1]:443"}, "2001:db8::1"},
		{"an address of version 4 in the dress of version 6 is the same", one, "::ffff:127.0.0.1", []string{"::ffff:203.0.113.9"}, "203.0.113.9"},
	} {
		got := page.ProxiesOf(c.proxies).Client(netip.MustParseAddr(c.remote), c.forwarded)
		if got.String() != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}
