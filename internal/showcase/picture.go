package showcase

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	_ "image/png" // a kind of picture that is read
	"io"

	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp" // another one

	"rundertisch/internal/fault"
	"rundertisch/internal/files"
)

// Sizes of a picture as it is handed out, in pixels of its width; heights follow. A picture is never enlarged. Its weight is limited so
// that the first visit of an event's page stays below 150 KB, whatever was photographed.
const (
	largeWidth = 1200
	smallWidth = 640
	mostLarge  = 36_000 // octets
	mostSmall  = 30_000
	leastWidth = 400
	mostPixels = 50_000_000 // what is unpacked at most
)

// qualities are tried one after the other until a picture is light enough; below the last it is made smaller instead.
var qualities = []int{80, 72, 64, 56}

// sizes are the two files of a picture.
type sizes struct {
	large, small  []byte
	width, height int64 // of the large one
}

// Accept is the list of endings for the form's file field.
const Accept = ".jpeg,.jpg,.png,.webp"

// read makes the two files of an uploaded picture. Faults name the field "file".
func read(u files.Upload) (sizes, error) {
	upright, err := unpacked(u, leastWidth)
	if err != nil {
		return sizes{}, err
	}
	var s sizes
	if s.large, s.width, s.height, err = scaled(upright, largeWidth, mostLarge); err != nil {
		return s, err
	}
	s.small, _, _, err = scaled(upright, smallWidth, mostSmall)
	return s, err
}

// unpacked reads an uploaded picture of at least so many pixels in a row, as the camera was held.
func unpacked(u files.Upload, least int) (image.Image, error) {
	kind, err := files.Check(u)
	if err != nil {
		return nil, err
	}
	if kind != files.JPEG && kind != files.PNG && kind != files.WebP {
		return nil, refuse("showcase.no_picture")
	}
	whole := func() io.Reader { return io.NewSectionReader(u.Content, 0, u.Size) }
	about, _, err := image.DecodeConfig(whole())
	switch {
	case err != nil:
		return nil, refuse("showcase.unreadable")
	case about.Width < least:
		return nil, refuse("showcase.too_small", least)
	case about.Width*about.Height > mostPixels:
		return nil, refuse("showcase.too_many_pixels", mostPixels/1_000_000)
	}
	picture, _, err := image.Decode(whole())
	if err != nil {
		return nil, refuse("showcase.unreadable")
	}
	raw, err := io.ReadAll(whole())
	if err != nil {
		return nil, err
	}
	return turned(picture, files.Orientation(raw)), nil
}

// scaled writes the picture with at most width pixels in a row and in at most so many octets, on white where it is transparent.
func scaled(from image.Image, width, most int) (file []byte, w, h int64, err error) {
	b := from.Bounds()
	width = min(width, b.Dx())
	for {
		height := max(1, b.Dy()*width/b.Dx())
		to := image.NewRGBA(image.Rect(0, 0, width, height))
		draw.Draw(to, to.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
		draw.CatmullRom.Scale(to, to.Bounds(), from, b, draw.Over, nil)
		for _, quality := range qualities {
			var out bytes.Buffer
			err = jpeg.Encode(&out, to, &jpeg.Options{Quality: quality})
			if err != nil || out.Len() <= most {
				return out.Bytes(), int64(width), int64(height), err
			}
		}
		width = width * 4 / 5 // ends: a picture of a few pixels is light
	}
}

// turned returns the picture as the camera was held, by the numbers of Exif 2.3 (4.6.4, tag 0x0112). Mirrored ones, which
// no camera writes, are left as they are.
func turned(from image.Image, orientation uint16) image.Image {
	b := from.Bounds()
	w, h := b.Dx(), b.Dy()
	var to *image.RGBA
	var place func(x, y int) (int, int)
	switch orientation {
	case 3:
		to, place = image.NewRGBA(image.Rect(0, 0, w, h)), func(x, y int) (int, int) { return w - 1 - x, h - 1 - y }
	case 6:
		to, place = image.NewRGBA(image.Rect(0, 0, h, w)), func(x, y int) (int, int) { return h - 1 - y, x }
	case 8:
		to, place = image.NewRGBA(image.Rect(0, 0, h, w)), func(x, y int) (int, int) { return y, w - 1 - x }
	default:
		return from
	}
	for y := range h {
		for x := range w {
			toX, toY := place(x, y)
			to.Set(toX, toY, from.At(b.Min.X+x, b.Min.Y+y))
		}
	}
	return to
}

func refuse(key string, args ...any) error {
	var c fault.Checks
	c.Add("file", key, args...)
	return c.Err()
}
