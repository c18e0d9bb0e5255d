package apptest

import (
	"io"
	"net"
	"sync"
)

// Line is the network between browsers and the program; it can be cut, and lose answers.
type Line struct {
	listener net.Listener
	to       string

	mu     sync.Mutex
	isCut  bool
	isDeaf bool
	calls  map[net.Conn]bool
}

// Lay serves the program behind a line until the test ends.
func (s *Site) Lay() *Line {
	s.t.Helper()
	own, err := net.Listen("tcp", "127.0.0.1:0")
	s.must(err)
	go func() { _ = s.Web().Listener(own) }()
	front, err := net.Listen("tcp", "127.0.0.1:0")
	s.must(err)
	l := &Line{listener: front, to: own.Addr().String(), calls: map[net.Conn]bool{}}
	go l.serve()
	s.t.Cleanup(func() {
		_ = front.Close()
		l.Cut(true)
		_ = s.Web().Shutdown()
	})
	return l
}

// Base is the address that browsers open.
func (l *Line) Base() string { return "http://" + l.listener.Addr().String() }

func (l *Line) serve() {
	for {
		from, err := l.listener.Accept()
		if err != nil {
			return
		}
		to, err := net.Dial("tcp", l.to)
		if err != nil || !l.keep(from, to) {
			_ = from.Close()
			continue
		}
		for _, way := range []struct {
			out io.Writer
			in  io.Reader
		}{{to, from}, {back{from, l}, to}} {
			go func() {
				_, _ = io.Copy(way.out, way.in)
				_, _ = from.Close(), to.Close()
			}()
		}
	}
}

// back is the way of the answers, which may get lost on it.
type back struct {
	io.Writer
	line *Line
}

func (b back) Write(text []byte) (int, error) {
	b.line.mu.Lock()
	isDeaf := b.line.isDeaf
	b.line.mu.Unlock()
	if isDeaf {
		return len(text), nil
	}
	return b.Writer.Write(text)
}

func (l *Line) keep(calls ...net.Conn) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, call := range calls {
		if l.isCut {
			_ = call.Close()
		} else {
			l.calls[call] = true
		}
	}
	return !l.isCut
}

// Cut breaks the line with all calls on it, or mends it.
func (l *Line) Cut(isCut bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.isCut = isCut
	for call := range l.calls {
		_ = call.Close()
	}
	clear(l.calls)
}

// Deafen lets requests through and loses the answers, or not any more.
func (l *Line) Deafen(isDeaf bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.isDeaf = isDeaf
}
