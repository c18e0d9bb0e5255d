package account

import (
	"cmp"
	_ "embed"
	"slices"
	"strings"

	"rundertisch/internal/fault"
)

const (
	minPassword = 12  // characters
	maxPassword = 128 // characters
	minOwn      = 6   // different characters besides words that everybody tries
)

// weakPasswords are words of which the most used passwords are made, one a line.
//
//go:embed weak_passwords.txt
var weakPasswords string

// checkPassword applies OWASP ASVS 5, section 6.2: length counts, no rule about kinds of characters, any character
// may be typed or pasted; refused are the passwords everybody tries first, and those made of what is known about the
// person and the place.
func checkPassword(c *fault.Checks, name, password string, context ...string) {
	length := len([]rune(password))
	switch {
	case length < minPassword:
		c.Add(name, "account.password.short", minPassword)
	case length > maxPassword:
		c.Add(name, "fault.too_long", maxPassword, length)
	case own(password, strings.Fields(weakPasswords)) < minOwn:
		c.Add(name, "account.password.common")
	case own(password, knownWords(context)) < minOwn:
		c.Add(name, "account.password.names_you")
	}
}

// context is what is known about the person.
func (u User) context() []string { return []string{u.Name, u.Email} }

// knownWords splits names and addresses into words long enough to tell something.
func knownWords(context []string) []string {
	var known []string
	for _, text := range context {
		words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return strings.ContainsRune(" @.-_,/", r) })
		known = append(known, slices.DeleteFunc(words, func(w string) bool { return len(w) < 3 })...)
	}
	return known
}

// own counts the different characters that are left of the password without the words.
func own(password string, words []string) int {
	longestFirst := slices.SortedFunc(slices.Values(words), func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	rest := strings.ToLower(password)
	for _, word := range longestFirst {
		rest = strings.ReplaceAll(rest, word, "")
	}
	different := map[rune]bool{}
	for _, r := range rest {
		different[r] = true
	}
	return len(different)
}
