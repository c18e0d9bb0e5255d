package mailtest

import (
	"sync"
	"testing"

	"rundertisch/internal/i18n"
	"rundertisch/internal/mail"
	"rundertisch/templates"
)

type sentences struct {
	catalogue *i18n.Catalogue
	mails     *mail.Renderer
}

var readSentences = sync.OnceValues(func() (sentences, error) {
	catalogue, err := i18n.Load()
	if err != nil {
		return sentences{}, err
	}
	mails, err := mail.NewRenderer(templates.Mail, catalogue)
	return sentences{catalogue: catalogue, mails: mails}, err
})

// Sentences are the program's own catalogues and mail texts. They are read once in the test's process, which takes longer than
// most tests; nobody may change them.
func Sentences(t testing.TB) (*i18n.Catalogue, *mail.Renderer) {
	t.Helper()
	said, err := readSentences()
	if err != nil {
		t.Fatal(err)
	}
	return said.catalogue, said.mails
}
