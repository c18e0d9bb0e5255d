package static

import (
	"bytes"
	"compress/gzip"
	"io"
	"sync"

	"github.com/andybalholm/brotli"
)

// The names of content codings (RFC 9110, 8.4.1) that files are packed in, the smallest first.
const (
	Brotli = "br"
	Gzip   = "gzip"
)

// brotliLevel packs all sheets within a tenth of a second; the two levels above it take twenty times as long for a sixth less.
const brotliLevel = 9

// packed holds what was packed already, by coding and name: a file is packed when it is first asked for, and never again.
var packed sync.Map

// Packed returns the file in the coding; false for what does not become smaller, such as fonts.
func (f File) Packed(coding string) ([]byte, bool) {
	if f.Type == mediaTypes[".woff2"] {
		return nil, false
	}
	pack := sync.OnceValue(func() []byte { return squeeze(coding, f.Data) })
	kept, _ := packed.LoadOrStore(coding+" "+f.name, pack)
	once, ok := kept.(func() []byte)
	if !ok {
		return nil, false
	}
	data := once()
	return data, len(data) > 0 && len(data) < len(f.Data)
}

// squeeze packs the data; nil for a coding that is not ours.
func squeeze(coding string, data []byte) []byte {
	var out bytes.Buffer
	var w io.WriteCloser
	switch coding {
	case Brotli:
		w = brotli.NewWriterLevel(&out, brotliLevel)
	case Gzip:
		w, _ = gzip.NewWriterLevel(&out, gzip.BestCompression) // fails for levels that do not exist only
	default:
		return nil
	}
	_, _ = w.Write(data) // a buffer takes everything
	_ = w.Close()
	return out.Bytes()
}
