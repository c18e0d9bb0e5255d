package apptest

import (
	"bytes"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

// Browser keeps cookies and the page it shows. It does not follow redirects by itself; see Follow.
type Browser struct {
	send    func(*http.Request) (*http.Response, error)
	base    string
	t       *testing.T
	cookies map[string]string
	headers map[string]string
	page    *Page

	Header http.Header // sent along with every request
}

// With returns the browser with headers that it sends with every request.
func (b *Browser) With(headers map[string]string) *Browser {
	return &Browser{send: b.send, base: b.base, t: b.t, cookies: b.cookies, headers: headers, page: b.page}
}

// Browser returns a browser that knows no cookie.
func (s *Site) Browser() *Browser {
	send := func(r *http.Request) (*http.Response, error) { return s.Web().Test(r, -1) }
	return &Browser{send: send, base: "http://tisch.example.org", t: s.t, cookies: map[string]string{}}
}

// Remote returns a browser for a program that runs in a process of its own and answers at base.
func Remote(t *testing.T, base string) *Browser {
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return &Browser{send: client.Do, base: base, t: t, cookies: map[string]string{}}
}

// Page is one answer.
type Page struct {
	*goquery.Document
	Code     int
	Header   http.Header
	Body     string
	Location string // of a redirect
	path     string
	t        *testing.T
}

// Get opens a path.
func (b *Browser) Get(path string) *Page {
	b.t.Helper()
	return b.Do(http.MethodGet, path, "", nil)
}

// Follow opens the address the last answer redirected to.
func (b *Browser) Follow() *Page {
	b.t.Helper()
	if b.page == nil || b.page.Location == "" {
		b.t.Fatal("the last answer was no redirect")
	}
	return b.Get(b.page.Location)
}

// Submit sends the form the selector finds on the current page, with its hidden and preset fields and values on top.
func (b *Browser) Submit(selector string, values url.Values) *Page {
	b.t.Helper()
	form := b.page.Find(selector)
	if form.Length() == 0 {
		b.t.Fatalf("no form %q on %s:\n%s", selector, b.page.path, b.page.Body)
	}
	form = form.First()
	action := form.AttrOr("action", b.page.path)
	fields := preset(form)
	maps.Copy(fields, values)
	if strings.EqualFold(form.AttrOr("method", "get"), "get") {
		return b.Get(action + "?" + fields.Encode())
	}
	return b.Do(http.MethodPost, action, "application/x-www-form-urlencoded", strings.NewReader(fields.Encode()))
}

// Upload sends the form with one file, and with what is typed.
func (b *Browser) Upload(selector, field, filename string, content []byte, typed ...url.Values) *Page {
	b.t.Helper()
	form := b.page.Find(selector).First()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	fields := preset(form)
	for _, values := range typed {
		maps.Copy(fields, values)
	}
	for name, all := range fields {
		for _, value := range all {
			_ = w.WriteField(name, value)
		}
	}
	part, err := w.CreateFormFile(field, filename)
	if err == nil {
		_, err = part.Write(content)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		b.t.Fatal(err)
	}
	return b.Do(http.MethodPost, form.AttrOr("action", b.page.path), w.FormDataContentType(), &body)
}

// Post sends values to a path with the CSRF token of the current page.
func (b *Browser) Post(path string, values url.Values) *Page {
	b.t.Helper()
	fields := url.Values{}
	maps.Copy(fields, values)
	if b.page != nil && fields.Get("csrf") == "" {
		fields.Set("csrf", b.page.Find("input[name=csrf]").First().AttrOr("value", ""))
	}
	return b.Do(http.MethodPost, path, "application/x-www-form-urlencoded", strings.NewReader(fields.Encode()))
}

// Cookie is what the browser sends of its cookies, for requests made past it.
func (b *Browser) Cookie() string {
	all := []string{}
	for name, value := range b.cookies {
		all = append(all, name+"="+value)
	}
	slices.Sort(all)
	return strings.Join(all, "; ")
}

// Forget loses the cookies, as a browser does when it is closed.
func (b *Browser) Forget() { clear(b.cookies) }

// Forms returns what the page's POST forms would send untouched by their first button, by the address they send it to.
func (p *Page) Forms() map[string]url.Values {
	forms := map[string]url.Values{}
	p.Find("form[method=post]").Each(func(_ int, form *goquery.Selection) {
		fields := preset(form)
		if button := form.Find("button[name]").First(); button.Length() > 0 {
			fields.Set(button.AttrOr("name", ""), button.AttrOr("value", ""))
		}
		forms[form.AttrOr("action", p.path)] = fields
	})
	return forms
}

func preset(form *goquery.Selection) url.Values {
	fields := url.Values{}
	form.Find("input[name], textarea[name], select[name]").Each(func(_ int, in *goquery.Selection) {
		name := in.AttrOr("name", "")
		_, checked := in.Attr("checked")
		switch kind := in.AttrOr("type", ""); {
		case kind == "checkbox" || kind == "radio":
			if checked {
				fields.Add(name, in.AttrOr("value", "on"))
			}
		case kind == "file":
		case goquery.NodeName(in) == "textarea":
			fields.Add(name, in.Text())
		case goquery.NodeName(in) == "select":
			chosen := in.Find("option[selected]")
			if chosen.Length() == 0 {
				chosen = in.Find("option").First()
			}
			fields.Add(name, chosen.AttrOr("value", ""))
		default:
			fields.Add(name, in.AttrOr("value", ""))
		}
	})
	return fields
}

// Do sends any request with the browser's cookies.
func (b *Browser) Do(method, path, contentType string, body io.Reader) *Page {
	b.t.Helper()
	request, err := http.NewRequest(method, b.base+path, body)
	if err != nil {
		b.t.Fatal(err)
	}
	maps.Copy(request.Header, b.Header)
	if contentType != "" {
		request.Header.Set("Content-Type", contentType)
	}
	for name, value := range b.headers {
		request.Header.Set(name, value)
	}
	for name, value := range b.cookies {
		request.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	response, err := b.send(request)
	if err != nil {
		b.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	raw, err := io.ReadAll(response.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	for _, cookie := range response.Cookies() {
		b.cookies[cookie.Name] = cookie.Value
		if cookie.Value == "" || (!cookie.Expires.IsZero() && cookie.Expires.Unix() <= 1) {
			delete(b.cookies, cookie.Name)
		}
	}
	read := raw
	if kind := response.Header.Get("Content-Type"); kind != "" && !strings.HasPrefix(kind, "text/") {
		read = nil // a file of another kind may by chance look like more elements than are read
	}
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader(read))
	if err != nil {
		b.t.Fatal(err)
	}
	page := &Page{Document: doc, Code: response.StatusCode, Header: response.Header, Body: string(raw), Location: response.Header.Get("Location"), path: path, t: b.t}
	if page.Location == "" {
		b.page = page
	} else {
		b.page = &Page{Document: doc, Location: page.Location, path: path, t: b.t}
	}
	return page
}

// Status fails the test unless the answer has the status.
func (p *Page) Status(want int) *Page {
	p.t.Helper()
	if p.Code != want {
		p.t.Fatalf("%s answered %d, want %d; location %q\n%s", p.path, p.Code, want, p.Location, p.text())
	}
	return p
}

// Has fails the test unless the selector finds an element whose text contains text.
func (p *Page) Has(selector, text string) *Page {
	p.t.Helper()
	found := false
	p.Find(selector).Each(func(_ int, s *goquery.Selection) {
		found = found || strings.Contains(squeeze(s.Text()), text)
	})
	if !found {
		p.t.Errorf("%s: no %s with %q; found %q", p.path, selector, text, squeeze(p.Find(selector).Text()))
	}
	return p
}

// HasNot fails the test when the selector finds an element whose text contains text.
func (p *Page) HasNot(selector, text string) *Page {
	p.t.Helper()
	p.Find(selector).Each(func(_ int, s *goquery.Selection) {
		if strings.Contains(squeeze(s.Text()), text) {
			p.t.Errorf("%s: %s has %q: %q", p.path, selector, text, squeeze(s.Text()))
		}
	})
	return p
}

func (p *Page) text() string { return squeeze(p.Find("main").Text()) }

func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }
