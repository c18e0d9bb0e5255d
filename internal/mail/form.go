package mail

import (
	"regexp"
	"slices"
	"strings"
	"text/template"
	"text/template/parse"

	"rundertisch/internal/i18n"
)

// Draft is a mail's text as people edit it: placeholders in curly braces, no conditions, no markup.
type Draft struct {
	Subject  string `bun:"subject"`
	Headline string `bun:"headline"`
	Button   string `bun:"button"`
	Body     string `bun:"body"` // paragraphs by blank lines, lists by "- " or "1. "
}

// Form is a shipped message made ready for people: its text as a draft, and the placeholders that may stand in it.
//
// A field is a placeholder under its own name. A condition becomes one, too: what the program says in one case or the other
// is one piece of text that people place, or leave out, but do not write conditions for.
type Form struct {
	Draft        Draft
	Placeholders []Placeholder
	lang         i18n.Lang
	values       map[string]*template.Template // by the placeholder's key
}

// Placeholder is what may stand in a draft between curly braces.
type Placeholder struct {
	Key      string   // field or if_field: the name that holds in every language
	Name     string   // as it is written in the mail's language
	Field    string   // the field it shows, or that decides what it says
	Piece    bool     // a piece of text that the program words
	Wordings []string // what a piece may say, with the placeholders in it
	Required bool     // a draft without it is refused: what it says stands nowhere else in the mail
	lang     i18n.Lang
}

const pieceKey = "if_"

// says reports whether the field's value is part of what the placeholder says.
func (p Placeholder) says(field string) bool {
	return p.Key == field || slices.ContainsFunc(p.Wordings, func(wording string) bool {
		return strings.Contains(wording, "{"+nameOf(p.lang, field)+"}")
	})
}

