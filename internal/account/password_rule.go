package account

import (
	"cmp"
	"context"
	_ "embed"
	"slices"
	"strings"

	"rundertisch/internal/database"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
)

const (
	minPassword = 12  // characters
	maxPassword = 128 // characters
	minOwn      = 6   // different characters besides words that everybody tries

	product     = "Runder Tisch Rundertisch"
	hashedChars = 10 // of each line of common_passwords.txt
)

// commonPasswords are the 5,000 most used passwords that are long enough for us, as sorted beginnings of the SHA-256 of
// their lower-case form: they are what people really typed, names and insults among them. docs/decisions/0017 says where
// they come from.
//
//go:embed common_passwords.txt
var commonPasswords string

// weakPasswords are words of which the most used passwords are made, one a line.
//
//go:embed weak_passwords.txt
var weakPasswords string

// checkPassword applies OWASP ASVS 5, section 6.2: length counts, no rule about kinds of characters, any character
// may be typed or pasted; refused are the passwords everybody tries first, and those made of what is known about the
// person and the place.
func checkPassword(c *fault.Checks, name, password string, known ...string) {
	length := len([]rune(password))
	switch {
	case length < minPassword:
		c.Add(name, "account.password.short", minPassword)
	case length > maxPassword:
		c.Add(name, "fault.too_long", maxPassword, length)
	case isCommon(password) || own(password, strings.Fields(weakPasswords)) < minOwn:
		c.Add(name, "account.password.common")
	case own(password, knownWords(known)) < minOwn:
		c.Add(name, "account.password.names_you")
	}
}

// isCommon reports whether the password is one of the most used ones, however it is capitalised.
func isCommon(password string) bool {
	_, found := slices.BinarySearch(strings.Fields(commonPasswords), id.Hash(password)[:hashedChars])
	return found
}

// context is what is known about the person and the program.
func (u User) context() []string { return []string{u.Name, u.Email, product} }

// contextOf adds the names of the workspaces the person belongs to.
func (s *Service) contextOf(ctx context.Context, user User) ([]string, error) {
	var names []string
	members := s.db.Read().NewSelect().Model((*Membership)(nil)).Column("m.workspace_id").Where("m.user_id = ?", user.ID)
	err := s.db.Read().NewSelect().Model((*Workspace)(nil)).Column("w.name").Where("w.id IN (?)", members).Scan(ctx, &names)
	return append(user.context(), names...), database.Fault(err)
}

// knownWords splits names and addresses into words long enough to tell something.
func knownWords(texts []string) []string {
	var all []string
	for _, text := range texts {
		words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return strings.ContainsRune(" @.-_,/", r) })
		all = append(all, slices.DeleteFunc(words, func(w string) bool { return len(w) < 3 })...)
	}
	return all
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
