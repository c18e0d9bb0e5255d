package peers_test

import (
	"fmt"
	"io"
	"net/http"
	"net/smtp"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// others is the domain whose mailboxes Cyrus keeps.
const others = "kreis.example.org"

// cyrus is a mail and calendar server that takes invitations out of the mail by itself: a Sieve script with processimip
// enters them into the receiver's calendar as they are delivered.
type cyrus struct {
	t          *testing.T
	dir        string
	lmtp, http int
}

const cyrusConfig = `configdirectory: %[1]s/conf
partition-default: %[1]s/spool
defaultpartition: default
mailbox_legacy_dirs: yes
cyrus_user: nobody
admins: cyrus
servername: cyrus.example.org
allowplaintext: yes
sasl_pwcheck_method: alwaystrue
sasl_mech_list: PLAIN
autocreate_post: yes
autocreate_quota: 0
sievedir: %[1]s/sieve
sieveusehomedir: no
proc_path: %[1]s/run/proc
mboxname_lockpath: %[1]s/run/lock
lmtpsocket: %[1]s/run/lmtp
idlesocket: %[1]s/run/idle
notifysocket: %[1]s/run/notify
httpmodules: caldav
calendar_user_address_set: kreis.example.org
`

const cyrusServices = `START {
  recover cmd="%[1]s/ctl_cyrusdb -r -C %[2]s"
}
SERVICES {
  lmtp cmd="%[1]s/lmtpd -a -C %[2]s" listen="127.0.0.1:%[3]d" prefork=0 proto="tcp4"
  http cmd="%[1]s/httpd -C %[2]s" listen="127.0.0.1:%[4]d" prefork=0 proto="tcp4"
}
`

// startCyrus starts the Cyrus that the script unpacked; nil when there is none, because Debian's package cannot be installed
// beside Dovecot's.
func startCyrus(t *testing.T) *cyrus {
	t.Helper()
	unpacked := filepath.Join(folder(t), "cyrus-imapd", "usr", "lib")
	programs := filepath.Join(unpacked, "cyrus", "bin")
	if _, err := os.Stat(programs); err != nil {
		t.Log("without Cyrus:", err)
		return nil
	}
	libraries, err := filepath.Glob(filepath.Join(unpacked, "*-linux-gnu*"))
	must(t, err)
	environ := []string{"LD_LIBRARY_PATH=" + strings.Join(append(libraries, filepath.Join(unpacked, "cyrus")), ":")}
	c := &cyrus{t: t, dir: filepath.Join(folder(t), "cyrus"), lmtp: port(t), http: port(t)}
	for _, name := range []string{"conf", "spool", "sieve", "run"} {
		must(t, os.MkdirAll(filepath.Join(c.dir, name), 0o755))
	}
	config := write(t, filepath.Join(c.dir, "imapd.conf"), fmt.Sprintf(cyrusConfig, c.dir))
	list := write(t, filepath.Join(c.dir, "cyrus.conf"), fmt.Sprintf(cyrusServices, programs, config, c.lmtp, c.http))
	c.compile(environ, filepath.Join(programs, "sievec"), config, "paula")
	run(t, "chown", "-R", "--no-dereference", "nobody:nogroup", c.dir)
	server := start(t, "Cyrus", asAccount, environ, filepath.Join(programs, "master"), "-D", "-C", config, "-M", list, "-p", filepath.Join(c.dir, "run", "pid"))
	server.listens(t, c.lmtp)
	server.listens(t, c.http)
	return c
}

// port is where Postfix delivers to; none when there is no Cyrus.
func (c *cyrus) port() int {
	if c == nil {
		return 0
	}
	return c.lmtp
}

// compile makes the user's Sieve script.
func (c *cyrus) compile(environ []string, compiler, config, user string) {
	c.t.Helper()
	scripts := filepath.Join(c.dir, "sieve", user[:1], user)
	must(c.t, os.MkdirAll(scripts, 0o755))
	source := write(c.t, filepath.Join(scripts, "calendar.sieve"), "require [\"vnd.cyrus.imip\", \"variables\"];\nprocessimip;\nkeep;\n")
	run(c.t, "env", append(environ, compiler, "-C", config, source, filepath.Join(scripts, "calendar.bc"))...)
	must(c.t, os.Symlink("calendar.bc", filepath.Join(scripts, "defaultbc")))
}

// welcome gives the user a mailbox, which the first mail makes, and a calendar, which the first look at it makes.
func (c *cyrus) welcome(p *post, user string) {
	c.t.Helper()
	hello := "From: <" + mailbox + "@" + domain + ">\r\nSubject: Willkommen\r\n\r\nGuten Tag.\r\n"
	must(c.t, smtp.SendMail(loopback(p.smtp), nil, mailbox+"@"+domain, []string{user + "@" + others}, []byte(hello)))
	var answer string
	until(c.t, "Cyrus has a calendar for "+user, func() bool {
		var code int
		code, answer = c.ask("PROPFIND", user, "")
		return code == http.StatusMultiStatus && strings.Contains(answer, "/Default/")
	}, &answer)
}

func (c *cyrus) ask(method, user, path string) (code int, body string) {
	c.t.Helper()
	request, err := http.NewRequestWithContext(c.t.Context(), method, "http://"+loopback(c.http)+"/dav/calendars/user/"+user+"/"+path, nil)
	must(c.t, err)
	request.SetBasicAuth(user, password)
	request.Header.Set("Depth", "1")
	response, err := http.DefaultClient.Do(request)
	must(c.t, err)
	defer func() { _ = response.Body.Close() }()
	read, err := io.ReadAll(response.Body)
	must(c.t, err)
	return response.StatusCode, string(read)
}

// keeps waits until the user's calendar has this one entry: "SUMMARY DTSTART SEQUENCE STATUS".
func (c *cyrus) keeps(user, want string) {
	c.t.Helper()
	var diff string
	until(c.t, "Cyrus keeps the entry", func() bool {
		_, file := c.ask(http.MethodGet, user, "Default/")
		var entries []string
		for _, event := range strings.Split(file, "BEGIN:VEVENT")[1:] {
			l := letter{calendar: "BEGIN:VEVENT" + event}
			entries = append(entries, strings.Join([]string{l.property("SUMMARY"), l.property("DTSTART"), l.property("SEQUENCE"), l.property("STATUS")}, " "))
		}
		diff = cmp.Diff([]string{want}, entries)
		return diff == ""
	}, &diff)
}
