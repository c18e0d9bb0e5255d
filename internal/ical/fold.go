package ical

import (
	"bytes"
	"unicode/utf8"
)

// maxOctets is the length of a folded line without its CRLF (RFC 5545, 3.1).
const maxOctets = 75

// fold breaks every CRLF line of the object into lines of at most 75 octets, between characters; a continuation line begins
// with a blank that counts.
func fold(object []byte) []byte {
	out := make([]byte, 0, len(object)+len(object)/32)
	for line := range bytes.SplitSeq(bytes.TrimSuffix(object, []byte("\r\n")), []byte("\r\n")) {
		for limit := maxOctets; len(line) > limit; limit = maxOctets - 1 {
			cut := limit
			for cut > limit-utf8.UTFMax && !utf8.RuneStart(line[cut]) {
				cut--
			}
			out = append(append(out, line[:cut]...), "\r\n "...)
			line = line[cut:]
		}
		out = append(append(out, line...), "\r\n"...)
	}
	return out
}
