package mail

// WithStartTLS is the server as it is away from loopback: STARTTLS or nothing.
func (s Server) WithStartTLS() Server {
	s.tls = tlsRequired
	return s
}
