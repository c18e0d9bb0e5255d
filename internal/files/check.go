package files

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"unicode/utf8"

	"rundertisch/internal/fault"
)

// Upload is a file that somebody sends.
type Upload struct {
	Name    string // as it came
	Size    int64  // octets
	Content io.ReaderAt
}

// Check returns the kind of an upload that may be kept, and an Invalid fault at the field "file" for others.
func Check(u Upload) (Kind, error) {
	label := Label(u.Name)
	kind := kindOf(label)
	switch {
	case u.Content == nil:
		return "", refuse("files.missing")
	case u.Size == 0:
		return "", refuse("files.empty")
	case u.Size > MaxBytes:
		return "", refuse("files.too_large", MaxBytes>>20)
	case runsMacros(label):
		return "", refuse("files.macros")
	case kind == "":
		return "", refuse("files.kind")
	}
	return kind, kind.check(u)
}

func refuse(key string, args ...any) error {
	var c fault.Checks
	c.Add("file", key, args...)
	return c.Err()
}

// wrong is said of contents that are not what the ending says.
func (k Kind) wrong() error { return refuse("files.contents", strings.ToUpper(string(k))) }

// check compares the contents with the kind: by the first octets, as browsers do, and further where those say too little.
func (k Kind) check(u Upload) error {
	head := make([]byte, 512)
	n, err := u.Content.ReadAt(head, 0)
	if err != nil && err != io.EOF {
		return err
	}
	seen, _, _ := strings.Cut(http.DetectContentType(head[:n]), ";")
	switch k {
	case PDF, PNG, JPEG, WebP:
		if seen != k.MediaType() {
			return k.wrong()
		}
		return nil
	case TXT, CSV, ICS:
		if seen != "text/plain" {
			return k.wrong()
		}
		return k.checkText(u)
	default:
		if seen != "application/zip" {
			return k.wrong()
		}
		return k.checkPackage(u)
	}
}

// checkText refuses what is no text in UTF-8, UTF-16 or an encoding of one octet a character, and a calendar that does
// not begin as one.
func (k Kind) checkText(u Upload) error {
	raw, err := io.ReadAll(io.NewSectionReader(u.Content, 0, u.Size))
	if err != nil {
		return err
	}
	wide := bytes.HasPrefix(raw, []byte{0xFF, 0xFE}) || bytes.HasPrefix(raw, []byte{0xFE, 0xFF})
	if !wide && bytes.ContainsFunc(raw, func(r rune) bool { return r < ' ' && !strings.ContainsRune("\t\n\r\f\x1B", r) }) {
		return k.wrong()
	}
	start := bytes.TrimSpace(bytes.TrimPrefix(raw[:min(len(raw), 200)], []byte("\uFEFF")))
	if k == ICS && (!utf8.Valid(raw) || !bytes.HasPrefix(bytes.ToUpper(start), []byte("BEGIN:VCALENDAR"))) {
		return k.wrong()
	}
	return nil
}
