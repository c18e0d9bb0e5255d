package sheet

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Text returns what was sent as text in UTF-8 without a byte order mark: text in UTF-8 or, as German Excel writes it,
// Windows-1252, and a workbook as semicolon-separated lines. It fails with an *Error or the reader's own error.
func Text(file io.Reader) (string, error) {
	raw, err := io.ReadAll(io.LimitReader(file, MaxBytes+1))
	switch {
	case err != nil:
		return "", err
	case len(raw) > MaxBytes:
		return "", tooLarge()
	case bytes.HasPrefix(raw, []byte("PK\x03\x04")):
		return workbookText(raw)
	case bytes.HasPrefix(raw, []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")):
		return "", compound(raw)
	case bytes.IndexByte(raw, 0) >= 0:
		return "", refuse(NoText, nil)
	}
	return plain(raw)
}

func plain(raw []byte) (string, error) {
	raw = bytes.TrimPrefix(raw, []byte("\xEF\xBB\xBF"))
	if utf8.Valid(raw) {
		return string(raw), nil
	}
	text, err := charmap.Windows1252.NewDecoder().Bytes(raw)
	if err != nil || bytes.ContainsRune(text, utf8.RuneError) {
		return "", refuse(NoText, err)
	}
	return string(text), nil
}

// compound tells a workbook with a password from one of Excel 97: both are compound files, and only the first has a
// stream of this name ([MS-OFFCRYPTO] 2.3.4.4).
func compound(raw []byte) error {
	name := strings.Join(strings.Split("EncryptedPackage", ""), "\x00")
	if bytes.Contains(raw, []byte(name)) {
		return refuse(Encrypted, nil)
	}
	return refuse(OldExcel, nil)
}

// Reported returns err as an *Error when it is the refusal of a file.
func Reported(err error) (*Error, bool) {
	var refused *Error
	return refused, errors.As(err, &refused)
}

// OneLine returns s without line breaks, control characters, repeated blanks and the marks nobody sees: they make two
// names that look the same different, or turn the direction of the page after them. Joiners stay, scripts need them.
func OneLine(s string) string {
	if tidy(s) {
		return s
	}
	visible := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case r == '\u200C' || r == '\u200D':
			return r
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	return strings.Join(strings.Fields(visible), " ")
}

// tidy reports whether s is one line already, which most cells are.
func tidy(s string) bool {
	for i := range len(s) {
		blank := s[i] == ' '
		if s[i] < ' ' || s[i] >= utf8.RuneSelf || s[i] == 0x7F || blank && (i == 0 || i == len(s)-1 || s[i-1] == ' ') {
			return false
		}
	}
	return true
}
