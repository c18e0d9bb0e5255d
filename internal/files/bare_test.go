package files_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"testing"

	"golang.org/x/image/webp"
	"pgregory.net/rapid"

	"rundertisch/internal/fault"
	"rundertisch/internal/files"
)

const secret = "GPS 51.2061 N 10.4523 E"

func drawn() image.Image {
	picture := image.NewRGBA(image.Rect(0, 0, 48, 32))
	for x := range 48 {
		for y := range 32 {
			picture.Set(x, y, color.RGBA{uint8(x * 5), uint8(y * 7), 90, 255})
		}
	}
	return picture
}

func segment(marker byte, says string) []byte {
	return append(binary.BigEndian.AppendUint16([]byte{0xFF, marker}, uint16(len(says)+2)), says...)
}

// snapshot is a JPEG as a telephone writes it: with the place in Exif, XMP, a comment and another picture behind it.
func snapshot(t *testing.T, orientation byte) (plain, noted []byte) {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, drawn(), nil); err != nil {
		t.Fatal(err)
	}
	plain = out.Bytes()
	noted = append(noted, plain[:2]...)
	noted = append(noted, segment(0xE0, "JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x01\x01"+secret)...)
	noted = append(noted, segment(0xE1, "Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00"+string(orientation)+"\x00\x00\x00\x00\x00\x00\x00"+secret)...)
	noted = append(noted, segment(0xE1, "http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta>"+secret)...)
	noted = append(noted, segment(0xE2, "MPF\x00"+secret)...)
	noted = append(noted, segment(0xE2, "ICC_PROFILE\x00\x01\x01colours")...)
	noted = append(noted, segment(0xFE, secret)...)
	noted = append(noted, plain[2:]...)
	return plain, append(noted, plain...)
}

func chunk(name, says string) []byte {
	out := append(binary.BigEndian.AppendUint32(nil, uint32(len(says))), name...)
	out = append(out, says...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:]))
}

func bare(t *testing.T, kind files.Kind, raw []byte) ([]byte, error) {
	t.Helper()
	u, err := files.Bare(files.Upload{Name: "Bild", Size: int64(len(raw)), Content: bytes.NewReader(raw)}, kind)
	if err != nil {
		return nil, err
	}
	out, err := io.ReadAll(io.NewSectionReader(u.Content, 0, u.Size))
	if err != nil || int64(len(out)) != u.Size {
		t.Fatal("it is not as long as it says", err)
	}
	return out, nil
}

func same(t *testing.T, a, b image.Image) {
	t.Helper()
	if a.Bounds() != b.Bounds() {
		t.Fatalf("the picture is %v, was %v", b.Bounds(), a.Bounds())
	}
	for x := range a.Bounds().Dx() {
		for y := range a.Bounds().Dy() {
			if a.At(x, y) != b.At(x, y) {
				t.Fatalf("at %d, %d it is %v, was %v", x, y, b.At(x, y), a.At(x, y))
			}
		}
	}
}

func TestAPhotoLosesWhatTheCameraNotedAndNothingElse(t *testing.T) {
	t.Parallel()
	for _, way := range []byte{1, 3, 6, 8} {
		plain, noted := snapshot(t, way)
		out, err := bare(t, files.JPEG, noted)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(out, []byte("GPS")) || bytes.Contains(out, []byte("xmp")) || bytes.Contains(out, []byte("MPF")) || bytes.Count(out, []byte{0xFF, 0xD8, 0xFF}) != 1 {
			t.Errorf("something is left: %q", out[:min(200, len(out))])
		}
		if !bytes.Contains(out, []byte("ICC_PROFILE")) || files.Orientation(out) != uint16(way) {
			t.Errorf("colours or the way up are gone: %d, want %d", files.Orientation(out), way)
		}
		before, err1 := jpeg.Decode(bytes.NewReader(plain))
		after, err2 := jpeg.Decode(bytes.NewReader(out))
		if err1 != nil || err2 != nil {
			t.Fatal(err1, err2)
		}
		same(t, before, after)
		if again, err := bare(t, files.JPEG, out); err != nil || !bytes.Equal(again, out) {
			t.Errorf("a second time changes it: %v", err)
		}
	}
}

