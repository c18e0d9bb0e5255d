package files

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"io"
	"slices"
)

// Bare returns the upload without what cameras and programs note in pictures beside the picture: where and when it was taken, with
// what, by whom, smaller pictures of the same. What is seen stays as it is, octet for octet, and so does the way up. Files that are no
// pictures are returned as they came. A picture that cannot be taken apart is refused: nobody knows what is in it.
func Bare(u Upload, kind Kind) (Upload, error) {
	strip := map[Kind]func([]byte) ([]byte, bool){JPEG: bareJPEG, PNG: barePNG, WebP: bareWebP}[kind]
	if strip == nil {
		return u, nil
	}
	raw, err := io.ReadAll(io.NewSectionReader(u.Content, 0, u.Size))
	if err != nil {
		return u, err
	}
	bare, ok := strip(raw)
	if !ok {
		return u, refuse("files.picture")
	}
	return Upload{Name: u.Name, Size: int64(len(bare)), Content: bytes.NewReader(bare)}, nil
}

// The markers of a JPEG that are told apart here (ITU-T T.81, B.1.1.3).
const (
	startOfImage, endOfImage = 0xD8, 0xD9
	startOfScan, comment     = 0xDA, 0xFE
	firstApp, lastApp        = 0xE0, 0xEF
)

// bareJPEG keeps what decoders need: tables, frames and scans, and of the application's segments the colours. What follows the end of
// the picture, where telephones put others, is left out.
func bareJPEG(raw []byte) ([]byte, bool) {
	if !bytes.HasPrefix(raw, []byte{0xFF, startOfImage}) {
		return nil, false
	}
	out := append(make([]byte, 0, len(raw)), 0xFF, startOfImage)
	if way := wayUp(Orientation(raw)); way != nil {
		out = append(append(out, 0xFF, 0xE1, 0, 34), exifHeader...)
		out = append(out, way...)
	}
	for at, scanned := 2, false; ; {
		for at+1 < len(raw) && raw[at] == 0xFF && raw[at+1] == 0xFF {
			at++
		}
		if at+4 > len(raw) || raw[at] != 0xFF {
			return append(out, 0xFF, endOfImage), scanned // cut off, as browsers show it
		}
		marker := raw[at+1]
		if marker == endOfImage {
			return append(out, 0xFF, endOfImage), scanned
		}
		end := at + 2 + int(binary.BigEndian.Uint16(raw[at+2:]))
		if end < at+4 || end > len(raw) {
			return append(out, 0xFF, endOfImage), scanned
		}
		out = append(out, bareSegment(marker, raw[at:end])...)
		if at = end; marker == startOfScan {
			end, scanned = scanEnd(raw, at), true
			out, at = append(out, raw[at:end]...), end
		}
		if at+2 == len(raw) && raw[at] == 0xFF && raw[at+1] == endOfImage {
			return append(out, 0xFF, endOfImage), scanned
		}
	}
}

// bareSegment returns as much of a segment as stays.
func bareSegment(marker byte, segment []byte) []byte {
	says := segment[4:]
	switch {
	case marker == firstApp && bytes.HasPrefix(says, []byte("JFIF\x00")) && len(says) >= 14:
		return append([]byte{0xFF, firstApp, 0, 16}, append(slices.Clone(says[:12]), 0, 0)...) // without the small picture
	case marker == 0xE2 && bytes.HasPrefix(says, []byte("ICC_PROFILE\x00")), marker == 0xEE && bytes.HasPrefix(says, []byte("Adobe")):
		return segment
	case marker >= firstApp && marker <= lastApp, marker == comment:
		return nil
	}
	return segment
}

// scanEnd is where the data of a scan ends: at the next marker that belongs to no scan.
func scanEnd(raw []byte, at int) int {
	for ; at+1 < len(raw); at++ {
		if next := raw[at+1]; raw[at] == 0xFF && next != 0 && next != 0xFF && (next < 0xD0 || next > 0xD7) {
			return at
		}
	}
	return len(raw)
}

const pngBegin = "\x89PNG\r\n\x1a\n"

// bareChunks are the chunks of a PNG that say how the picture is seen, beside those that every decoder needs (PNG, 11.3).
var bareChunks = []string{"tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "sBIT", "bKGD", "pHYs", "hIST", "sPLT", "cICP", "acTL", "fcTL", "fdAT"}

func barePNG(raw []byte) ([]byte, bool) {
	if !bytes.HasPrefix(raw, []byte(pngBegin)) {
		return nil, false
	}
	way := wayUp(Orientation(raw))
	out := append(make([]byte, 0, len(raw)), pngBegin...)
	for at := len(pngBegin); at+12 <= len(raw); {
		end := int64(at) + 12 + int64(binary.BigEndian.Uint32(raw[at:]))
		if end > int64(len(raw)) {
			return nil, false
		}
		name := string(raw[at+4 : at+8])
		if needed := name[0] >= 'A' && name[0] <= 'Z'; needed || slices.Contains(bareChunks, name) {
			out = append(out, raw[at:end]...)
		}
		if name == "IHDR" && way != nil {
			out, way = append(out, pngChunk("eXIf", way)...), nil
		}
		if name == "IEND" {
			return out, true
		}
		at = int(end)
	}
	return nil, false
}

func pngChunk(name string, says []byte) []byte {
	out := binary.BigEndian.AppendUint32(nil, uint32(len(says)))
	out = append(append(out, name...), says...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:]))
}

// bareWebP keeps the chunks that are the picture (RFC 9649, 2.7).
func bareWebP(raw []byte) ([]byte, bool) {
	if len(raw) < 12 || string(raw[:4]) != "RIFF" || string(raw[8:12]) != "WEBP" {
		return nil, false
	}
	way := wayUp(Orientation(raw))
	out := append(make([]byte, 0, len(raw)), raw[:12]...)
	seen := false
	whole := eachWebP(raw, func(name string, chunk, says []byte) {
		switch name {
		case "VP8X":
			out = append(out, chunk...)
			if flags := len(out) - len(chunk) + 8; len(says) > 0 {
				out[flags] &^= webPExif | webPXMP
				if way != nil {
					out[flags] |= webPExif
				}
			}
		case "VP8 ", "VP8L", "ALPH", "ANIM", "ANMF", "ICCP":
			out, seen = append(out, chunk...), true
		}
	})
	if way != nil {
		out = append(binary.LittleEndian.AppendUint32(append(out, "EXIF"...), uint32(len(way))), way...)
	}
	binary.LittleEndian.PutUint32(out[4:], uint32(len(out)-8))
	return out, seen && whole
}

// The flags of a WebP's chunk VP8X that say what follows (RFC 9649, 2.7.1).
const webPExif, webPXMP = 0x08, 0x04

// eachWebP calls fn with each chunk, whole and what it says, and reports whether all of them are whole.
func eachWebP(raw []byte, fn func(name string, chunk, says []byte)) bool {
	for at := 12; at+8 <= len(raw); {
		size := int64(binary.LittleEndian.Uint32(raw[at+4:]))
		end := int64(at) + 8 + size + size%2
		if end == int64(len(raw))+1 {
			end-- // without the octet that makes it even
		}
		if end > int64(len(raw)) {
			return false
		}
		fn(string(raw[at:at+4]), raw[at:end], raw[at+8:int64(at)+8+size])
		at = int(end)
	}
	return true
}
