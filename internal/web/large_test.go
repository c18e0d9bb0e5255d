package web_test

import (
	"bytes"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/files"
)

// TestAFileThatIsFarTooLargeIsAnswered sends what is larger than a request may be over a real connection, as browsers do:
// all of it, before they look for the answer.
func TestAFileThatIsFarTooLargeIsAnswered(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		s := apptest.New(t, db)
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		go func() { _ = s.Web().Listener(listener) }()
		t.Cleanup(func() { _ = s.Web().Shutdown() })
		client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: time.Minute}
		for path, c := range map[string]struct {
			octets int
			says   string
		}{
			"/projects/x/documents":        {files.MaxBytes + 2<<20, "Höchstens 20 MB"},
			"/projects/x/documents/y/edit": {3 * files.MaxBytes, "Höchstens 20 MB"},
			"/sign-in":                     {files.MaxBytes, "Höchstens 6 MB"},
		} {
			body, contentType := upload(t, c.octets)
			request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+listener.Addr().String()+path, body)
			if err != nil {
				t.Fatal(err)
			}
			request.Header.Set("Content-Type", contentType)
			answer, err := client.Do(request)
			if err != nil {
				t.Errorf("%s: %v", path, err)
				continue
			}
			raw, err := io.ReadAll(answer.Body)
			if _ = answer.Body.Close(); err != nil || answer.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(string(raw), c.says) {
				t.Errorf("%s: %d, %v\n%s", path, answer.StatusCode, err, raw)
			}
		}
	})
}

// upload is a form with a file of so many octets.
func upload(t *testing.T, octets int) (body io.Reader, contentType string) {
	t.Helper()
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	part, err := w.CreateFormFile("file", "Film.pdf")
	if err == nil {
		_, err = part.Write(bytes.Repeat([]byte{'x'}, octets))
	}
	if err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	return &form, w.FormDataContentType()
}
