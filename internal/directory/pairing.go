package directory

import (
	"slices"
	"strings"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
)

// barePerson is what of a person tells whether it is the same as another.
type barePerson struct {
	bun.BaseModel `bun:"table:persons,alias:p"`

	ID             string `bun:"id"`
	Title          string `bun:"title"`
	Given          string `bun:"given"`
	Family         string `bun:"family"`
	Email          string `bun:"email"`
	EmailKey       string `bun:"email_key"`
	OrganisationID Ref    `bun:"organisation_id"`
	Organisation   string `bun:"organisation_name,scanonly"`
}

func (p barePerson) entry() Entry {
	return Entry{ID: p.ID, Name: oneLine(p.Title + " " + p.Given + " " + p.Family), Place: p.Organisation, Email: p.Email}
}

// pairPersons finds who has the same address, the same name, or in the same organisation a name that differs in a letter
// or is shortened. It looks keys up and never compares everybody with everybody.
func pairPersons(all []barePerson) *pairs {
	p := &pairs{found: map[[2]string]*Pair{}}
	addresses, names, places := map[string][]Entry{}, map[string][]Entry{}, map[Ref][]likeName{}
	for _, person := range all {
		e := person.entry()
		words := personWords(person.Given + " " + person.Family)
		if person.EmailKey != "" {
			addresses[person.EmailKey] = append(addresses[person.EmailKey], e)
		}
		name := strings.Join(slices.Sorted(slices.Values(words)), " ")
		names[name] = append(names[name], e)
		if person.OrganisationID != "" {
			places[person.OrganisationID] = append(places[person.OrganisationID], newLikeName(person.Given, person.Family, e))
		}
	}
	p.all(addresses, SameAddress)
	p.all(names, SameName)
	for _, here := range places {
		p.alike(here)
	}
	return p
}

// personWords are the folded words of a name without titles; of a name that is nothing but titles all of them.
func personWords(name string) []string {
	words := wordsOf(database.FoldWord(name))
	bare := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return slices.Contains(titles, w) })
	if len(bare) == 0 {
		return words
	}
	return bare
}

// likeName is a person's name in the form that is compared: family and given name, folded.
type likeName struct {
	name  string
	entry Entry
}

const (
	shortest = 7  // letters of a name, with the blank between, in which a different one may be a slip
	near     = 40 // neighbours a name is compared with
)

func newLikeName(given, family string, e Entry) likeName {
	return likeName{strings.Join(personWords(family), "") + " " + strings.Join(personWords(given), ""), e}
}

// alike pairs the names of one organisation that are nearly the same. Names that differ in one letter are neighbours when
// they are sorted by their beginnings or by their ends, so that each is compared with a few and never with all.
func (p *pairs) alike(names []likeName) {
	if len(names) < 2 {
		return
	}
	p.neighbours(names, func(name string) string { return name })
	p.neighbours(names, reversed)
}

func (p *pairs) neighbours(names []likeName, by func(string) string) {
	keys := make(map[string]string, len(names))
	for _, n := range names {
		keys[n.name] = by(n.name)
	}
	slices.SortStableFunc(names, func(a, b likeName) int { return strings.Compare(keys[a.name], keys[b.name]) })
	for i, one := range names {
		for _, other := range names[i+1 : min(len(names), i+1+near)] {
			if slip(one.name, other.name) || shortened(one.name, other.name) || shortened(other.name, one.name) {
				p.add(one.entry, other.entry, LikeName)
			}
		}
	}
}

func reversed(name string) string {
	letters := []byte(name)
	slices.Reverse(letters)
	return string(letters)
}

// slip reports whether two names differ in one letter, or one has a letter more.
func slip(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if a == b || len(b)-len(a) > 1 || len(a) < shortest {
		return false
	}
	at := 0
	for at < len(a) && a[at] == b[at] {
		at++
	}
	if len(a) == len(b) {
		return a[at+1:] == b[at+1:]
	}
	return a[at:] == b[at+1:]
}

// shortened reports whether a is b with only the first letter of the given name.
func shortened(a, b string) bool {
	family, given, _ := strings.Cut(a, " ")
	same, full, _ := strings.Cut(b, " ")
	return family != "" && family == same && len(given) == 1 && len(full) > 1 && full[0] == given[0]
}

// bareOrganisation is what of an organisation tells whether it is the same as another.
type bareOrganisation struct {
	bun.BaseModel `bun:"table:organisations,alias:o"`

	ID       string `bun:"id"`
	Name     string `bun:"name"`
	AGS      string `bun:"ags"`
	Street   string `bun:"street"`
	Postcode string `bun:"postcode"`
	Town     string `bun:"town"`
	Email    string `bun:"email"`
}

func (o bareOrganisation) entry() Entry {
	place := o.Town
	if place == "" {
		place = MunicipalityName(o.AGS)
	}
	return Entry{ID: o.ID, Name: o.Name, Place: place, Email: o.Email}
}

// pairOrganisations finds organisations of the same name unless they lie in different municipalities, and those at the
// same address that have a word of their names in common.
func pairOrganisations(all []bareOrganisation) *pairs {
	p := &pairs{found: map[[2]string]*Pair{}}
	names, addresses, ags := map[string][]Entry{}, map[string][]Entry{}, map[string]string{}
	for _, o := range all {
		ags[o.ID] = o.AGS
		names[coreOrganisation(o.Name)] = append(names[coreOrganisation(o.Name)], o.entry())
		for _, word := range slices.Compact(slices.Sorted(slices.Values(wordsOf(database.FoldWord(o.Name))))) {
			if key := addressOf(o); key != "" && len(word) > 3 && !slices.Contains(legalForms, word) {
				addresses[key+"\x00"+word] = append(addresses[key+"\x00"+word], o.entry())
			}
		}
	}
	p.all(names, SameName)
	p.all(addresses, SameAddress)
	for key, pair := range p.found {
		one, other := ags[pair.One.ID], ags[pair.Other.ID]
		if one != "" && other != "" && one != other {
			delete(p.found, key)
		}
	}
	return p
}

// addressOf is street and place folded, "Hauptstraße 1" like "Hauptstr. 1"; empty without a street.
func addressOf(o bareOrganisation) string {
	street := strings.Join(wordsOf(database.FoldWord(o.Street)), "")
	if street == "" {
		return ""
	}
	street = strings.ReplaceAll(strings.ReplaceAll(street, "strasse", "str"), "str", "str ")
	place := o.Postcode
	if place == "" {
		place = database.FoldWord(o.Town) + o.AGS
	}
	return street + "\x00" + place
}
