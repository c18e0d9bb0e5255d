package invite

import (
	"rundertisch/internal/i18n"
	"rundertisch/internal/sheet"
)

// Table is the list of invited people as a file, with delivery and answer apart.
func (o Overview) Table(locale *i18n.Locale) sheet.Source {
	source := sheet.Source{Name: locale.T("invite.list.title"), Rows: sheet.Of(o.Rows, func(row Invited) []string {
		return []string{row.Name, row.Email, row.Organisation, locale.T("invite.delivery." + string(row.Delivery)), answered(locale, row), row.Comment}
	})}
	for _, name := range []string{"name", "email", "organisation", "delivery", "answer", "comment"} {
		source.Header = append(source.Header, locale.T("invite.export."+name))
	}
	return source
}

func answered(locale *i18n.Locale, row Invited) string {
	if row.TakenBack {
		return locale.T("invite.answer.taken_back")
	}
	if row.Early {
		return locale.T("invite.answer.early")
	}
	return locale.T("invite.answer." + string(row.Answer))
}
