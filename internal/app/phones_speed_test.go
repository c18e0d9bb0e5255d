package app_test

import (
	"bufio"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/uptrace/bun"
	"github.com/valyala/fasthttp"

	"rundertisch/internal/app"
	"rundertisch/internal/app/apptest"
	"rundertisch/internal/board"
	"rundertisch/internal/clock"
	"rundertisch/internal/config"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/event"
	"rundertisch/internal/id"
)

// What a hall of phones before one wall must reach.
const (
	writingFor    = time.Minute
	answeredIn    = 100 * time.Millisecond // 95 of 100
	wallBehind    = time.Second            // at most
	serverMemory  = 150                    // MB
	actsAtOnce    = 40                     // of each phone, as fast as it can
	phonesProgram = "RUNDERTISCH_PHONES_DATABASE"
)

// TestAHallOfPhonesKeepsUp lets many phones write and weigh cards before one wall for a minute, and then as fast as they can. The program
// runs in a process of its own. RUNDERTISCH_BENCH is how many phones.
func TestAHallOfPhonesKeepsUp(t *testing.T) {
	phones, _ := strconv.Atoi(os.Getenv("RUNDERTISCH_BENCH"))
	if phones < 100 {
		t.Skip("a benchmark: RUNDERTISCH_BENCH is the number of phones")
	}
	besideWalls(t, func(t *testing.T, h *hall, run *program) {
		h.aMinute(t, run, phones)
		resident, peak := run.memory(t)
		t.Logf("memory of the program: %d MB, at most %d MB", resident, peak)
		if peak > serverMemory {
			t.Errorf("the program took %d MB, the goal is %d", peak, serverMemory)
		}
		h.atOnce(t, run, phones)
		resident, peak = run.memory(t)
		t.Logf("and then: %d MB, at most %d MB", resident, peak)
	})
}

// besideWalls runs fn on both databases, with the program in a process of its own on the same one.
func besideWalls(t *testing.T, fn func(t *testing.T, h *hall, run *program)) {
	t.Helper()
	for _, on := range []struct {
		name string
		open func(*testing.T) string
	}{{"sqlite", dbtest.SQLite}, {"postgres", dbtest.Postgres}} {
		t.Run(on.name, func(t *testing.T) {
			address := on.open(t)
			fn(t, openHall(t, apptest.New(t, dbtest.Open(t, address)), 10), started(t, address))
		})
	}
}

// aMinute lets each phone do something every two to five seconds and look at the wall after it.
func (h *hall) aMinute(t *testing.T, run *program, phones int) {
	t.Helper()
	b := h.wall(t, h.workshop)
	c := gather(t, run.at, b.Code, phones)
	c.reads = nil
	off := c.shown(t.Context())
	until := time.Now().Add(writingFor)
	did := c.each(func(p *phone) {
		for n := 0; ; n++ {
			wait := 2*time.Second + time.Duration(p.random.Int64N(int64(3*time.Second)))
			if n == 0 {
				wait = time.Duration(p.random.Int64N(int64(4 * time.Second)))
			}
			if time.Until(until) < wait {
				return
			}
			time.Sleep(wait)
			p.stands()
			p.act()
			if len(p.seen) < 2*dotsEach {
				p.read()
			} else {
				p.glance()
			}
		}
	})
	on := off()
	h.agrees(t, b, c, on)
	slices.Sort(c.reads)
	looked := pace{took: c.reads, total: did.total}
	slices.Sort(c.stood)
	behind := pace{took: c.behind}
	t.Logf("%d phones for a minute, %d cards: cards and dots %s; pages %s", phones, c.cards(), did, looked)
	t.Logf("what others did: %s", pace{took: c.stood, total: did.total})
	t.Logf("the projector is behind by %s, 95 of 100 by %s, at most %s", behind.took[len(behind.took)/2].Round(time.Millisecond),
		behind.p95().Round(time.Millisecond), behind.took[len(behind.took)-1].Round(time.Millisecond))
	if stood := (pace{took: c.stood}); stood.p95() > answeredIn {
		t.Errorf("95 of 100 wait %s to be told what others did, the goal is %s", stood.p95(), answeredIn)
	}
	if did.p95() > answeredIn || looked.p95() > answeredIn {
		t.Errorf("95 of 100 wait %s for a card or dot and %s for a page, the goal is %s", did.p95(), looked.p95(), answeredIn)
	}
	if most := behind.took[len(behind.took)-1]; most > wallBehind {
		t.Errorf("the projector was behind by %s, the goal is %s", most, wallBehind)
	}
}

