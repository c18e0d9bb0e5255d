package directory

import "rundertisch/internal/date"

// Field returns the person's value in the column of that name, as files write it.
func (p Person) Field(name string) string {
	switch name {
	case "title":
		return p.Title
	case "given":
		return p.Given
	case "family":
		return p.Family
	case "function":
		return p.Function
	case "email":
		return p.Email
	case "phone":
		return p.Phone
	case "lang":
		return p.Lang
	case "valid_from":
		return p.ValidFrom.German()
	case "valid_to":
		return p.ValidTo.German()
	case "source":
		return p.Source
	case "organisation":
		return p.Organisation
	}
	return ""
}

// Field returns the organisation's value in the column of that name, as files write it; the kind as its own word.
func (o Organisation) Field(name string) string {
	switch name {
	case "name":
		return o.Name
	case "kind":
		return string(o.Kind)
	case "municipality":
		return o.Municipality()
	case "street":
		return o.Street
	case "postcode":
		return o.Postcode
	case "town":
		return o.Town
	case "website":
		return o.Website
	case "email":
		return o.Email
	case "phone":
		return o.Phone
	}
	return ""
}

// applyTo puts the record's filled cells into p, without the organisation; an empty cell changes nothing.
func (r record) applyTo(p Person, report func(field, key string)) Person {
	for field, text := range map[string]*string{
		"title": &p.Title, "given": &p.Given, "family": &p.Family, "function": &p.Function,
		"email": &p.Email, "phone": &p.Phone, "source": &p.Source,
	} {
		r.take(field, text)
	}
	for field, day := range map[string]*date.Date{"valid_from": &p.ValidFrom, "valid_to": &p.ValidTo} {
		if cell := r.cells[field]; cell != "" {
			parsed, err := date.Parse(cell)
			if err != nil {
				report(field, "fault.day")
				continue
			}
			*day = parsed
		}
	}
	if cell := r.cells["lang"]; cell != "" {
		lang, ok := readLang(cell)
		if !ok {
			report("lang", "directory.import.fault.lang")
			return p
		}
		p.Lang = lang
	}
	return p
}

// applyToOrganisation puts the record's filled cells into o; names says which fields hold name, e-mail and telephone.
func (r record) applyToOrganisation(o Organisation, names organisationFields, report func(field, key string)) Organisation {
	for field, text := range map[string]*string{
		names.name: &o.Name, names.email: &o.Email, names.phone: &o.Phone,
		"street": &o.Street, "postcode": &o.Postcode, "town": &o.Town, "website": &o.Website,
	} {
		r.take(field, text)
	}
	if cell := r.cells["kind"]; cell != "" {
		kind, ok := readKind(cell)
		if !ok {
			report("kind", "directory.import.fault.kind")
		} else {
			o.Kind = kind
		}
	}
	if cell := r.cells["municipality"]; cell != "" {
		ags, ok := findMunicipality(cell)
		if !ok {
			report("municipality", "directory.import.fault.municipality")
		} else {
			o.AGS = ags
		}
	}
	return o
}

func (r record) take(field string, into *string) {
	if cell := r.cells[field]; cell != "" {
		*into = cell
	}
}

// organisationFields are the columns whose names differ between the two kinds of file.
type organisationFields struct{ name, email, phone string }

func organisationFieldsIn(kind ImportKind) organisationFields {
	if kind == ImportPersons {
		return organisationFields{"organisation", "organisation_email", "organisation_phone"}
	}
	return organisationFields{"name", "email", "phone"}
}

// column returns the file's column for a field of Organisation.Validate.
func (f organisationFields) column(field string) string {
	switch field {
	case "name":
		return f.name
	case "email":
		return f.email
	case "phone":
		return f.phone
	}
	return field
}
