package demo

import (
	"context"
	"fmt"

	"rundertisch/internal/account"
	"rundertisch/internal/board"
	"rundertisch/internal/event"
	"rundertisch/internal/id"
	"rundertisch/internal/result"
)

// said is a card that somebody wrote in a workshop, and how many others found it important.
type said struct {
	board.Details
	dots int
}

// seedBoards opens the wall of a workshop of the symposium, on which people have begun to write, and keeps the closed one of a
// working group of the conference: its lead can still choose from it.
func (c *county) seedBoards(ctx context.Context) error {
	actor := c.actor(c.followUp)
	_, err := c.seedBoard(ctx, actor, workshopPrevention, []said{
		{board.Details{Kind: result.Need, Text: "Mietschulden früh erkennen, bevor die Kündigung kommt.", TargetGroup: "Mieterinnen und Mieter mit geringem Einkommen"}, 4},
		{board.Details{Kind: result.Need, Text: "Früh erkennen, wer Mietschulden hat."}, 1},
		{board.Details{Kind: result.Gap, Text: "Schuldnerberatung mit Wartezeiten von drei Monaten.", Municipality: "Bad Langensalza"}, 3},
		{board.Details{Kind: result.Solution, Text: "Eine gemeinsame Sprechstunde von Jobcenter, Wohnungsunternehmen und Beratung.", Organisation: "Jobcenter Unstrut-Hainich-Kreis"}, 5},
		{board.Details{Kind: result.Agreement, Text: "Wir testen die Sprechstunde ein halbes Jahr lang in Mühlhausen.", Municipality: "Mühlhausen", DueOn: "30.06.2027"}, 2},
	})
	if err != nil {
		return err
	}
	b, err := c.seedBoard(ctx, actor, "Arbeitsgruppe A: Prävention von Wohnungsverlust", []said{
		{board.Details{Kind: result.Solution, Text: "Ein Anruf vor der Räumungsklage: Vermieter melden sich zuerst bei der Fachstelle."}, 6},
		{board.Details{Kind: result.Gap, Text: "Am Wochenende ist niemand erreichbar."}, 2},
	})
	if err != nil {
		return err
	}
	m, err := c.Boards.Staff(ctx, actor, b.Code)
	if err != nil {
		return err
	}
	return c.Boards.Close(ctx, m)
}

// seedBoard opens the wall of the programme item with the title, and lets a phone for each card and dot come.
func (c *county) seedBoard(ctx context.Context, actor account.Actor, title string, cards []said) (board.Board, error) {
	item, err := c.itemOf(ctx, actor, title)
	if err != nil {
		return board.Board{}, err
	}
	b, err := c.Boards.Open(ctx, actor, item.EventID, item.ID)
	if err != nil {
		return b, fmt.Errorf("board of %q: %w", title, err)
	}
	for _, s := range cards {
		card, err := c.Boards.Add(ctx, b.Code, id.Token(), id.New(), s.Details)
		if err != nil {
			return b, fmt.Errorf("card %q: %w", s.Text, err)
		}
		for range s.dots {
			if err := c.Boards.Weigh(ctx, b.Code, id.Token(), card.ID); err != nil {
				return b, err
			}
		}
	}
	return b, nil
}

func (c *county) itemOf(ctx context.Context, actor account.Actor, title string) (event.ProgrammeItem, error) {
	events, err := event.ListIn(ctx, c.DB.Read(), actor)
	if err != nil {
		return event.ProgrammeItem{}, err
	}
	for _, e := range events {
		items, err := event.ListItemsIn(ctx, c.DB.Read(), e.ID)
		if err != nil {
			return event.ProgrammeItem{}, err
		}
		for _, item := range items {
			if item.Title == title {
				return item, nil
			}
		}
	}
	return event.ProgrammeItem{}, fmt.Errorf("no programme item %q", title)
}
