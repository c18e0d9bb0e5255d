// Package qr draws QR codes (ISO/IEC 18004): for pages as the path of an SVG or as a PNG, for paper module by module.
//
// A code holds an address and never a person's data: whoever photographs a badge learns nothing but a random word. The margin of
// four modules that the standard asks for belongs to the picture, because a code beside a dark frame is not found without it.
package qr

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"strconv"
	"strings"

	qrcode "github.com/skip2/go-qrcode"
)

// Margin is the light border around the code, in modules.
const Margin = 4

// Code is a square of dark and light modules, without its margin.
type Code struct{ modules [][]bool }

// New makes the code of the text: up to 2,331 letters of ASCII, as addresses are; readers guess at others. A seventh of the code may be
// unreadable: paper gets wet.
func New(text string) (Code, error) {
	made, err := qrcode.New(text, qrcode.Medium)
	if err != nil {
		return Code{}, err
	}
	made.DisableBorder = true
	return Code{made.Bitmap()}, nil
}

// Size is the number of modules on each side.
func (c Code) Size() int { return len(c.modules) }

// Dark reports whether the module in the column and row is dark.
func (c Code) Dark(column, row int) bool { return c.modules[row][column] }

// Run is a stretch of dark modules beside each other.
type Run struct{ Column, Row, Length int }

// Runs returns the dark modules row by row. Drawn as one piece each they show no hairlines between modules.
func (c Code) Runs() []Run {
	var runs []Run
	for row, line := range c.modules {
		for column := 0; column < len(line); column++ {
			start := column
			for column < len(line) && line[column] {
				column++
			}
			if column > start {
				runs = append(runs, Run{start, row, column - start})
			}
		}
	}
	return runs
}

// Path is the path of the dark modules in an SVG whose view box is Side modules wide and high.
func (c Code) Path() string {
	var path strings.Builder
	for _, run := range c.Runs() {
		length := strconv.Itoa(run.Length)
		path.WriteString("M" + strconv.Itoa(run.Column+Margin) + " " + strconv.Itoa(run.Row+Margin) + "h" + length + "v1h-" + length + "z")
	}
	return path.String()
}

// Side is the length of the picture's sides with the margin, in modules.
func (c Code) Side() int { return c.Size() + 2*Margin }

// PNG draws the code with its margin, each module a square of so many dots.
func (c Code) PNG(dots int) ([]byte, error) {
	side := c.Side() * dots
	picture := image.NewPaletted(image.Rect(0, 0, side, side), color.Palette{color.White, color.Black})
	for _, run := range c.Runs() {
		for y := (run.Row + Margin) * dots; y < (run.Row+Margin+1)*dots; y++ {
			from := picture.PixOffset((run.Column+Margin)*dots, y)
			for at := from; at < from+run.Length*dots; at++ {
				picture.Pix[at] = 1
			}
		}
	}
	var out bytes.Buffer
	err := png.Encode(&out, picture)
	return out.Bytes(), err
}
