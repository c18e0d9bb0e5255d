package demo_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-rod/rod/lib/proto"

	"rundertisch/internal/browsertest"
)

// most is how many octets the first visit of a public page may bring over the line: packed, with headers, pictures and fonts.
const most = 150_000

const quiet = 300 * time.Millisecond // without a request under way: everything is there

// TestTheFirstVisitIsLight: somebody on the train opens the link in a mail. Every file is counted as the browser received it.
func TestTheFirstVisitIsLight(t *testing.T) {
	t.Parallel()
	c := start(t)
	for _, path := range []string{symposium, "/veranstaltungen", symposium + "/anmeldung", symposium + "/programm"} {
		for _, v := range []browsertest.View{browsertest.Desk, {Width: 360}} {
			total, files := c.weigh(t, path, v)
			t.Logf("%s, %s: %d octets in %d files", path, v, total, len(files))
			if total > most || total < 50_000 {
				t.Errorf("%s, %s: %d octets, at most %d:\n%s", path, v, total, most, strings.Join(files, "\n"))
			}
		}
	}
}

// weigh opens the page in a browser that knows nothing of the site.
func (c *county) weigh(t *testing.T, path string, v browsertest.View) (total int, files []string) {
	t.Helper()
	page := browsertest.NewPage(t, c.person(t, "first").browser)
	page.As(v)
	if err := (proto.NetworkEnable{}).Call(page); err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	names := map[proto.NetworkRequestID]string{}
	idle := page.WaitRequestIdle(quiet, nil, nil, nil)
	stop := page.Page.EachEvent(
		func(e *proto.NetworkRequestWillBeSent) {
			mu.Lock()
			defer mu.Unlock()
			names[e.RequestID] = strings.TrimPrefix(e.Request.URL, c.base)
		},
		func(e *proto.NetworkLoadingFinished) {
			mu.Lock()
			defer mu.Unlock()
			if strings.HasPrefix(names[e.RequestID], "data:") {
				return
			}
			total += int(e.EncodedDataLength)
			files = append(files, fmt.Sprintf("%8.0f %s", e.EncodedDataLength, names[e.RequestID]))
		},
	)
	go stop()
	page.Open(c.base + path)
	idle()
	mu.Lock()
	defer mu.Unlock()
	return total, append([]string(nil), files...)
}