func TestADrawingLosesItsNotes(t *testing.T) {
	t.Parallel()
	var plain bytes.Buffer
	if err := png.Encode(&plain, drawn()); err != nil {
		t.Fatal(err)
	}
	raw := plain.Bytes()
	const head = 8 + 25 // the signature and IHDR
	noted := bytes.Join([][]byte{raw[:head], chunk("eXIf", held(1)+secret), chunk("tEXt", "Comment\x00"+secret), chunk("pHYs", "\x00\x00\x0b\x13\x00\x00\x0b\x13\x01"), raw[head:], []byte(secret)}, nil)
	out, err := bare(t, files.PNG, noted)
	if err != nil || bytes.Contains(out, []byte("GPS")) || !bytes.Contains(out, []byte("pHYs")) {
		t.Fatalf("it is %q, %v", out[:min(100, len(out))], err)
	}
	after, err := png.Decode(bytes.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	same(t, drawn(), after)
	if bytes.Contains(out, []byte("eXIf")) {
		t.Error("an upright picture says that it is")
	}
	for _, way := range []byte{3, 6, 8} { // before the picture, or behind it
		for name, noted := range map[string][]byte{
			"before": bytes.Join([][]byte{raw[:head], chunk("eXIf", held(way)+secret), raw[head:]}, nil),
			"behind": bytes.Join([][]byte{raw[:len(raw)-12], chunk("eXIf", held(way)+secret), raw[len(raw)-12:]}, nil),
		} {
			out, err := bare(t, files.PNG, noted)
			if err != nil || bytes.Contains(out, []byte("GPS")) || files.Orientation(out) != uint16(way) {
				t.Errorf("held by %d, said %s: it says %d, %v", way, name, files.Orientation(out), err)
			}
			if _, err := png.Decode(bytes.NewReader(out)); err != nil {
				t.Error("it is no picture any more:", err)
			}
			if again, err := bare(t, files.PNG, out); err != nil || !bytes.Equal(again, out) {
				t.Errorf("a second time changes it: %v", err)
			}
		}
	}
}

// held is Exif that says how the camera was held.
func held(way byte) string {
	return "MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00" + string(way) + "\x00\x00\x00\x00\x00\x00"
}

func little(name, says string) string {
	out := name + string(binary.LittleEndian.AppendUint32(nil, uint32(len(says)))) + says
	return out + "\x00"[:len(says)%2]
}

// webPicture is one point with chunks around it; flags say which.
func webPicture(flags byte, chunks string) []byte {
	body := "WEBP" + little("VP8X", string(flags)+"\x00\x00\x00\x00\x00\x00\x00\x00\x00") + onePoint[12:] + chunks
	return []byte("RIFF" + string(binary.LittleEndian.AppendUint32(nil, uint32(len(body)))) + body)
}

func TestAWebPictureKeepsItsWayUp(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		flags  byte
		chunks string
		want   uint16
	}{
		"as it should be":                 {0x0C, little("EXIF", held(6)+secret) + little("XMP ", secret), 6},
		"with the header of a JPEG":       {0x08, little("EXIF", "Exif\x00\x00"+held(8)+secret), 8},
		"upright":                         {0x08, little("EXIF", held(1)+secret), 1},
		"not announced, so nobody turns":  {0x04, little("EXIF", held(6)+secret), 1},
		"of a number that does not exist": {0x08, little("EXIF", held(9)+secret), 1},
	} {
		out, err := bare(t, files.WebP, webPicture(c.flags, c.chunks))
		if err != nil || bytes.Contains(out, []byte("GPS")) || files.Orientation(out) != c.want {
			t.Errorf("%s: it says %d, want %d, %v", name, files.Orientation(out), c.want, err)
			continue
		}
		if announced := out[20]&0x0C == 0x08; announced != (c.want != 1) || announced != bytes.Contains(out, []byte("EXIF")) || len(out)%2 != 0 || int(binary.LittleEndian.Uint32(out[4:])) != len(out)-8 {
			t.Errorf("%s: it is not as it says: %q", name, out)
		}
		if _, err := webp.Decode(bytes.NewReader(out)); err != nil {
			t.Errorf("%s: it is no picture any more: %v", name, err)
		}
		if again, err := bare(t, files.WebP, out); err != nil || !bytes.Equal(again, out) {
			t.Errorf("%s: a second time changes it: %v", name, err)
		}
	}
}

