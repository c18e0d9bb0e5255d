// Package peers_test lets the program talk to mail servers and calendar programs that are not ours: Postfix takes its mail,
// Dovecot and Cyrus deliver it, Thunderbird is the invited person, khal reads the calendar. make e2e-mail runs it; without
// the variable RUNDERTISCH_E2E_MAIL, which names its folder, it is passed over.
//
// Everything lives in that folder and on ports of the loopback interface that are free when it starts. Postfix must be started
// by root; what need not run as root does not.
package peers_test

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"
)

// nobody is the user and group of everything that need not be root; no account of the system has it.
const nobody = 58217

const (
	patience = 40 * time.Second       // for anything a server or a calendar program does
	look     = 100 * time.Millisecond // between two looks at it
)

// folder is where everything lives, as the script made it.
func folder(t *testing.T) string {
	t.Helper()
	work := os.Getenv("RUNDERTISCH_E2E_MAIL")
	if work == "" {
		t.Skip("needs real mail servers: make e2e-mail")
	}
	return work
}

// within makes a folder that belongs to nobody.
func within(t *testing.T, parts ...string) string {
	t.Helper()
	dir := filepath.Join(parts...)
	must(t, os.MkdirAll(dir, 0o755))
	must(t, os.Chown(dir, nobody, nobody))
	return dir
}

func write(t *testing.T, file, text string) string {
	t.Helper()
	must(t, os.WriteFile(file, []byte(text), 0o644))
	return file
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// port returns one that is free on the loopback interface.
func port(t *testing.T) int {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer func() { _ = listener.Close() }()
	return listener.Addr().(*net.TCPAddr).Port //nolint:forcetypeassert // a TCP listener
}

// until waits for a condition that another process brings about; found, when given, says what there is instead.
func until(t *testing.T, what string, done func() bool, found ...*string) {
	t.Helper()
	deadline := time.Now().Add(patience)
	for !done() {
		if time.Now().After(deadline) {
			for _, instead := range found {
				what += "; there is: " + *instead
			}
			t.Fatalf("not within %s: %s", patience, what)
		}
		time.Sleep(look)
	}
}

// process is one that the test started, in a process group of its own.
type process struct {
	name string
	cmd  *exec.Cmd
	said string // file with what it says; a failed test shows its end
	over chan struct{}
}

// as says who runs a process.
type as int

const (
	asRoot    as = 0
	asNobody  as = nobody
	asAccount as = 65534 // the account called nobody, for who insists on one
)

// start runs a program until the test ends. Its process group is noted in the folder, so that the script ends what a dying
// test could not.
func start(t *testing.T, name string, who as, environ []string, program string, args ...string) *process {
	t.Helper()
	p := &process{name: name, cmd: exec.Command(program, args...), said: filepath.Join(folder(t), name+".log"), over: make(chan struct{})}
	said, err := os.Create(p.said)
	must(t, err)
	defer func() { _ = said.Close() }()
	p.cmd.Env = append([]string{"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8"}, environ...)
	p.cmd.Dir = "/"
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if who != asRoot {
		p.cmd.SysProcAttr.Credential = &syscall.Credential{Uid: uint32(who), Gid: uint32(who)}
	}
	p.cmd.Stdout, p.cmd.Stderr = said, said
	must(t, p.cmd.Start())
	note := filepath.Join(folder(t), "processes", strconv.Itoa(p.cmd.Process.Pid))
	write(t, note, name)
	go func() {
		_ = p.cmd.Wait()
		close(p.over)
	}()
	t.Cleanup(func() {
		p.end()
		_ = os.Remove(note)
		if t.Failed() {
			t.Logf("%s said:\n%s", name, p.words())
		}
	})
	return p
}

// end asks the process group to end, and ends it.
func (p *process) end() {
	p.signal(syscall.SIGTERM)
	select {
	case <-p.over:
	case <-time.After(5 * time.Second):
	}
	p.signal(syscall.SIGKILL)
	<-p.over
}

func (p *process) signal(s syscall.Signal) {
	_ = syscall.Kill(-p.cmd.Process.Pid, s) // whoever has ended already is fine
}

// listens waits until somebody answers at the port.
func (p *process) listens(t *testing.T, at int) {
	t.Helper()
	until(t, p.name+" listens", func() bool {
		select {
		case <-p.over:
			t.Fatalf("%s ended:\n%s", p.name, p.words())
		default:
		}
		conn, err := net.Dial("tcp", loopback(at))
		if err == nil {
			_ = conn.Close()
		}
		return err == nil
	})
}

func loopback(port int) string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(port)) }

// words is the end of what the process said.
func (p *process) words() string {
	const most = 3000
	said, err := os.ReadFile(p.said)
	if err != nil {
		return err.Error()
	}
	return string(said[max(0, len(said)-most):])
}
