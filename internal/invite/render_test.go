package invite_test

import (
	"testing"

	"rundertisch/internal/i18n"
	"rundertisch/internal/mail"
	"rundertisch/templates"
)

func renderer(t testing.TB, catalogue *i18n.Catalogue) *mail.Renderer {
	t.Helper()
	r, err := mail.NewRenderer(templates.Mail, catalogue)
	if err != nil {
		t.Fatal(err)
	}
	return r
}
