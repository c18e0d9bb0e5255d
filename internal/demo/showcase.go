package demo

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"

	"rundertisch/internal/directory"
	"rundertisch/internal/event"
	"rundertisch/internal/showcase"
)

// travel is how one gets to the symposium; invented like all that is not public.
const travel = "Mit Bus und Bahn: Vom Bahnhof sind es zehn Minuten zu Fuß, der Weg ist ausgeschildert. Die Linie 145 hält vor dem Haus.\n\n" +
	"Mit dem Auto: Parkplätze gibt es hinter dem Haus, drei davon sind für Menschen mit Behinderung. Eine Ladesäule ist vorhanden.\n\n" +
	"Mit dem Fahrrad: Überdachte Ständer stehen am Eingang."

// seedShowcase fills the public pages: a drawn picture, the way there and who invites for the symposium, and what everybody may
// read of both events.
func (c *county) seedShowcase(ctx context.Context) error {
	actor := c.actor(c.followUp)
	events, err := c.Events.List(ctx, actor)
	if err != nil {
		return err
	}
	for _, e := range events {
		switch e.Kind {
		case event.Symposium:
			var picture bytes.Buffer
			if err := png.Encode(&picture, roundTable()); err != nil {
				return err
			}
			err := c.Showcase.SetPicture(ctx, actor, e.ID, upload("Runder_Tisch.png", picture.Bytes()),
				"Zeichnung: Menschen sitzen um einen runden Tisch, von oben gesehen", "Zeichnung: Planungskoordination")
			if err != nil {
				return err
			}
			if err := c.seedPortraits(ctx, actor, e); err != nil {
				return err
			}
			if err := c.show(ctx, e.ID, showcase.Details{Travel: travel}, "Worum es bei der Fachtagung geht", "Raumplan der Fachtagung"); err != nil {
				return err
			}
		case event.Conference:
			if err := c.show(ctx, e.ID, showcase.Details{}, "Protokoll der Sozialplanungskonferenz", "Bestandsanalyse Wohnungsnotfälle: Kurzfassung"); err != nil {
				return err
			}
			if err := c.showMaterial(ctx, e.ID, "Bestandsanalyse Wohnungsnotfälle: Kurzfassung"); err != nil {
				return err
			}
		}
	}
	return nil
}

// show puts documents by their titles, and two of the actors, on an event's page.
func (c *county) show(ctx context.Context, eventID string, d showcase.Details, papers ...string) error {
	actor := c.actor(c.followUp)
	_, sheet, err := c.Showcase.Find(ctx, actor, eventID)
	if err != nil {
		return err
	}
	for _, title := range papers {
		for _, paper := range sheet.Papers {
			if paper.Title == title {
				d.Documents = append(d.Documents, paper.ID)
			}
		}
	}
	organisations, err := c.Directory.Organisations(ctx, actor, directory.Filter{})
	if err != nil {
		return err
	}
	for _, o := range organisations.Rows {
		if o.Kind == directory.KindProvider && len(d.Organisers) < 2 {
			d.Organisers = append(d.Organisers, o.ID)
		}
	}
	d.Alt, d.Credit = sheet.Alt, sheet.Credit
	return c.Showcase.Save(ctx, actor, eventID, sheet.Version, d)
}

// roundTable draws people around a table as seen from above.
func roundTable() image.Image {
	const w, h = 1200, 480
	picture := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(picture, picture.Bounds(), image.NewUniform(color.RGBA{34, 62, 106, 255}), image.Point{}, draw.Src)
	floor, wood, light := color.RGBA{64, 104, 148, 255}, color.RGBA{232, 206, 160, 255}, color.RGBA{244, 226, 190, 255}
	people := []color.RGBA{{240, 128, 90, 255}, {250, 190, 88, 255}, {126, 196, 150, 255}, {236, 236, 240, 255}, {176, 140, 204, 255}, {110, 182, 222, 255}}
	for n, at := range [][3]float64{{240, 250, 92}, {620, 240, 128}, {1000, 262, 98}} {
		x, y, r := at[0], at[1], at[2]
		disc(picture, x, y, r*1.78, floor)
		seats := 8 + 2*(n%2)
		for seat := range seats {
			angle := 2*math.Pi*float64(seat)/float64(seats) + float64(n)*0.4
			sx, sy := x+math.Cos(angle)*r*1.4, y+math.Sin(angle)*r*1.4
			disc(picture, sx, sy, r*0.26, people[(seat+2*n)%len(people)])
			disc(picture, sx-math.Cos(angle)*r*0.04, sy-math.Sin(angle)*r*0.04, r*0.14, color.RGBA{52, 40, 44, 255})
		}
		disc(picture, x, y, r, wood)
		disc(picture, x, y, r*0.86, light)
		for sheet := range seats / 2 {
			angle := 4 * math.Pi * float64(sheet) / float64(seats)
			disc(picture, x+math.Cos(angle)*r*0.58, y+math.Sin(angle)*r*0.58, r*0.12, color.RGBA{255, 252, 244, 255})
		}
	}
	return picture
}

// disc fills a circle with soft edges.
func disc(picture *image.RGBA, x, y, r float64, c color.RGBA) {
	for py := int(y - r - 1); py <= int(y+r+1); py++ {
		for px := int(x - r - 1); px <= int(x+r+1); px++ {
			if !(image.Point{X: px, Y: py}).In(picture.Bounds()) {
				continue
			}
			cover := math.Min(1, math.Max(0, r-math.Hypot(float64(px)-x, float64(py)-y)+0.5))
			was := picture.RGBAAt(px, py)
			mix := func(a, b uint8) uint8 { return uint8(float64(a)*(1-cover) + float64(b)*cover) }
			picture.SetRGBA(px, py, color.RGBA{mix(was.R, c.R), mix(was.G, c.G), mix(was.B, c.B), 255})
		}
	}
}
