package pdftext

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"time"
)

// MaxText is how many octets of text are read of a file: some 350 written pages.
const MaxText = 1 << 20

const (
	within    = 3 * time.Minute // a file; the module may have to be compiled on a busy machine
	maxAnswer = 8 * MaxText     // octets of JSON; each of the text may have become six
)

// Text is what is written in a file.
type Text struct {
	Words  string `json:"words"`  // of the pages read, one blank between them
	Pages  int    `json:"pages"`  // of the file
	Read   int    `json:"read"`   // pages whose text is in Words
	Locked bool   `json:"locked"` // cannot be read without a password
	Broken bool   `json:"broken"` // is no PDF that can be read
}

// Failed is the end of a process that did not answer: the file was too much for it, or the machine for both.
type Failed struct{ Err error }

func (f Failed) Error() string { return "pdftext: no answer: " + f.Err.Error() }

func (f Failed) Unwrap() error { return f.Err }

// Reader starts a process for each file.
type Reader struct {
	Command []string      // the program and what makes it call Serve
	Within  time.Duration // a process that takes longer is ended; three minutes when zero
}

// Read returns what is written in the file. A process that gives no answer is a Failed; anything else is a fault of this machine.
func (r Reader) Read(ctx context.Context, file *os.File) (Text, error) {
	limit := r.Within
	if limit == 0 {
		limit = within
	}
	timed, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	answer := &limited{left: maxAnswer, stop: cancel}
	cmd := exec.CommandContext(timed, r.Command[0], r.Command[1:]...) //nolint:gosec // our own program
	cmd.Env = []string{}                                              // no secret of ours
	cmd.Stdin, cmd.Stdout, cmd.WaitDelay = file, answer, time.Second
	if err := cmd.Start(); err != nil {
		return Text{}, fmt.Errorf("pdftext: cannot start the reader: %w", err)
	}
	err := cmd.Wait()
	if ctx.Err() != nil {
		return Text{}, ctx.Err() // we are to stop: nothing is said about the file
	}
	var text Text
	if err == nil {
		err = json.Unmarshal(answer.kept.Bytes(), &text)
	}
	if err != nil {
		return Text{}, Failed{errors.Join(err, timed.Err())}
	}
	return text, nil
}

// limited keeps what a process writes, up to a length; one that writes more is stopped.
type limited struct {
	kept bytes.Buffer // not embedded: it would read all there is by itself
	left int
	stop func()
}

var errTooMuch = errors.New("more than a text can be")

func (l *limited) Write(p []byte) (int, error) {
	if l.left -= len(p); l.left < 0 {
		l.stop()
		return 0, errTooMuch
	}
	return l.kept.Write(p)
}
