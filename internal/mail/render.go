package mail

import (
	"bytes"
	"errors"
	"fmt"
	htmltemplate "html/template"
	"io/fs"
	"path"
	"slices"
	"strings"
	"text/template"

	"rundertisch/internal/i18n"
)

// Fields are the values a template may show, by name. Unknown names are ignored, missing ones are empty. Line breaks in
// values are kept. Fields that only answer a question (calendar_entry: does a calendar entry come with the mail, waitlisted:
// is or was the person on the waitlist, provisional: is the entry an announcement alone) say Yes or nothing.
type Fields map[string]string

// Yes is the value of a field that only answers a question.
const Yes = "yes"

// FieldNames lists every field a template may use.
func FieldNames() []string {
	return []string{
		"action_url", "answer_by", "answer_url", "author", "calendar_entry", "changes", "comment", "event_kind", "event_place", "event_title", "event_url", "event_when",
		"funding_notice", "has_account", "imprint", "invited_by", "items", "late_items", "list_name", "missed", "new_email", "new_items", "organisation", "personal_text",
		"position", "programme_item", "provisional", "quiet_url", "receiver_name", "results_url", "self_service_url", "sender_email", "sender_name", "soon_items", "summary", "survey_url", "task", "waitlisted",
	}
}

// Rendered is a finished mail text.
type Rendered struct{ Subject, Text, HTML string }

const (
	maxRendered = 256 << 10 // bytes of each of text and HTML
	maxHeadLine = 500       // characters of a header line of a template
	markup      = ".html"
	plainText   = ".txt"
)

// Renderer makes mail texts from templates. It is read-only after NewRenderer.
type Renderer struct {
	text     map[string]*texts // by language/message
	html     map[string]*htmltemplate.Template
	forms    map[string]*Form
	frame    *template.Template
	document *htmltemplate.Template
	locales  map[i18n.Lang]*i18n.Locale
}

// NewRenderer reads all templates below mail/ of files and checks that they use known fields and conditions only.
func NewRenderer(files fs.FS, catalogue *i18n.Catalogue) (*Renderer, error) {
	r := &Renderer{
		text: map[string]*texts{}, html: map[string]*htmltemplate.Template{}, forms: map[string]*Form{}, locales: map[i18n.Lang]*i18n.Locale{},
	}
	var err error
	if r.frame, err = template.ParseFS(files, "mail/frame.txt"); err != nil {
		return nil, err
	}
	if r.document, err = htmltemplate.ParseFS(files, "mail/frame.html"); err != nil {
		return nil, err
	}
	var errs []error
	for _, lang := range i18n.Languages() {
		r.locales[lang] = catalogue.Locale(lang, nil)
		errs = append(errs, r.readLang(files, lang))
	}
	return r, errors.Join(errs...)
}

func (r *Renderer) readLang(files fs.FS, lang i18n.Lang) error {
	names, err := fs.Glob(files, path.Join("mail", string(lang), "*"))
	if err != nil {
		return err
	}
	for _, name := range names {
		raw, err := fs.ReadFile(files, name)
		if err == nil {
			err = r.add(lang, messageKey(lang, strings.TrimSuffix(path.Base(name), path.Ext(name))), path.Ext(name), string(raw))
		}
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

func messageKey(lang i18n.Lang, name string) string { return string(lang) + "/" + name }

func (r *Renderer) add(lang i18n.Lang, key, kind, source string) (err error) {
	switch kind {
	case plainText:
		if r.text[key], err = parseTexts(source); err == nil {
			r.forms[key], err = formOf(lang, r.text[key])
		}
	case markup:
		if err = checkTemplate(source); err == nil {
			r.html[key], err = htmltemplate.New(key).Option("missingkey=zero").Parse(source)
		}
	default:
		err = errors.New("is neither .txt nor .html")
	}
	return err
}

// Names lists the messages of a language that have both texts.
func (r *Renderer) Names(lang i18n.Lang) []string {
	var names []string
	for key := range r.text {
		if name, ok := strings.CutPrefix(key, string(lang)+"/"); ok && r.html[key] != nil {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// framed puts the content into the frame of every mail.
func (r *Renderer) framed(lang i18n.Lang, c content, fields Fields) (Rendered, error) {
	page := r.page(lang, c, fields)
	out := Rendered{Subject: page.Subject}
	var err error
	if out.Text, err = limited(func(w *capped) error { return r.frame.Execute(w, plainPage{page, strings.TrimSpace(c.text)}) }); err != nil {
		return Rendered{}, err
	}
	out.HTML, err = limited(func(w *capped) error { return r.document.Execute(w, htmlPage(page, c.markup)) })
	return out, err
}

// known copies the fields with all names present and line ends as \n.
func known(fields Fields) Fields {
	all := make(Fields, len(fields))
	for _, name := range FieldNames() {
		all[name] = strings.TrimSpace(strings.ReplaceAll(strings.ToValidUTF8(fields[name], ""), "\r\n", "\n"))
	}
	return all
}

// capped is a buffer that refuses to grow beyond maxRendered.
type capped struct{ bytes.Buffer }

var errTooLong = errors.New("the text is too long for a mail")

// Write refuses what would exceed the limit.
func (c *capped) Write(p []byte) (int, error) {
	if c.Len()+len(p) > maxRendered {
		return 0, errTooLong
	}
	return c.Buffer.Write(p)
}

func limited(fn func(w *capped) error) (string, error) {
	var out capped
	err := fn(&out)
	return out.String(), err
}
