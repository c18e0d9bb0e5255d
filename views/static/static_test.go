package static_test

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"

	"rundertisch/views/static"
)

func TestVendoredFilesAreTheOnesListed(t *testing.T) {
	t.Parallel()
	list, err := os.ReadFile("vendor/VENDOR.txt")
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for _, line := range strings.Split(string(list), "\n") {
		parts := strings.Fields(line)
		if len(parts) != 5 || parts[0] == "#" {
			continue
		}
		data, err := os.ReadFile(parts[1])
		if err != nil {
			t.Error(err)
			continue
		}
		sum := sha256.Sum256(data)
		if got := hex.EncodeToString(sum[:]); got != parts[0] {
			t.Errorf("%s has the sum %s, listed is %s", parts[1], got, parts[0])
		}
		listed[parts[1]] = true
	}
	for _, dir := range []string{"vendor", "testdata"} {
		for _, name := range filesBelow(t, os.DirFS("."), dir) {
			if !listed[name] && name != "vendor/vendor.sh" && name != "vendor/VENDOR.txt" {
				t.Errorf("%s is not listed in VENDOR.txt", name)
			}
		}
	}
}

func TestEveryAddressLeadsToItsFile(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"css/app.css", "css/fonts.css", "vendor/kern/kern.min.css", "vendor/htmx/htmx.min.js", static.Site} {
		file, ok := static.Find(static.Path(name))
		if !ok || len(file.Data) == 0 || !file.Immutable {
			t.Errorf("%s: found %v, immutable %v, %d bytes", name, ok, file.Immutable, len(file.Data))
		}
	}
	if file, ok := static.Find("/static/000000000000/css/app.css"); !ok || file.Immutable {
		t.Errorf("an old hash: found %v, immutable %v; want the file, not for ever", ok, file.Immutable)
	}
	for _, wrong := range []string{"/static/", "/static/x/vendor/VENDOR.txt", "/static/x/../static.go", "/other/x/css/app.css", "/static/x/none.css"} {
		if _, ok := static.Find(wrong); ok {
			t.Errorf("%s leads to a file", wrong)
		}
	}
}

func TestTheSheetOfEveryPageHasAllOfThem(t *testing.T) {
	t.Parallel()
	site, _ := static.Find(static.Path(static.Site))
	for _, name := range filesBelow(t, static.FS(), ".") {
		if path.Ext(name) != ".css" || name == "css/embed.css" || name == static.Day { // which are for the sites of others, and for few pages
			continue
		}
		data, err := fs.ReadFile(static.FS(), name)
		if err != nil || !strings.Contains(string(site.Data), string(data)) {
			t.Errorf("%s is not in %s: %v", name, static.Site, err)
		}
	}
	if !strings.HasPrefix(string(site.Data), "/* Fira Sans") {
		t.Error("the fonts do not come first")
	}
}

func TestFilesArePackedOnceInWhatBrowsersRead(t *testing.T) {
	t.Parallel()
	site, _ := static.Find(static.Path(static.Site))
	for coding, most := range map[string]int{static.Brotli: 42_000, static.Gzip: 54_000} {
		data, ok := site.Packed(coding)
		if !ok || len(data) > most {
			t.Errorf("%s: %v, %d bytes", coding, ok, len(data))
			continue
		}
		again, _ := site.Packed(coding)
		if &again[0] != &data[0] {
			t.Errorf("%s: packed twice", coding)
		}
		var unpacked io.Reader = brotli.NewReader(bytes.NewReader(data))
		if coding == static.Gzip {
			zip, err := gzip.NewReader(bytes.NewReader(data))
			if err != nil {
				t.Fatal(err)
			}
			unpacked = zip
		}
		if whole, err := io.ReadAll(unpacked); err != nil || !bytes.Equal(whole, site.Data) {
			t.Errorf("%s: %d of %d bytes come out, %v", coding, len(whole), len(site.Data), err)
		}
	}
	font, _ := static.Find(static.Path("vendor/fira-sans/fira-sans-latin-400.woff2"))
	if _, ok := font.Packed(static.Brotli); ok {
		t.Error("a font is packed again")
	}
	if _, ok := site.Packed("zstd"); ok {
		t.Error("packed in a coding that nobody wrote")
	}
}

var reference = regexp.MustCompile(`url\("?([^")]+)"?\)|@import\s+"([^"]+)"`)

func TestStyleSheetsReferOnlyToEmbeddedFiles(t *testing.T) {
	t.Parallel()
	for _, name := range filesBelow(t, static.FS(), ".") {
		if path.Ext(name) != ".css" {
			continue
		}
		data, err := fs.ReadFile(static.FS(), name)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range reference.FindAllStringSubmatch(string(data), -1) {
			target := match[1] + match[2]
			if strings.HasPrefix(target, "data:") {
				continue
			}
			if _, err := fs.Stat(static.FS(), path.Join(path.Dir(name), target)); err != nil {
				t.Errorf("%s refers to %s: %v", name, target, err)
			}
		}
	}
}

func filesBelow(t *testing.T, root fs.FS, dir string) []string {
	t.Helper()
	var names []string
	err := fs.WalkDir(root, dir, func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}
