package peers_test

import (
	_ "embed"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

var (
	//go:embed testdata/account.js
	accountScript string
	//go:embed testdata/open.js
	openScript string
	//go:embed testdata/calendar.js
	calendarScript string
)

// thunderbird is the invited person's mail and calendar program.
type thunderbird struct {
	*marionette
	t *testing.T
}

// quiet keeps Thunderbird from asking, updating and telling anybody.
const quiet = `user_pref("marionette.port", %d);
user_pref("app.update.enabled", false);
user_pref("app.donation.eoy.version.viewed", 999);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("datareporting.policy.dataSubmissionPolicyBypassNotification", true);
user_pref("toolkit.telemetry.enabled", false);
user_pref("extensions.update.enabled", false);
user_pref("extensions.getAddons.cache.enabled", false);
user_pref("mail.provider.suppress_dialog_on_startup", true);
user_pref("mail.spotlight.firstRunDone", true);
user_pref("mail.winsearch.firstRunDone", true);
user_pref("mail.rights.version", 1);
user_pref("mailnews.start_page.enabled", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("network.dns.disabled", false);
user_pref("calendar.timezone.local", "Europe/Berlin");
user_pref("calendar.timezone.useSystemTimezone", false);
user_pref("intl.locale.requested", "en-US");
`

// startThunderbird starts it with the account of user at the servers and one empty calendar.
func startThunderbird(t *testing.T, p *post, user, name string) *thunderbird {
	t.Helper()
	home := within(t, folder(t), "thunderbird")
	profile := within(t, home, "profile")
	control := port(t)
	write(t, filepath.Join(profile, "user.js"), fmt.Sprintf(quiet, control))
	program := start(t, "Thunderbird", asNobody, []string{"HOME=" + home, "XDG_RUNTIME_DIR=" + home, "TMPDIR=" + home, "MOZ_HEADLESS=1"},
		"thunderbird", "--headless", "--marionette", "--remote-allow-system-access", "--profile", profile)
	program.listens(t, control)
	tb := &thunderbird{dial(t, control), t}
	tb.run(accountScript, nil, map[string]any{
		"user": user, "password": password, "email": user + "@" + domain, "name": name, "imap": p.imap, "smtp": p.smtp,
	})
	return tb
}

// shown is a mail as Thunderbird shows it.
type shown struct {
	Subject string   `json:"subject"`
	Bar     string   `json:"bar"`     // what the invitation bar says, empty without one
	Buttons []string `json:"buttons"` // of the bar
	Text    string   `json:"text"`    // the body
	Links   []string `json:"links"`
	Files   []string `json:"files"` // attachments
}

// open waits for the mail with the subject, shows it and clicks a button of its invitation bar.
func (tb *thunderbird) open(subject, button string) shown {
	tb.t.Helper()
	var mail shown
	tb.run(openScript, &mail, map[string]any{"subject": subject, "button": button, "patience": patience.Milliseconds()})
	return mail
}

// item is an entry of Thunderbird's calendar.
type item struct {
	UID       string `json:"uid"`
	Title     string `json:"title"`
	Begin     string `json:"begin"` // wall time
	End       string `json:"end"`
	Zone      string `json:"zone"`
	Status    string `json:"status"`
	Sequence  string `json:"sequence"`
	PartStat  string `json:"partstat"` // of the only attendee
	Attendees int    `json:"attendees"`
}

// keeps waits until the calendar has these entries and no other.
func (tb *thunderbird) keeps(want ...item) {
	tb.t.Helper()
	var diff string
	until(tb.t, "the calendar has its entries", func() bool {
		var items []item
		tb.run(calendarScript, &items)
		diff = cmp.Diff(want, items, cmpopts.EquateEmpty())
		return diff == ""
	}, &diff)
}
