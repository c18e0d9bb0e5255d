package demo

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"math"

	"rundertisch/internal/account"
	"rundertisch/internal/showcase"
)

// snapshot is a drawn picture that stands for a photo: no real person is to be seen.
type snapshot struct {
	alt, item string
	drawn     image.Image
}

// seedPhotos puts drawn pictures to an event; item is the identifier of an item of its programme by title.
func (c *county) seedPhotos(ctx context.Context, actor account.Actor, eventID string, items map[string]string, all ...snapshot) error {
	for _, s := range all {
		var file bytes.Buffer
		if err := jpeg.Encode(&file, s.drawn, nil); err != nil {
			return err
		}
		err := c.Showcase.AddPhoto(ctx, actor, eventID, upload("Bild.jpg", file.Bytes()), showcase.PhotoDetails{ //nolint:gosec // no secret, but a name
			Alt: s.alt, Credit: "Zeichnung: Planungskoordination, CC BY 4.0", ItemID: items[s.item], Agreed: true,
		})
		if err != nil {
			return fmt.Errorf("photo: %w", err)
		}
	}
	return nil
}

const photoWide, photoHigh = 960, 640

// hall draws a speaker before rows of people.
func hall() image.Image {
	picture := room(color.RGBA{218, 226, 232, 255}, color.RGBA{150, 122, 96, 255})
	box(picture, 330, 70, 630, 270, color.RGBA{250, 250, 246, 255})
	for n := range 4 {
		box(picture, 365, 105+n*36, 365+230-n*40, 117+n*36, color.RGBA{84, 118, 156, 255})
	}
	somebody(picture, 720, 250, 30, color.RGBA{33, 94, 120, 255})
	for row := range 3 {
		for seat := range 8 + row {
			x := 90 + seat*(photoWide-180)/(7+row)
			somebody(picture, float64(x), float64(400+row*100), 26+float64(row)*7, shirts[(seat*3+row)%len(shirts)])
		}
	}
	return picture
}

// group draws people around a table.
func group() image.Image {
	picture := room(color.RGBA{232, 222, 206, 255}, color.RGBA{176, 170, 160, 255})
	for seat := range 9 {
		angle := 2*math.Pi*float64(seat)/9 + 0.3
		somebody(picture, 480+math.Cos(angle)*290, 360+math.Sin(angle)*150, 34, shirts[seat%len(shirts)])
	}
	for n := range 40 {
		disc(picture, 330+float64(n)*7.7, 380, 92, color.RGBA{206, 174, 124, 255})
	}
	for n := range 6 {
		x := 340 + n*50
		box(picture, x, 340+n%2*50, x+34, 364+n%2*50, color.RGBA{252, 250, 242, 255})
	}
	return picture
}

// wall draws a board with cards and somebody who points at it.
func wall() image.Image {
	picture := room(color.RGBA{226, 230, 220, 255}, color.RGBA{140, 132, 124, 255})
	box(picture, 150, 60, 700, 430, color.RGBA{196, 170, 130, 255})
	cards := []color.RGBA{{255, 236, 150, 255}, {190, 222, 246, 255}, {250, 200, 180, 255}, {200, 236, 190, 255}}
	for n := range 16 {
		x, y := 180+n%4*130, 85+n/4*85
		box(picture, x, y, x+110, y+62, cards[(n/4+n)%4])
		box(picture, x+12, y+18, x+90-n%3*20, y+23, color.RGBA{90, 90, 90, 255})
		box(picture, x+12, y+34, x+76-n%2*24, y+39, color.RGBA{90, 90, 90, 255})
	}
	for n, x := range []float64{250, 420, 780, 880} {
		somebody(picture, x, 470+float64(n%2)*40, 44, shirts[(n*2+1)%len(shirts)])
	}
	return picture
}

var shirts = []color.RGBA{{196, 92, 70, 255}, {64, 110, 150, 255}, {92, 138, 96, 255}, {216, 168, 82, 255}, {124, 94, 140, 255}, {90, 96, 104, 255}}

// room is a wall and a floor.
func room(wall, floor color.RGBA) *image.RGBA {
	picture := image.NewRGBA(image.Rect(0, 0, photoWide, photoHigh))
	box(picture, 0, 0, photoWide, photoHigh, wall)
	box(picture, 0, photoHigh*2/3, photoWide, photoHigh, floor)
	return picture
}

func box(picture *image.RGBA, left, top, right, bottom int, c color.RGBA) {
	draw.Draw(picture, image.Rect(left, top, right, bottom), image.NewUniform(c), image.Point{}, draw.Src)
}

// somebody is shoulders, hair and a head seen from behind: nobody in particular.
func somebody(picture *image.RGBA, x, y, size float64, shirt color.RGBA) {
	disc(picture, x, y+size*1.5, size*1.15, shirt)
	box(picture, int(x-size*1.15), int(y+size*1.5), int(x+size*1.15), min(photoHigh, int(y+size*2.6)), shirt)
	disc(picture, x, y+size*0.5, size*0.4, color.RGBA{214, 172, 144, 255})
	disc(picture, x, y, size*0.72, color.RGBA{70, 54, 46, 255})
}
