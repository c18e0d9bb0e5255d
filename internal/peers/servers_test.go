package peers_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// post is Postfix before Dovecot: what our program and the invited people hand in is delivered into real mailboxes.
type post struct {
	smtp, imap int
	boxes      string // one Maildir per mailbox
}

const domain = "example.org"

// delivery is Postfix with a configuration and a queue of its own. Whoever it cannot deliver to it writes a report about;
// nothing leaves the machine, whatever the address.
const delivery = `compatibility_level = 3.6
queue_directory = %[1]s/queue
data_directory = %[1]s/data
maillog_file = /dev/stdout
inet_interfaces = loopback-only
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
myhostname = mail.example.org
myorigin = example.org
mydestination =
local_recipient_maps =
alias_maps =
alias_database =
recipient_delimiter = +
virtual_mailbox_domains = example.org kreis.example.org
virtual_transport = lmtp:inet:127.0.0.1:%[2]d
transport_maps = inline:{ kreis.example.org=lmtp:inet:127.0.0.1:%[3]d }
relay_transport = error:nothing leaves this machine
default_transport = error:nothing leaves this machine
smtpd_relay_restrictions = permit_mynetworks, reject
smtp_dns_support_level = disabled
lmtp_tls_security_level = none
smtpd_tls_security_level = none
biff = no
queue_run_delay = 2s
minimal_backoff_time = 2s
`

const services = `127.0.0.1:%d inet n - n - - smtpd
pickup    unix n - n 60 1 pickup
cleanup   unix n - n - 0 cleanup
qmgr      unix n - n 2 1 qmgr
rewrite   unix - - n - - trivial-rewrite
bounce    unix - - n - 0 bounce
defer     unix - - n - 0 bounce
trace     unix - - n - 0 bounce
verify    unix - - n - 1 verify
flush     unix n - n 1000? 0 flush
proxymap  unix - - n - - proxymap
error     unix - - n - - error
retry     unix - - n - - error
discard   unix - - n - - discard
lmtp      unix - - n - - lmtp
anvil     unix - - n - 1 anvil
scache    unix - - n - 1 scache
postlog   unix-dgram n - n - 1 postlogd
`

// mailboxes is Dovecot: LMTP for what Postfix delivers, IMAP for who reads. What follows a + in an address is not part of
// the mailbox's name.
const mailboxes = `protocols = imap lmtp
listen = 127.0.0.1
base_dir = %[1]s/run
state_dir = %[1]s/state
log_path = /dev/stderr
ssl = no
disable_plaintext_auth = no
recipient_delimiter = +
lmtp_save_to_detail_mailbox = no
first_valid_uid = %[2]d
mail_location = maildir:%[1]s/boxes/%%n
passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%%n %[1]s/users
}
userdb {
  driver = static
  args = uid=%[2]d gid=%[2]d home=%[1]s/boxes/%%n
}
service imap-login {
  inet_listener imap {
    port = %[3]d
  }
  inet_listener imaps {
    port = 0
  }
}
service lmtp {
  inet_listener lmtp {
    address = 127.0.0.1
    port = %[4]d
  }
}
service stats {
  chroot =
}
`

// password opens every mailbox.
const password = "postfach"

// startPost starts both servers with the mailboxes; others is the LMTP port of a second store, 0 for none.
func startPost(t *testing.T, others int, users ...string) *post {
	t.Helper()
	work := filepath.Join(folder(t), "post")
	within(t, work)
	lmtp := port(t)
	p := &post{smtp: port(t), imap: port(t), boxes: within(t, work, "dovecot", "boxes")}
	p.startDovecot(t, filepath.Join(work, "dovecot"), lmtp, users)
	p.startPostfix(t, filepath.Join(work, "postfix"), lmtp, others)
	return p
}

func (p *post) startDovecot(t *testing.T, dir string, lmtp int, users []string) {
	t.Helper()
	var accounts strings.Builder
	for _, user := range users {
		fmt.Fprintf(&accounts, "%s:%s\n", user, password)
	}
	write(t, filepath.Join(dir, "users"), accounts.String())
	config := write(t, filepath.Join(dir, "dovecot.conf"), fmt.Sprintf(mailboxes, dir, nobody, p.imap, lmtp))
	dovecot := start(t, "Dovecot", asRoot, nil, "dovecot", "-F", "-c", config)
	dovecot.listens(t, p.imap)
	dovecot.listens(t, lmtp)
}

func (p *post) startPostfix(t *testing.T, dir string, lmtp, others int) {
	t.Helper()
	config := filepath.Join(dir, "config")
	for _, name := range []string{config, filepath.Join(dir, "queue"), filepath.Join(dir, "data")} {
		must(t, os.MkdirAll(name, 0o755))
	}
	run(t, "chown", "postfix", filepath.Join(dir, "data"))
	write(t, filepath.Join(config, "main.cf"), fmt.Sprintf(delivery, dir, lmtp, others))
	write(t, filepath.Join(config, "master.cf"), fmt.Sprintf(services, p.smtp))
	run(t, "postfix", "-c", config, "check")
	master := filepath.Join(strings.TrimSpace(run(t, "postconf", "-c", config, "-h", "daemon_directory")), "master")
	start(t, "Postfix", asRoot, nil, master, "-s", "-c", config).listens(t, p.smtp)
}

// run runs a program to its end and returns what it says.
func run(t *testing.T, program string, args ...string) string {
	t.Helper()
	var said, complaints strings.Builder
	command := exec.CommandContext(t.Context(), program, args...)
	command.Stdout, command.Stderr = &said, &complaints
	if err := command.Run(); err != nil {
		t.Fatalf("%s: %v\n%s%s", program, err, said.String(), complaints.String())
	}
	return said.String()
}

var arrival = regexp.MustCompile(`^(\d+)\.M(\d+)P`)

// arrived is when a mail came, in a form that sorts; Dovecot names a file by seconds and microseconds, without leading zeros.
func arrived(file string) string {
	base := filepath.Base(file)
	parts := arrival.FindStringSubmatch(base)
	if parts == nil {
		return base
	}
	return parts[1] + strings.Repeat("0", max(0, 6-len(parts[2]))) + parts[2]
}

// mails returns what lies in a mailbox in the order of its arrival, read or not.
func (p *post) mails(t *testing.T, user string) []string {
	t.Helper()
	var files []string
	for _, dir := range []string{"new", "cur", ".*/new", ".*/cur"} {
		found, err := filepath.Glob(filepath.Join(p.boxes, user, dir, "*"))
		must(t, err)
		files = append(files, found...)
	}
	slices.SortFunc(files, func(a, b string) int { return strings.Compare(arrived(a), arrived(b)) })
	var mails []string
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			continue // moved meanwhile
		}
		mails = append(mails, string(raw))
	}
	return mails
}
