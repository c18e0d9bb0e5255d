package files

import (
	"bytes"
	"encoding/binary"
)

const exifHeader = "Exif\x00\x00"

// Orientation reads how the camera was held from a picture, by the numbers of Exif 2.3 (4.6.4, tag 0x0112); 1, upright, when it does
// not say. A JPEG and a PNG say it where they begin, a WebP at its end.
func Orientation(raw []byte) uint16 {
	switch {
	case bytes.HasPrefix(raw, []byte(pngBegin)):
		return tiffOrientation(pngExif(raw))
	case len(raw) >= 12 && string(raw[:4]) == "RIFF" && string(raw[8:12]) == "WEBP":
		return tiffOrientation(webPExifOf(raw))
	}
	const limit = 64 << 10 // where cameras have written it by
	head := raw[:min(len(raw), limit)]
	at := bytes.Index(head, []byte(exifHeader))
	if at < 0 {
		return 1
	}
	return tiffOrientation(head[at+len(exifHeader):])
}

// pngExif is what the chunk eXIf says (PNG, 11.3.4.5); nil without one.
func pngExif(raw []byte) []byte {
	for at := int64(len(pngBegin)); at+12 <= int64(len(raw)); {
		end := at + 12 + int64(binary.BigEndian.Uint32(raw[at:]))
		if end > int64(len(raw)) {
			return nil
		}
		if string(raw[at+4:at+8]) == "eXIf" {
			return raw[at+8 : end-4]
		}
		at = end
	}
	return nil
}

// webPExifOf is what the chunk EXIF says; nil unless the picture says that it has one, because browsers look for none then. Some
// programs put the header of a JPEG before it.
func webPExifOf(raw []byte) (found []byte) {
	announced := false
	eachWebP(raw, func(name string, _, says []byte) {
		switch {
		case name == "VP8X" && len(says) > 0:
			announced = says[0]&webPExif != 0
		case name == "EXIF" && announced && found == nil:
			found = bytes.TrimPrefix(says, []byte(exifHeader))
		}
	})
	return found
}

// tiffOrientation reads the tag from the first directory of a TIFF, which is what Exif is.
func tiffOrientation(tiff []byte) uint16 {
	const tag = 0x0112
	if len(tiff) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.BigEndian
	if tiff[0] == 'I' {
		order = binary.LittleEndian
	}
	first := int64(order.Uint32(tiff[4:]))
	if first+2 > int64(len(tiff)) {
		return 1
	}
	for n := range int64(order.Uint16(tiff[first:])) {
		entry := first + 2 + 12*n
		if entry+12 > int64(len(tiff)) {
			return 1
		}
		if order.Uint16(tiff[entry:]) == tag {
			return order.Uint16(tiff[entry+8:])
		}
	}
	return 1
}

// wayUp is a TIFF that says the orientation and nothing else; nil for a picture that is upright.
func wayUp(orientation uint16) []byte {
	if orientation <= 1 || orientation > 8 {
		return nil
	}
	tiff := []byte("II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00")
	return append(tiff, byte(orientation), 0, 0, 0, 0, 0, 0, 0)
}
