package imapbox

import (
	"context"
	"crypto/tls"
	"errors"
	"net"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

// Option changes what is optional.
type Option func(*dialer)

// WithTLS checks certificates as config says.
func WithTLS(config *tls.Config) Option { return func(d *dialer) { d.tls = config } }

type dialer struct {
	server Server
	tls    *tls.Config
	news   chan struct{}
}

// Open connects, signs in and selects the folder, within the context's time. The caller closes the box. A failure is an *Error.
func Open(ctx context.Context, server Server, options ...Option) (*Box, error) {
	d := &dialer{server: server, tls: &tls.Config{MinVersion: tls.VersionTLS12}, news: make(chan struct{}, 1)}
	for _, option := range options {
		option(d)
	}
	conn, err := d.connect(ctx)
	if err != nil {
		return nil, err
	}
	b := &Box{conn: conn, server: server, news: d.news, there: map[string]bool{}}
	err = b.within(ctx, func() error {
		if err := d.greet(b); err != nil {
			return err
		}
		return b.enter()
	})
	if err != nil {
		b.Close() //nolint:contextcheck // the goodbye has its own time
		return nil, err
	}
	return b, nil
}

// connect opens the connection, for imaps with TLS around it.
func (d *dialer) connect(ctx context.Context) (net.Conn, error) {
	var dial net.Dialer
	conn, err := dial.DialContext(ctx, "tcp", d.server.address())
	if err != nil || d.server.tls != tlsAtOnce {
		if err != nil {
			err = wrong(PortClosed, err)
		}
		return conn, err
	}
	secured := tls.Client(conn, d.config())
	if err := secured.HandshakeContext(ctx); err != nil {
		conn.Close() //nolint:errcheck // of no use any more
		return nil, wrong(NotTLS, err)
	}
	return secured, nil
}

// config is the TLS configuration for the server's name.
func (d *dialer) config() *tls.Config {
	config := d.tls.Clone()
	if config.ServerName == "" {
		config.ServerName = d.server.host
	}
	return config
}

// greet waits for the server's greeting and secures the connection when that is still to do.
func (d *dialer) greet(b *Box) (err error) {
	options := &imapclient.Options{TLSConfig: d.config(), UnilateralDataHandler: &imapclient.UnilateralDataHandler{Mailbox: d.tell}}
	if d.server.tls == tlsRequired {
		if b.client, err = imapclient.NewStartTLS(b.conn, options); err != nil {
			return wrong(NoStartTLS, err)
		}
		return nil
	}
	b.client = imapclient.New(b.conn, options)
	if err := b.client.WaitGreeting(); err != nil {
		return wrong(Refused, err)
	}
	return nil
}

// tell notes that the server counted the folder's mails again.
func (d *dialer) tell(data *imapclient.UnilateralDataMailbox) {
	if data.NumMessages == nil {
		return
	}
	select {
	case d.news <- struct{}{}:
	default:
	}
}

// enter signs in, asks what the server can and selects the folder.
func (b *Box) enter() error {
	if err := b.client.Login(b.server.user, b.server.password).Wait(); err != nil {
		return wrong(SignInRefused, err)
	}
	b.caps = b.client.Caps()
	if b.caps == nil {
		return wrong(Gone, errors.New("the server does not say what it can"))
	}
	selected, err := b.client.Select(b.server.folder, nil).Wait()
	if err != nil {
		return wrong(NoFolder, err)
	}
	b.validity = selected.UIDValidity
	if b.caps.Has(imap.CapNamespace) {
		if spaces, err := b.client.Namespace().Wait(); err == nil && len(spaces.Personal) > 0 {
			b.prefix = spaces.Personal[0].Prefix
		}
	}
	return nil
}
