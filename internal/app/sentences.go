package app

import (
	"sync"

	"rundertisch/internal/i18n"
	outbox "rundertisch/internal/mail"
	"rundertisch/templates"
)

// sentences are what the program says on its pages and in its mails.
type sentences struct {
	catalogue *i18n.Catalogue
	mails     *outbox.Renderer
}

// readSentences reads them once in the process: nothing changes them, and tests build hundreds of programs.
var readSentences = sync.OnceValues(func() (sentences, error) {
	catalogue, err := i18n.Load()
	if err != nil {
		return sentences{}, err
	}
	mails, err := outbox.NewRenderer(templates.Mail, catalogue)
	return sentences{catalogue: catalogue, mails: mails}, err
})
