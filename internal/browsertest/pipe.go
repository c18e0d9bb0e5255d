package browsertest

import (
	"bufio"
	"bytes"
	"os"
	"sync"
)

// pipe carries the DevTools protocol over a pair of files: JSON texts, each ended by a zero byte.
type pipe struct {
	mu  sync.Mutex // one writer at a time
	out *os.File
	in  *bufio.Reader
}

func newPipe(out, in *os.File) *pipe { return &pipe{out: out, in: bufio.NewReaderSize(in, 1<<20)} }

// Send implements cdp.WebSocketable.
func (p *pipe) Send(text []byte) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	_, err := p.out.Write(append(bytes.Clone(text), 0))
	return err
}

// Read implements cdp.WebSocketable.
func (p *pipe) Read() ([]byte, error) {
	text, err := p.in.ReadBytes(0)
	if err != nil {
		return nil, err
	}
	return text[:len(text)-1], nil
}
