package shared

import (
	"regexp"
	"strings"

	"github.com/a-h/templ"
)

// addresses are the e-mail addresses in a text, with what stands before their last dot.
var addresses = regexp.MustCompile(`([^\s<>@]+@[^\s<>@]*)(\.[^\s<>@.]+)`)

// joints are where an address may break.
var joints = strings.NewReplacer("@", "@<wbr>", ".", "<wbr>.")

// Address is an e-mail address, or a text that has some. Where a line is too short for them, they break after the @ or before
// a dot, and not before their last two letters.
func Address(text string) templ.Component {
	var b strings.Builder
	rest := 0
	for _, at := range addresses.FindAllStringSubmatchIndex(text, -1) {
		b.WriteString(templ.EscapeString(text[rest:at[0]]))
		b.WriteString(joints.Replace(templ.EscapeString(text[at[2]:at[3]])))
		rest = at[4]
	}
	b.WriteString(templ.EscapeString(text[rest:]))
	return templ.Raw(b.String())
}
