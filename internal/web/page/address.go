package page

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"
)

// Proxies are the networks of the proxies in front of the program.
type Proxies []netip.Prefix

// ProxiesOf reads addresses and ranges. What is neither, which the configuration refuses before, is left out.
func ProxiesOf(list []string) Proxies {
	var proxies Proxies
	for _, one := range list {
		one = strings.TrimSpace(one)
		if network, err := netip.ParsePrefix(one); err == nil {
			proxies = append(proxies, network.Masked())
		} else if address, err := netip.ParseAddr(one); err == nil {
			address = address.Unmap()
			proxies = append(proxies, netip.PrefixFrom(address, address.BitLen()))
		}
	}
	return proxies
}

func (p Proxies) include(address netip.Addr) bool {
	return slices.ContainsFunc(p, func(network netip.Prefix) bool { return network.Contains(address) })
}

// Client returns who asks, when remote is the other end of the connection and forwarded the X-Forwarded-For headers in their order. Every
// proxy adds at the right whom it got the request from, and what stands left of that is the word of whoever was there before: the
// rightmost address that is none of our proxies is the last that somebody we trust has seen.
func (p Proxies) Client(remote netip.Addr, forwarded []string) netip.Addr {
	seen := remote.Unmap()
	if !p.include(seen) {
		return seen
	}
	hops := strings.Split(strings.Join(forwarded, ","), ",")
	for _, hop := range slices.Backward(hops) {
		address, ok := hopAddress(hop)
		if !ok {
			return seen
		}
		if seen = address; !p.include(seen) {
			return seen
		}
	}
	return seen
}

// hopAddress reads an address as proxies write it, some with a port.
func hopAddress(hop string) (netip.Addr, bool) {
	hop = strings.TrimSpace(hop)
	if address, err := netip.ParseAddr(strings.Trim(hop, "[]")); err == nil {
		return address.Unmap().WithZone(""), true
	}
	port, err := netip.ParseAddrPort(hop)
	return port.Addr().Unmap().WithZone(""), err == nil
}

const clientKey = "client"

// Remember notes for the rest of the request who asks. Fiber's own IP takes the leftmost address of X-Forwarded-For, which is whatever the
// browser sent: who wants to be counted anew each time only has to make up another one.
func (p Proxies) Remember(c *fiber.Ctx) error {
	remote, ok := netip.AddrFromSlice(c.Context().RemoteIP())
	if !ok {
		return c.Next()
	}
	var forwarded []string
	for _, header := range c.Request().Header.PeekAll(fiber.HeaderXForwardedFor) {
		forwarded = append(forwarded, string(header))
	}
	c.Locals(clientKey, p.Client(remote, forwarded).String())
	return c.Next()
}

// Address returns who asks, as Remember noted it: the key rate limits count by.
func Address(c *fiber.Ctx) string {
	address, _ := c.Locals(clientKey).(string)
	return address
}
