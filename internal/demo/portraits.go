package demo

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"

	"rundertisch/internal/account"
	"rundertisch/internal/event"
	"rundertisch/internal/showcase"
)

// sitter is somebody of whom there is a drawing; nobody in particular is to be seen.
type sitter struct {
	behind, hair, shirt color.RGBA
}

func sitters() map[string]sitter {
	skin := func(r, g, b uint8) color.RGBA { return color.RGBA{r, g, b, 255} }
	return map[string]sitter{
		"Dr. Özlem Bäumler": {skin(214, 228, 236), skin(74, 52, 40), skin(33, 94, 120)},
		"Hatice Çelik":      {skin(236, 224, 206), skin(40, 34, 38), skin(140, 62, 70)},
		"Mehmet Yılmaz":     {skin(222, 232, 214), skin(60, 58, 60), skin(64, 84, 60)},
	}
}

// seedPortraits shows three of those who speak.
func (c *county) seedPortraits(ctx context.Context, actor account.Actor, e event.Event) error {
	speakers, err := c.Events.Speakers(ctx, actor, e.ID)
	if err != nil {
		return err
	}
	for _, speaker := range speakers {
		drawn, ok := sitters()[speaker.Name]
		if !ok {
			continue
		}
		var picture bytes.Buffer
		if err := png.Encode(&picture, drawn.draw()); err != nil {
			return err
		}
		err := c.Showcase.SetPortrait(ctx, actor, e.ID, speaker.ID, upload("Zeichnung.png", picture.Bytes()), showcase.PortraitDetails{ //nolint:gosec // no secret, but a name
			Alt: "Gezeichnetes Porträt von " + speaker.Name, Credit: "Zeichnung: Planungskoordination", Agreed: true,
		})
		if err != nil {
			return fmt.Errorf("picture of %q: %w", speaker.Name, err)
		}
	}
	return nil
}

// draw draws hair, a face and shoulders, one behind the other.
func (s sitter) draw() image.Image {
	const side = 480
	picture := image.NewRGBA(image.Rect(0, 0, side, side))
	within := func(x, y, cy, rx, ry int) bool { // of an ellipse in the middle
		dx, dy := (x-side/2)*ry, (y-cy)*rx
		return dx*dx+dy*dy <= rx*rx*ry*ry
	}
	for x := range side {
		for y := range side {
			at := s.behind
			if within(x, y, 190, 118, 130) {
				at = s.hair
			}
			if within(x, y, 480, 190, 150) {
				at = s.shirt
			}
			if within(x, y, 320, 42, 60) || within(x, y, 215, 88, 108) {
				at = color.RGBA{226, 186, 158, 255}
			}
			picture.SetRGBA(x, y, at)
		}
	}
	return picture
}
