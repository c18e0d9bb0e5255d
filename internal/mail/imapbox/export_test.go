package imapbox

import (
	"context"
	"time"
)

// IdleLength is how long one IDLE lasts.
const IdleLength = idleLength

// Idle waits by IDLE for at most length.
func (b *Box) Idle(ctx context.Context, length time.Duration) error { return b.idle(ctx, length) }

// Poll waits for length and asks.
func (b *Box) Poll(ctx context.Context, length time.Duration) error { return b.poll(ctx, length) }

// TLSUse is how the connection is secured.
type TLSUse = tlsUse

// The uses.
const (
	TLSNone     = tlsNone
	TLSRequired = tlsRequired
	TLSAtOnce   = tlsAtOnce
)

// TLS says how the server's connection is secured.
func (s Server) TLS() TLSUse { return s.tls }

// Using is the server with another use of TLS than its address says, for servers on loopback.
func (s Server) Using(tls TLSUse) Server {
	s.tls = tls
	return s
}
