package peers_test

import (
	"bufio"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"strconv"
	"testing"
	"time"
)

// marionette speaks the protocol by which Mozilla's programs are driven: JSON with its length before it.
type marionette struct {
	t      *testing.T
	conn   net.Conn
	in     *bufio.Reader
	number int
}

const script = 90 * time.Second // the longest a script may run

func dial(t *testing.T, port int) *marionette {
	t.Helper()
	conn, err := net.Dial("tcp", loopback(port))
	must(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	m := &marionette{t: t, conn: conn, in: bufio.NewReader(conn)}
	m.read(new(json.RawMessage)) // its greeting
	m.command("WebDriver:NewSession", map[string]any{}, nil)
	m.command("Marionette:SetContext", map[string]any{"value": "chrome"}, nil)
	m.command("WebDriver:SetTimeouts", map[string]any{"script": script.Milliseconds()}, nil)
	return m
}

func (m *marionette) read(into any) {
	m.t.Helper()
	must(m.t, m.conn.SetReadDeadline(time.Now().Add(script+patience)))
	length, err := m.in.ReadString(':')
	must(m.t, err)
	n, err := strconv.Atoi(length[:len(length)-1])
	must(m.t, err)
	body := make([]byte, n)
	_, err = io.ReadFull(m.in, body)
	must(m.t, err)
	must(m.t, json.Unmarshal(body, into))
}

func (m *marionette) command(name string, parameters, into any) {
	m.t.Helper()
	m.number++
	body, err := json.Marshal([]any{0, m.number, name, parameters})
	must(m.t, err)
	_, err = fmt.Fprintf(m.conn, "%d:%s", len(body), body)
	must(m.t, err)
	var answer [4]json.RawMessage // kind, number, error, result
	m.read(&answer)
	if string(answer[2]) != "null" {
		m.t.Fatalf("%s: %s", name, answer[2])
	}
	if into != nil {
		must(m.t, json.Unmarshal(answer[3], into))
	}
}

// frame makes a promise of a script and hands over what it comes to.
const frame = `const done = arguments[arguments.length - 1], args = Array.from(arguments).slice(0, -1);
(async () => { %s })().then(value => done({value}), problem => done({problem: String(problem) + "\n" + (problem?.stack ?? "")}));`

// run runs the body of an asynchronous function inside the program; into may be nil.
func (m *marionette) run(body string, into any, args ...any) {
	m.t.Helper()
	if args == nil {
		args = []any{}
	}
	var answer struct {
		Value struct {
			Value   json.RawMessage `json:"value"`
			Problem string          `json:"problem"`
		} `json:"value"`
	}
	m.command("WebDriver:ExecuteAsyncScript", map[string]any{
		"script": fmt.Sprintf(frame, body), "args": args, "sandbox": "system", "newSandbox": false,
	}, &answer)
	if answer.Value.Problem != "" {
		m.t.Fatal(answer.Value.Problem)
	}
	if into != nil && answer.Value.Value != nil {
		must(m.t, json.Unmarshal(answer.Value.Value, into))
	}
}