// formOf reads a form off a shipped message.
func formOf(lang i18n.Lang, t *texts) (*Form, error) {
	f := &Form{lang: lang, values: map[string]*template.Template{}}
	for _, part := range []struct {
		from *template.Template
		to   *string
	}{{t.head["Subject"], &f.Draft.Subject}, {t.head["Headline"], &f.Draft.Headline}, {t.head["Button"], &f.Draft.Button}, {t.body, &f.Draft.Body}} {
		if part.from == nil {
			continue
		}
		source, err := f.read(part.from.Root)
		if err != nil {
			return nil, err
		}
		*part.to = tidied(source)
	}
	for i := range f.Placeholders {
		p := &f.Placeholders[i]
		p.Required = strings.Contains(f.Draft.Body, "{"+p.Name+"}") && slices.ContainsFunc(essential, p.says)
	}
	for _, field := range f.common(t) {
		if _, err := f.place(field, field, "{{."+field+"}}"); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// essential are the fields that no other part of a mail says: whatever people make of a text, they stay.
var essential = []string{
	"personal_text", "position", "items", "late_items", "soon_items", "new_items", "comment", "new_email", "quiet_url",
}

// common are the fields that make sense in the message though its text does not show them.
func (f *Form) common(t *texts) []string {
	fields := []string{"receiver_name", "organisation", "sender_name", "sender_email"}
	if f.values["event_title"] != nil {
		fields = append(fields, "event_kind", "event_when", "event_place")
	}
	if t.head["Link"] != nil {
		for _, node := range t.head["Link"].Root.Nodes {
			if action, ok := node.(*parse.ActionNode); ok {
				fields = append(fields, strings.TrimPrefix(action.Pipe.String(), "."))
			}
		}
	}
	return fields
}

// read turns a part of a template into the text of a draft.
func (f *Form) read(list *parse.ListNode) (string, error) {
	var out strings.Builder
	for _, node := range list.Nodes {
		var said string
		var err error
		switch n := node.(type) {
		case *parse.TextNode:
			said = string(n.Text)
		case *parse.ActionNode:
			said, err = f.place(fieldOf(n.Pipe), fieldOf(n.Pipe), n.String())
		case *parse.IfNode:
			said, err = f.readIf(n)
		}
		if err != nil {
			return "", err
		}
		out.WriteString(said)
	}
	return out.String(), nil
}

func fieldOf(pipe *parse.PipeNode) string { return strings.TrimPrefix(pipe.String(), ".") }

// readIf makes a condition one placeholder: the field itself where it only shows it or something else in its place, a piece
// otherwise. Blanks around it stay in the draft.
func (f *Form) readIf(n *parse.IfNode) (string, error) {
	field := fieldOf(n.Pipe)
	then := n.List.String()
	bare := strings.TrimSpace(then)
	before, after := blanks(then)
	key := pieceKey + field
	if bare == "{{."+field+"}}" {
		key = field
	}
	said, err := f.place(key, field, n.String())
	return before + said + after, err
}

func blanks(text string) (before, after string) {
	trimmed := strings.TrimLeft(text, " \n")
	before = text[:len(text)-len(trimmed)]
	return before, trimmed[len(strings.TrimRight(trimmed, " \n")):]
}

// place notes a placeholder with what it says and returns how it is written. The same key with another wording gets a number.
func (f *Form) place(key, field, source string) (string, error) {
	for n := 1; ; n++ {
		numbered := key
		if n > 1 {
			numbered = key + "_" + string(rune('0'+n))
		}
		value, known := f.values[numbered]
		if known && value.Root.String() != source && field != key {
			continue
		}
		if !known {
			parsed, err := template.New("").Option("missingkey=zero").Parse(source)
			if err != nil {
				return "", err
			}
			f.values[numbered] = parsed
			f.Placeholders = append(f.Placeholders, Placeholder{
				Key: numbered, Name: nameOf(f.lang, numbered), Field: field, lang: f.lang, Piece: field != key, Wordings: wordings(f.lang, parsed.Root, field != key),
			})
		}
		return "{" + nameOf(f.lang, numbered) + "}", nil
	}
}

// wordings are what a piece may say, with the placeholders in it.
func wordings(lang i18n.Lang, root *parse.ListNode, piece bool) []string {
	if !piece {
		return nil
	}
	var said []string
	for _, node := range root.Nodes {
		if n, ok := node.(*parse.IfNode); ok {
			said = append(said, branches(lang, n)...)
		}
	}
	return said
}

func branches(lang i18n.Lang, n *parse.IfNode) []string {
	var said []string
	for _, list := range []*parse.ListNode{n.List, n.ElseList} {
		if list == nil {
			continue
		}
		if inner, ok := list.Nodes[0].(*parse.IfNode); ok && len(list.Nodes) == 1 {
			said = append(said, branches(lang, inner)...)
			continue
		}
		said = append(said, strings.TrimSpace(fieldForm.ReplaceAllStringFunc(list.String(), func(field string) string {
			return "{" + nameOf(lang, strings.Trim(field, "{.}")) + "}"
		})))
	}
	return said
}

var (
	fieldForm = regexp.MustCompile(`\{\{\.[a-z_]+\}\}`)
	braces    = regexp.MustCompile(`\{([^{}\n]*)\}`)
	gap       = regexp.MustCompile(`\n{3,}`)
)

// tidied is a text without blanks at its ends and with one blank line between paragraphs.
func tidied(text string) string {
	return strings.TrimSpace(gap.ReplaceAllString(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n"))
}

// find returns the placeholder that a draft names in whatever language.
func (f *Form) find(written string) (Placeholder, bool) {
	written = strings.ToLower(strings.TrimSpace(written))
	at := slices.IndexFunc(f.Placeholders, func(p Placeholder) bool { return p.Name == written || p.Key == written })
	if at < 0 {
		return Placeholder{}, false
	}
	return f.Placeholders[at], true
}

// fill puts the values in the place of the placeholders. An empty one takes the blank before it along, and a paragraph of
// empty ones is left out.
func (f *Form) fill(draft string, fields Fields) (string, error) {
	var paragraphs []string
	for paragraph := range strings.SplitSeq(tidied(draft), "\n\n") {
		var lines []string
		for line := range strings.SplitSeq(paragraph, "\n") {
			said, err := f.fillLine(line, fields)
			if err != nil {
				return "", err
			}
			if said != "" || strings.TrimSpace(line) == "" {
				lines = append(lines, said)
			}
		}
		if said := strings.TrimSpace(strings.Join(lines, "\n")); said != "" {
			paragraphs = append(paragraphs, said)
		}
	}
	return strings.Join(paragraphs, "\n\n"), nil
}

func (f *Form) fillLine(line string, fields Fields) (string, error) {
	said, rest := "", line
	for {
		at := braces.FindStringSubmatchIndex(rest)
		if at == nil {
			return strings.TrimRight(said+rest, " "), nil
		}
		said += rest[:at[0]]
		value, err := f.value(rest[at[2]:at[3]], fields)
		if err != nil {
			return "", err
		}
		if value == "" {
			said = strings.TrimSuffix(said, " ")
		}
		said += value
		rest = rest[at[1]:]
	}
}

// value is what a placeholder says; one that the message no longer has says nothing.
func (f *Form) value(written string, fields Fields) (string, error) {
	p, known := f.find(written)
	if !known {
		return "", nil
	}
	said, err := limited(func(w *capped) error { return f.values[p.Key].Execute(w, fields) })
	return tidied(said), err
}

// Form returns the message made ready for people to change; nil when there is no such message.
func (r *Renderer) Form(lang i18n.Lang, name string) *Form { return r.forms[messageKey(lang, name)] }
