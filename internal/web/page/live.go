package page

import (
	"bufio"
	"bytes"
	"context"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"rundertisch/views/shared"
)

const (
	liveEvery = time.Second      // between two looks: what is read aloud must not come faster
	livePing  = 15 * time.Second // keeps proxies from closing a silent connection
	liveLife  = 5 * time.Minute  // then the browser asks again, which is when its right to look is checked again
	liveRetry = "retry: 2000\n\n"
)

// Look returns what a live part shows now; last tells that it will not change any more. It runs after its handler has
// returned and must not touch the Request's Ctx.
type Look func(ctx context.Context) (part templ.Component, last bool, err error)

// Live answers with server-sent events (HTML, WHATWG, section 9.2) that fill a shared.Live with what look returns, each
// time it has changed. The connection ends with the last part, after some minutes, when nobody listens any more and when
// the program stops. What look finds wrong the first time is answered like any other error.
func (r *Request) Live(look Look) error { return r.LiveEvery(liveEvery, look) }

// LiveEvery is Live with its own time between two looks, for what is not read aloud.
func (r *Request) LiveEvery(every time.Duration, look Look) error {
	s := stream{look: look, every: every, stopping: r.site.Stopping}
	if err := s.next(r.Context()); err != nil {
		return err
	}
	r.Set(fiber.HeaderContentType, "text/event-stream; charset=utf-8")
	r.Set(fiber.HeaderCacheControl, "no-store")
	r.Set("X-Accel-Buffering", "no") // a proxy that gathers answers would hold the events back
	r.Ctx.Context().SetBodyStreamWriter(s.run)
	return nil
}

type stream struct {
	look     Look
	every    time.Duration
	stopping <-chan struct{}
	part     string // as it was seen last
	last     bool
}

func (s *stream) next(ctx context.Context) error {
	part, last, err := s.look(ctx)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := part.Render(ctx, &out); err != nil {
		return err
	}
	s.part, s.last = out.String(), last
	return nil
}

// run sends parts until one of the ends. An error ends it too: the browser asks again and gets it as an answer.
func (s *stream) run(w *bufio.Writer) {
	ctx, cancel := context.WithTimeout(context.Background(), liveLife)
	defer cancel()
	looks, pings := time.NewTicker(s.every), time.NewTicker(livePing)
	defer looks.Stop()
	defer pings.Stop()
	sent := ""
	if sendLive(w, liveRetry) != nil {
		return
	}
	for {
		if s.part != sent {
			if sendLive(w, event(s.part)) != nil {
				return
			}
			sent = s.part
		}
		if s.last {
			_ = sendLive(w, "event: "+shared.LiveEnd+"\ndata:\n\n")
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-s.stopping:
			return
		case <-pings.C:
			if sendLive(w, ":\n\n") != nil {
				return
			}
		case <-looks.C:
			if s.next(ctx) != nil {
				return
			}
		}
	}
}

// sendLive fails when nobody listens any more.
func sendLive(w *bufio.Writer, text string) error {
	if _, err := w.WriteString(text); err != nil {
		return err
	}
	return w.Flush()
}

// event is a message without a name, whose lines become what the element shows.
func event(part string) string {
	return "data: " + strings.ReplaceAll(strings.ReplaceAll(part, "\r", ""), "\n", "\ndata: ") + "\n\n"
}
