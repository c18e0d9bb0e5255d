package mail

import (
	"html"
	"regexp"
	"strings"
)

var (
	webAddress = regexp.MustCompile(`https?://[^\s<>"]+[^\s<>".,;:!?)\]]`)
	bullet     = regexp.MustCompile(`^\s*[-•*]\s+(.+)$`)
	numbered   = regexp.MustCompile(`^\s*\d{1,2}[.)]\s+(.+)$`)
)

// markupOf makes the HTML of a plain text: paragraphs, lists and links, all else as it was typed.
func markupOf(text string) string {
	var out strings.Builder
	for paragraph := range strings.SplitSeq(text, "\n\n") {
		if strings.TrimSpace(paragraph) == "" {
			continue
		}
		writeParagraph(&out, strings.Split(strings.TrimSpace(paragraph), "\n"))
	}
	return out.String()
}

// writeParagraph writes runs of plain lines as paragraphs and runs of list lines as lists.
func writeParagraph(out *strings.Builder, lines []string) {
	for from := 0; from < len(lines); {
		kind, to := lineKind(lines[from]), from+1
		for to < len(lines) && lineKind(lines[to]) == kind {
			to++
		}
		writeRun(out, kind, lines[from:to])
		from = to
	}
}

func lineKind(line string) string {
	switch {
	case bullet.MatchString(line):
		return "ul"
	case numbered.MatchString(line):
		return "ol"
	}
	return "p"
}

func writeRun(out *strings.Builder, kind string, lines []string) {
	said := make([]string, len(lines))
	for i, line := range lines {
		switch kind {
		case "ul":
			line = bullet.ReplaceAllString(line, "$1")
		case "ol":
			line = numbered.ReplaceAllString(line, "$1")
		}
		said[i] = linked(strings.TrimSpace(line))
	}
	if kind == "p" {
		out.WriteString("<p>" + strings.Join(said, "<br>") + "</p>\n")
		return
	}
	out.WriteString("<" + kind + ` style="margin:0 0 16px;padding-left:24px;"><li>` + strings.Join(said, "</li><li>") + "</li></" + kind + ">\n")
}

// linked escapes a line and makes its web addresses links.
func linked(line string) string {
	var out strings.Builder
	rest := line
	for {
		at := webAddress.FindStringIndex(rest)
		if at == nil {
			out.WriteString(html.EscapeString(rest))
			return out.String()
		}
		address := rest[at[0]:at[1]]
		out.WriteString(html.EscapeString(rest[:at[0]]))
		if safeURL(address) {
			out.WriteString(`<a class="link" style="color:#1f4fbf;" href="` + html.EscapeString(address) + `">` + html.EscapeString(address) + "</a>")
		} else {
			out.WriteString(html.EscapeString(address))
		}
		rest = rest[at[1]:]
	}
}