// atOnce lets the phones give dots and take them back as fast as they can, and a bare route write the same rows.
func (h *hall) atOnce(t *testing.T, run *program, phones int) {
	t.Helper()
	item, err := h.Events.AddItem(t.Context(), h.office.Actor, h.event.ID, event.ItemDetails{
		Kind: event.WorkshopItem, Title: "Prävention", Begin: "13:00", End: "14:00", NewSlot: "Nachmittag",
	})
	must(t, err)
	b := h.wall(t, item)
	c := gather(t, run.at, b.Code, phones)
	c.each(func(p *phone) { p.act() }) // each writes a card
	c.each(func(p *phone) { p.read() })
	program := c.each(func(p *phone) {
		for len(p.dots) < dotsEach {
			p.act()
		}
		for range actsAtOnce - dotsEach {
			p.turn()
		}
	})
	h.agrees(t, b, c, nil)
	c.base = run.bareAt
	bare := c.each(func(p *phone) {
		p.client = &fasthttp.HostClient{Addr: run.bareAt}
		for range actsAtOnce {
			if took := p.send(http.MethodPost, "/bare/"+b.ID+"/"+p.seen[p.random.IntN(len(p.seen))], url.Values{}, http.StatusSeeOther, nil); took > 0 {
				c.note(&c.acts, took)
			}
		}
	})
	t.Logf("as fast as they can: %s; the same rows on a bare route: %s: %.0f %%", program, bare, 100*program.perSecond()/bare.perSecond())
}

// turn moves one of the phone's dots.
func (p *phone) turn() {
	if len(p.dots) == dotsEach {
		for card := range p.dots {
			if p.post("/"+card+"/punkt/zurueck", url.Values{}) {
				delete(p.dots, card)
			}
			return
		}
	}
	card := p.seen[p.random.IntN(len(p.seen))]
	if p.dots[card] || p.post("/"+card+"/punkt", url.Values{}) {
		p.dots[card] = true
	}
}

func (h *hall) wall(t *testing.T, item event.ProgrammeItem) board.Board {
	t.Helper()
	b, err := h.Boards.Open(t.Context(), h.office.Actor, h.event.ID, item.ID)
	must(t, err)
	return b
}

// agrees compares what is stored with what the phones know: no card and no dot is lost or doubled, and what a browser has left is right.
func (h *hall) agrees(t *testing.T, b board.Board, c *crowd, on map[string]bool) {
	t.Helper()
	stored, err := h.Boards.Overview(t.Context(), h.office.Actor, h.event.ID, b.ID)
	must(t, err)
	want, dots := map[string]bool{}, map[string]int64{}
	given := 0
	for _, p := range c.all {
		for _, text := range p.cards {
			want[text] = true
		}
		for card := range p.dots {
			dots[card]++
			given++
		}
	}
	if len(stored.Cards) != len(want) || stored.Board.Cards != int64(len(want)) {
		t.Errorf("%d cards are stored, counted as %d, the phones wrote %d", len(stored.Cards), stored.Board.Cards, len(want))
	}
	for _, card := range stored.Cards {
		text := onWall.FindString(card.Text)
		if !want[text] || on != nil && !on[text] {
			t.Errorf("%q was written: %v, stands on the wall: %v", card.Text, want[text], on[text])
		}
		if card.Dots != dots[card.ID] {
			t.Errorf("%q has %d dots, the phones gave %d", card.Text, card.Dots, dots[card.ID])
		}
	}
	var rows struct {
		Dots, Spent, Written int
	}
	must(t, h.DB.Read().NewRaw(`SELECT (SELECT count(*) FROM board_dots WHERE board_id = ?) AS dots, sum(dots) AS spent, sum(cards) AS written
		FROM board_devices WHERE board_id = ?`, b.ID, b.ID).Scan(t.Context(), &rows))
	if rows.Dots != given || rows.Spent != given || rows.Written != len(want) {
		t.Errorf("the board knows %d dots, %d spent and %d cards written; the phones gave %d and wrote %d", rows.Dots, rows.Spent, rows.Written, given, len(want))
	}
}

