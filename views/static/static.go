// Package static embeds what browsers load: the program's own style sheets and the vendored design system, fonts and
// scripts. Nothing is ever loaded from another host.
//
// Every address carries a hash over all files (/static/<hash>/css/site.css), so responses may be cached for ever and
// relative references between the files keep working. VENDOR.txt lists the origin of each vendored file; vendor.sh
// renews them.
//
// The sheets that every page needs are sent as one file, so that a first visit waits for one answer, and everything that
// shrinks is packed once, as tightly as it goes, not with each answer.
package static

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"path"
	"strings"
	"sync"
)

// Root is the path below which the files are served.
const Root = "/static/"

//go:embed css vendor/kern vendor/fira-sans vendor/htmx vendor/jsqr vendor/VENDOR.txt board door kept minutes
var files embed.FS

// FS returns all embedded files, named as in this directory ("css/app.css").
func FS() fs.FS { return files }

// Path returns the address of a file: Path("css/app.css") is "/static/<hash>/css/app.css".
func Path(name string) string { return Root + version() + "/" + name }

// File is one embedded file as it is sent.
type File struct {
	Data      []byte
	Type      string // media type with charset
	Immutable bool   // the address named the current hash: may be cached for ever

	name string
}

// Site is the style sheet of every page: all of them in one, in the order in which they count.
const Site = "css/site.css"

// Day is the sheet that only pages of the day itself load, besides Site: doors, boards and
// the wall, and of what remains of it. Those who register need not wait for it.
const Day = "css/day.css"

// Kept is the script that pages which work without network load before their own.
const Kept = "kept/kept.js"

var sheets = []string{
	"css/fonts.css", "vendor/kern/kern.min.css", "css/app.css", "css/parts.css", "css/event.css", "css/invite.css",
	"css/document.css", "css/report.css", "css/media.css",
}

// site joins the sheets. All lie two folders deep at most below the root, and only the first refers to files: by the folder it has here.
var site = sync.OnceValue(func() []byte {
	var all bytes.Buffer
	for _, name := range sheets {
		sheet, _ := files.ReadFile(name) // a test reads every one
		all.Write(sheet)
		all.WriteByte('\n')
	}
	return all.Bytes()
})

func read(name string) ([]byte, error) {
	if name == Site {
		return site(), nil
	}
	return files.ReadFile(name)
}

// Find returns the file for a request path below Root, with or without the current hash in it.
func Find(urlPath string) (File, bool) {
	rest, ok := strings.CutPrefix(urlPath, Root)
	if !ok {
		return File{}, false
	}
	hash, name, ok := strings.Cut(rest, "/")
	if !ok {
		return File{}, false
	}
	kind, ok := mediaTypes[path.Ext(name)]
	if !ok {
		return File{}, false
	}
	data, err := read(name)
	if err != nil {
		return File{}, false
	}
	return File{Data: data, Type: kind, Immutable: hash == version(), name: name}, true
}

// mediaTypes is also the list of what may be served at all.
var mediaTypes = map[string]string{
	".css":   "text/css; charset=utf-8",
	".js":    "text/javascript; charset=utf-8",
	".svg":   "image/svg+xml",
	".woff2": "font/woff2",
}

// version is the hash over names and contents of all files.
var version = sync.OnceValue(func() string {
	sum := sha256.New()
	sum.Write([]byte(strings.Join(sheets, " ")))
	_ = fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := files.ReadFile(name)
		sum.Write([]byte(name))
		sum.Write(data)
		return err
	})
	return hex.EncodeToString(sum.Sum(nil))[:12]
})
