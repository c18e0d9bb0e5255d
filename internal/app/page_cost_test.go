package app_test

import (
	"os"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/uptrace/bun"
	"github.com/valyala/fasthttp"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/event"
)

// mostCPU is what the page that most people see may cost, made anew, from the request to the packed answer.
const mostCPU = time.Millisecond

// TestThePublicPageOfAnEventIsCheap counts what one look at the page of an event with a whole programme costs in time of the processor, user and
// system, of the program alone: without clients, and without the server of PostgreSQL. RUNDERTISCH_BENCH is how many looks; run it with
// -parallel 1.
func TestThePublicPageOfAnEventIsCheap(t *testing.T) {
	looks, _ := strconv.Atoi(os.Getenv("RUNDERTISCH_BENCH"))
	if looks < 100 {
		t.Skip("a benchmark: RUNDERTISCH_BENCH is the number of looks")
	}
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := openHall(t, s, 40)
		h.programme(t)
		read, _ := s.DB.Read().(*bun.DB)
		asked := &reads{}
		read.AddQueryHook(asked) //nolint:staticcheck // WithQueryHook, its successor, watches a copy only
		path := "/v/" + h.event.Slug
		look(&fasthttp.RequestCtx{}, s.Web().Handler(), path, "")
		asked.on = true
		body := look(&fasthttp.RequestCtx{}, s.Web().Handler(), path, "")
		asked.on = false
		web := fiber.New(fiber.Config{DisableStartupMessage: true})
		web.Get("/v/*", func(c *fiber.Ctx) error {
			for _, question := range asked.list {
				if err := drain(c.UserContext(), read, question); err != nil {
					return err
				}
			}
			return c.Send(body)
		})
		bare := cost(web.Handler(), path, "", looks)
		for _, coding := range []string{"", "gzip", "br"} {
			took := cost(s.Web().Handler(), path, coding, looks)
			t.Logf("%d octets packed as %q: %s of the processor a look; %d questions and as many octets on a bare route %s: %.0f %%",
				len(body), coding, took, len(asked.list), bare, 100*float64(bare)/float64(took))
			if took > mostCPU {
				t.Errorf("packed as %q: %s of the processor, the goal is %s", coding, took, mostCPU)
			}
		}
	})
}

// programme gives the event a day as it is in the county: twelve items in two rooms, people who speak, texts and a way there.
func (h *hall) programme(t *testing.T) {
	t.Helper()
	for n := range 12 {
		kind, slot := event.Talk, ""
		if n%3 == 0 {
			kind, slot = event.WorkshopItem, "Nachmittag"
		}
		begin := 12*60 + 30*(n/3)
		_, err := h.Events.AddItem(t.Context(), h.office.Actor, h.event.ID, event.ItemDetails{
			Kind: kind, Title: "Wer koordiniert das Hilfesystem? Teil " + strconv.Itoa(n), Description: "Rollen, Entscheidungswege, Verbindlichkeit und was daraus folgt.",
			Begin: clockOf(begin), End: clockOf(begin + 30), NewSlot: slot, Room: "Raum " + strconv.Itoa(n%3), Speakers: "Dr. Özlem Bäumler, Planungsbüro Sozialraum", Capacity: "0",
		})
		must(t, err)
	}
}

func clockOf(minutes int) string {
	return time.Date(2027, 3, 25, 0, minutes, 0, 0, time.UTC).Format("15:04")
}

// look opens the page as a browser that knows nothing of the site and returns what came; it stays until the context looks again.
func look(ctx *fasthttp.RequestCtx, handler fasthttp.RequestHandler, path, coding string) []byte {
	ctx.Request.Reset()
	ctx.Response.Reset()
	ctx.Request.SetRequestURI(path)
	ctx.Request.Header.Set("Host", "tisch.example.org")
	ctx.Request.Header.Set("Accept-Language", "de-DE,de;q=0.9,en;q=0.8")
	if coding != "" {
		ctx.Request.Header.Set("Accept-Encoding", coding)
	}
	handler(ctx)
	return ctx.Response.Body()
}

// cost is the time of the processor that one of so many looks takes, with the garbage they make. Twice as many look at once as there are cores: what
// an idle core does meanwhile (looking for work, collecting garbage before it must) is no cost of the page.
func cost(handler fasthttp.RequestHandler, path, coding string, looks int) time.Duration {
	for range looks / 4 {
		look(&fasthttp.RequestCtx{}, handler, path, coding)
	}
	runtime.GC()
	began := processor()
	var all sync.WaitGroup
	var next atomic.Int64
	for range 2 * runtime.GOMAXPROCS(0) {
		all.Go(func() {
			var ctx fasthttp.RequestCtx
			for next.Add(1) <= int64(looks) {
				look(&ctx, handler, path, coding)
			}
		})
	}
	all.Wait()
	return ((processor() - began) / time.Duration(looks)).Round(time.Microsecond)
}

func processor() time.Duration {
	var used syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &used) // cannot fail with these arguments
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