// TestPhonesLoseAndDoubleNothing is a moment of the benchmark.
func TestPhonesLoseAndDoubleNothing(t *testing.T) {
	t.Parallel()
	besideWalls(t, func(t *testing.T, h *hall, run *program) {
		b := h.wall(t, h.workshop)
		c := gather(t, run.at, b.Code, 24)
		off := c.shown(t.Context())
		c.each(func(p *phone) {
			for range 8 {
				p.act()
				p.read()
			}
		})
		h.agrees(t, b, c, off())
	})
}

// program is the whole program in a process of its own.
type program struct {
	at      string
	bareAt  string // a route that does nothing else than to write the rows of a dot
	process *os.Process
}

func started(t *testing.T, address string) *program {
	t.Helper()
	command := exec.CommandContext(context.WithoutCancel(t.Context()), os.Args[0], "-test.run=^TestTheProgramBehindTheWall$")
	command.Env = append(os.Environ(), phonesProgram+"="+address)
	command.Stderr = t.Output()
	in, err := command.StdinPipe()
	must(t, err)
	out, err := command.StdoutPipe()
	must(t, err)
	must(t, command.Start())
	at, err := bufio.NewReader(out).ReadString('\n')
	must(t, err)
	t.Cleanup(func() {
		_ = in.Close() // ends it
		_, _ = io.Copy(io.Discard, out)
		_ = command.Wait()
	})
	own, bare, _ := strings.Cut(strings.TrimSpace(at), " ")
	return &program{at: own, bareAt: bare, process: command.Process}
}

// memory is what the process holds of the machine's, and held at most, in MB.
func (p *program) memory(t *testing.T) (resident, peak int) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(p.process.Pid), "status"))
	must(t, err)
	for line := range strings.Lines(string(raw)) {
		name, value, _ := strings.Cut(line, ":")
		kB, _ := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(value), " kB"))
		switch name {
		case "VmRSS":
			resident = kB >> 10
		case "VmHWM":
			peak = kB >> 10
		}
	}
	return resident, peak
}

// TestTheProgramBehindTheWall is no test: it is the process that the phones ask, with all its workers.
func TestTheProgramBehindTheWall(t *testing.T) {
	address := os.Getenv(phonesProgram)
	if address == "" {
		t.Skip("run by TestAHallOfPhonesKeepsUp")
	}
	cfg, err := config.Read(apptest.Settings(filepath.Join(t.TempDir(), "files")))
	must(t, err)
	db := dbtest.Open(t, address)
	built, err := app.New(t.Context(), cfg, db, clock.System{}, slog.New(slog.DiscardHandler))
	must(t, err)
	ctx, stop := context.WithCancel(t.Context())
	listener, err := app.Listen("127.0.0.1:0")
	must(t, err)
	bare := listen(t, bareWall(db))
	go func() {
		_, _ = os.Stdout.WriteString(listener.Addr().String() + " " + bare + "\n")
		_, _ = io.Copy(io.Discard, os.Stdin)
		stop()
	}()
	must(t, built.Run(ctx, listener))
}

// bareWall is a route that writes the rows of a dot in a transaction of its own, and does nothing else.
func bareWall(db *database.DB) *fiber.App {
	web := fiber.New(fiber.Config{DisableStartupMessage: true})
	web.Post("/bare/:board/:card", func(c *fiber.Ctx) error {
		board, card, device := c.Params("board"), c.Params("card"), id.Token()
		err := db.RunInTx(c.UserContext(), func(ctx context.Context, tx bun.IDB) error {
			for _, statement := range []*bun.RawQuery{
				tx.NewRaw("INSERT INTO board_devices (board_id, device, workspace_id, cards, dots) SELECT id, ?, workspace_id, 0, 1 FROM boards WHERE id = ?", device, board),
				tx.NewRaw("INSERT INTO board_dots (board_id, device, card_id, workspace_id) SELECT id, ?, ?, workspace_id FROM boards WHERE id = ?", device, card, board),
				tx.NewRaw("UPDATE board_cards SET dots = dots + 1 WHERE id = ?", card),
			} {
				if _, err := statement.Exec(ctx); err != nil {
					return database.Fault(err)
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		return c.Redirect("/", fiber.StatusSeeOther)
	})
	return web
}