// onePoint is a picture of one point, without loss (VP8L).
const onePoint = "RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00"

func TestAWebPictureLosesItsNotes(t *testing.T) {
	t.Parallel()
	out, err := bare(t, files.WebP, webPicture(0x0C, little("EXIF", secret)+little("XMP ", secret)))
	if err != nil || bytes.Contains(out, []byte("GPS")) || out[20]&0x0C != 0 || int(binary.LittleEndian.Uint32(out[4:])) != len(out)-8 {
		t.Fatalf("it is %q, %v", out, err)
	}
	if _, err := webp.Decode(bytes.NewReader(out)); err != nil {
		t.Error("it is no picture any more:", err)
	}
}

func TestAPictureThatCannotBeTakenApartIsRefused(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		kind files.Kind
		raw  string
	}{
		"a JPEG without a scan":      {files.JPEG, "\xFF\xD8\xFF\xE0\x00\x10JFIF\x00" + secret},
		"a PNG that is cut off":      {files.PNG, "\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR"},
		"a chunk longer than a PNG":  {files.PNG, "\x89PNG\r\n\x1a\n\xff\xff\xff\xffIDAT" + secret},
		"a WebP without a picture":   {files.WebP, "RIFF\x04\x00\x00\x00WEBP"},
		"a chunk longer than a WebP": {files.WebP, "RIFF\x04\x00\x00\x00WEBPVP8 \xff\xff\xff\xff" + secret},
	} {
		if _, err := bare(t, c.kind, []byte(c.raw)); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if out, err := bare(t, files.TXT, []byte(secret)); err != nil || string(out) != secret {
		t.Errorf("a text is %q, %v", out, err)
	}
}

// TestNothingThatIsSentBreaksIt: octets from anywhere end in a file that is no longer than before but for the way up, or are refused.
func TestNothingThatIsSentBreaksIt(t *testing.T) {
	t.Parallel()
	_, noted := snapshot(t, 6)
	rapid.Check(t, func(r *rapid.T) {
		kind := rapid.SampledFrom([]files.Kind{files.JPEG, files.PNG, files.WebP}).Draw(r, "kind")
		raw := bytes.Clone(noted)
		switch kind {
		case files.PNG:
			raw = append([]byte("\x89PNG\r\n\x1a\n"), rapid.SliceOfN(rapid.Byte(), 0, 200).Draw(r, "rest")...)
		case files.WebP:
			raw = append([]byte(onePoint[:12]), rapid.SliceOfN(rapid.Byte(), 0, 200).Draw(r, "rest")...)
		}
		for range rapid.IntRange(0, 8).Draw(r, "changes") {
			raw[rapid.IntRange(0, len(raw)-1).Draw(r, "at")] = rapid.Byte().Draw(r, "to")
		}
		raw = raw[:rapid.IntRange(0, len(raw)).Draw(r, "cut")]
		if out, err := bare(t, kind, raw); err == nil && len(out) > len(raw)+48 {
			r.Fatalf("%d octets became %d", len(raw), len(out))
		}
	})
}
