package directory

import (
	"encoding/csv"
	"errors"
	"io"
	"mime/quotedprintable"
	"strings"

	"github.com/emersion/go-vcard"

	"rundertisch/internal/sheet"
)

// cardFields are the columns that contacts become. Addresses are left out: on phones they are mostly private.
func cardFields() []string {
	return []string{"title", "given", "family", "function", "email", "phone", "organisation"}
}

func isCards(text string) bool {
	const begin = "BEGIN:VCARD"
	text = strings.TrimLeft(text, "\r\n ")
	return len(text) >= len(begin) && strings.EqualFold(text[:len(begin)], begin)
}

// cardsText makes a file of contacts (vCard 2.1, 3.0 and 4.0) into the text of a file of persons, a row for each
// contact that has a name. Values in quoted-printable, as phones write them in 2.1, are read too.
func cardsText(text string) (string, error) {
	var out strings.Builder
	w := csv.NewWriter(&out)
	w.Comma = ';'
	if err := w.Write(cardFields()); err != nil {
		return "", err
	}
	decoder := vcard.NewDecoder(strings.NewReader(modern(text)))
	for n := 1; ; n++ {
		card, err := decoder.Decode()
		if errors.Is(err, io.EOF) {
			w.Flush()
			return out.String(), w.Error()
		}
		if err != nil {
			return "", fileFault("card", n)
		}
		if row := cardRow(card); row != nil {
			if err := w.Write(row); err != nil {
				return "", err
			}
		}
	}
}

// cardRow is nil for a contact without a name, such as a list or a company.
func cardRow(card vcard.Card) []string {
	name := card.Name()
	if name == nil {
		name = &vcard.Name{}
	}
	given, family := name.GivenName, name.FamilyName
	if given+family == "" {
		words := strings.Fields(card.PreferredValue(vcard.FieldFormattedName))
		if len(words) > 0 {
			given, family = strings.Join(words[:len(words)-1], " "), words[len(words)-1]
		}
	}
	if family == "" {
		given, family = "", given
	}
	if family == "" {
		return nil
	}
	organisation, _, _ := strings.Cut(card.PreferredValue(vcard.FieldOrganization), ";")
	function := card.PreferredValue(vcard.FieldTitle)
	if function == "" {
		function = card.PreferredValue(vcard.FieldRole)
	}
	return tidy(
		name.HonorificPrefix, given, family, function, strings.TrimPrefix(card.PreferredValue(vcard.FieldEmail), "mailto:"),
		strings.TrimPrefix(card.PreferredValue(vcard.FieldTelephone), "tel:"), organisation,
	)
}

// tidy makes each cell one line and keeps what begins like a formula from being taken for one.
func tidy(cells ...string) []string {
	for i, cell := range cells {
		cells[i] = sheet.Guard(oneLine(cell))
	}
	return cells
}

// modern rewrites what only vCard 2.1 has: values in quoted-printable over several lines, and parameters without a name.
func modern(text string) string {
	var out strings.Builder
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	for i := 0; i < len(lines); i++ {
		line := lines[i]
		head, value, found := strings.Cut(line, ":")
		folded := strings.HasPrefix(line, " ") || strings.HasPrefix(line, "\t")
		if !found || folded {
			out.WriteString(line + "\n")
			continue
		}
		key, quoted := parameters(head)
		for quoted && strings.HasSuffix(value, "=") && i+1 < len(lines) {
			i++
			value = strings.TrimSuffix(value, "=") + strings.TrimLeft(lines[i], " \t")
		}
		if quoted {
			value = unquote(value)
		}
		out.WriteString(key + ":" + value + "\n")
	}
	return out.String()
}

// parameters returns a property's name with its named parameters, and whether its value is quoted-printable.
func parameters(head string) (key string, quoted bool) {
	parts := strings.Split(head, ";")
	kept := parts[:1]
	for _, part := range parts[1:] {
		upper := strings.ToUpper(part)
		switch {
		case strings.HasSuffix(upper, "QUOTED-PRINTABLE"):
			quoted = true
		case strings.HasPrefix(upper, "CHARSET="):
		case strings.Contains(part, "="):
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, ";"), quoted
}

// unquote reads quoted-printable in UTF-8 or Windows-1252; line breaks become spaces.
func unquote(value string) string {
	raw, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(value)))
	if err != nil {
		return value
	}
	text, err := sheet.Text(strings.NewReader(string(raw)))
	if err != nil {
		return value
	}
	return strings.NewReplacer("\r\n", " ", "\n", " ").Replace(text)
}
