package directory

// planPerson compares a row of a file of persons.
func (p *planner) planPerson(row *Row, rec record) {
	typed := rec.applyTo(Person{Lang: "de", Source: p.source}, p.reporter(row))
	typed.OrganisationID, typed.Organisation = p.organisationFor(row, rec)
	typed = typed.normal()
	found, ambiguous := p.findPerson(typed)
	merged := typed
	if found.ID != "" {
		merged = rec.applyTo(found, func(string, string) {})
		if typed.OrganisationID != "" {
			merged.OrganisationID, merged.Organisation = typed.OrganisationID, typed.Organisation
		}
		merged = likeStored(merged.normal(), found)
	}
	p.problems(row, merged.Validate(), func(field string) string { return field })
	row.Name, row.Place, row.Email, row.person = merged.Name(), merged.Organisation, merged.Email, merged
	if row.State == RowWrong {
		return
	}
	row.TargetID = found.ID
	first := p.claim(row.Line, personKeys(merged)...)
	switch {
	case first != 0:
		p.skip(row, "in_file", first)
	case ambiguous:
		p.skip(row, "ambiguous")
	case found.Archived():
		p.skip(row, "archived")
	case found.ID == "":
		row.State = RowNew
		p.noteSimilarPerson(row, merged)
	default:
		p.compare(row, found.Field, merged.Field)
	}
	p.noteSharedAddress(row, merged, found)
}

// likeStored keeps the stored spelling where the file only writes it more plainly.
func likeStored(p, stored Person) Person {
	p.Given, p.Family = spelling(stored.Given, p.Given), spelling(stored.Family, p.Family)
	if p.EmailKey == stored.EmailKey {
		p.Email = stored.Email
	}
	return p.normal()
}

func personKeys(p Person) []string {
	keys := []string{placeKey(p)}
	if p.EmailKey != "" {
		keys = append(keys, addressKey(p))
	}
	if p.ID != "" {
		keys = append(keys, "entry\x00"+p.ID)
	}
	return keys
}

// findPerson looks by address and name, then by name and organisation.
func (p *planner) findPerson(typed Person) (found Person, ambiguous bool) {
	if typed.EmailKey != "" {
		if same := p.byAddress[addressKey(typed)]; len(same) > 0 {
			return same[0], false
		}
	}
	same := p.byPlace[placeKey(typed)]
	switch {
	case len(same) == 1:
		return same[0], false
	case len(same) > 1:
		return Person{}, true
	}
	return Person{}, false
}

// noteSharedAddress points out an address that somebody of another name uses too.
func (p *planner) noteSharedAddress(row *Row, person, before Person) {
	if person.EmailKey == "" || row.State == RowDuplicate {
		return
	}
	other := p.addresses[person.EmailKey]
	p.addresses[person.EmailKey] = person.Name()
	if other != "" && other != person.Name() && before.EmailKey != person.EmailKey {
		row.Note = &Remark{Key: "directory.import.note.shared_address", Args: []any{other}}
	}
}

// organisationFor returns the organisation a row of a person names, making a new one when the directory lacks it.
func (p *planner) organisationFor(row *Row, rec record) (Ref, string) {
	names := organisationFieldsIn(p.kind)
	typed := rec.applyToOrganisation(Organisation{Kind: KindOther}, names, p.reporter(row)).normal()
	if typed.Name == "" {
		if (typed.place() + typed.Street + typed.Postcode + typed.Website + typed.Email + typed.Phone + rec.cells["kind"]) != "" {
			p.problem(row, names.name, "directory.import.fault.organisation_missing")
		}
		return "", ""
	}
	found, ambiguous := p.findOrganisation(typed)
	switch {
	case ambiguous:
		p.problem(row, names.name, "directory.import.fault.organisation_ambiguous")
	case found.Archived():
		p.problem(row, names.name, "directory.import.fault.organisation_archived")
	case found.ID == "":
		p.problems(row, typed.Validate(), names.column)
		if row.State != RowWrong {
			found = p.newOrganisation(typed)
		}
	}
	return Ref(found.ID), found.Name
}
