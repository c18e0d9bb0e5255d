package browsertest

import (
	"cmp"
	"os"
	"os/exec"
	"slices"
	"sync"
	"testing"

	"github.com/go-rod/rod"
	"github.com/go-rod/rod/lib/cdp"
	"github.com/go-rod/rod/lib/devices"
)

// flags keep Chromium to itself: no window, no first steps, no traffic of its own. It runs without its sandbox, which
// root and containers cannot have; it sees only pages of the test. A page is shown for a second and left for good: scripts are
// compiled at once and never optimised, no page is kept for the way back, no process is kept ready for the next.
var flags = []string{
	"--remote-debugging-pipe", "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
	"--no-default-browser-check", "--disable-quic", "--disable-background-networking", "--disable-component-update",
	"--disable-sync", "--disable-extensions", "--disable-default-apps", "--disable-domain-reliability", "--metrics-recording-only",
	"--disable-features=Translate,OptimizationHints,MediaRouter,AutofillServerCommunication,BackForwardCache,SpareRendererForSitePerProcess,RenderDocument",
	"--js-flags=--no-opt,--no-maglev,--always-sparkplug", "--accept-lang=de", "--password-store=basic",
	"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
}

// Open starts Chromium and ends it with the test. A missing Chromium fails the test.
func Open(t *testing.T) *rod.Browser {
	t.Helper()
	profile, err := os.MkdirTemp("", "rundertisch-chromium-") //nolint:usetesting // Chromium may still write while it ends
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(profile) }) // after the browser has ended
	browser, _ := OpenKept(t, profile)
	return browser
}

// OpenKept is Open for a browser whose cookies and stores lie in a folder that the caller keeps, with more flags. It ends with the
// test or when shut is called; opened again on the same folder it is the same browser.
func OpenKept(t *testing.T, profile string, more ...string) (browser *rod.Browser, shut func()) {
	t.Helper()
	toBrowser, commands, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	answers, fromBrowser, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	chromium := exec.Command(program(t), slices.Concat(flags, more, []string{"--user-data-dir=" + profile, "about:blank"})...)
	chromium.ExtraFiles = []*os.File{toBrowser, fromBrowser} // Chromium reads file 3 and writes file 4
	chromium.Env = append(os.Environ(), "HOME="+profile)
	if err := chromium.Start(); err != nil {
		t.Fatal(err)
	}
	_, _ = toBrowser.Close(), fromBrowser.Close()
	browser = rod.New().Client(cdp.New().Start(newPipe(commands, answers))).DefaultDevice(devices.Clear)
	shut = sync.OnceFunc(func() {
		_, _ = browser.Close(), chromium.Wait()
		_, _ = commands.Close(), answers.Close()
	})
	if err := browser.Connect(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(shut)
	return browser, shut
}

// program finds Chromium.
func program(t *testing.T) string {
	t.Helper()
	for _, name := range []string{os.Getenv("RUNDERTISCH_CHROMIUM"), "chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(cmp.Or(name, "-")); err == nil {
			return path
		}
	}
	t.Fatal("no Chromium: install it with apt-get install chromium, or name it in RUNDERTISCH_CHROMIUM")
	return ""
}
