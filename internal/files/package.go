package files

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"path"
	"strings"
)

// What an Office file may have. People's files stay far below: a long text with many pictures has a few hundred
// entries, and its list of contents some kilobytes.
const (
	maxEntries  = 10_000
	maxUnpacked = 1 << 30 // octets that all entries say they have
	maxContents = 1 << 20 // octets read of the list of contents
)

// checkPackage looks into an Office file: a zip archive that says what it is.
func (k Kind) checkPackage(u Upload) error {
	entries, err := directoryEntries(u)
	if err != nil {
		return err
	}
	if entries > maxEntries {
		return refuse("files.bomb")
	}
	archive, err := zip.NewReader(u.Content, u.Size)
	if err != nil {
		return k.wrong()
	}
	var unpacked uint64
	for _, entry := range archive.File {
		if entry.UncompressedSize64 > maxUnpacked {
			return refuse("files.bomb")
		}
		if unpacked += entry.UncompressedSize64; unpacked > maxUnpacked {
			return refuse("files.bomb")
		}
		if isMacro(entry.Name) {
			return refuse("files.macros")
		}
	}
	if k == ODT || k == ODS || k == ODP {
		return k.checkOpenDocument(archive)
	}
	return k.checkOffice(archive)
}

// directoryEntries counts the marks of the archive's directory before anything makes room for what they describe.
func directoryEntries(u Upload) (int, error) {
	mark := []byte("PK\x01\x02")
	buffer := make([]byte, 64<<10)
	kept, count := 0, 0
	for r := io.NewSectionReader(u.Content, 0, u.Size); ; {
		n, err := r.Read(buffer[kept:])
		part := buffer[:kept+n]
		count += bytes.Count(part, mark)
		kept = copy(buffer, part[max(0, len(part)-len(mark)+1):])
		if err == io.EOF {
			return count, nil
		}
		if err != nil {
			return count, err
		}
	}
}

// isMacro knows the places of programs in both families: Word and Excel keep them in one entry or in sheets of their own,
// LibreOffice in modules. The lists that LibreOffice writes without modules are no programs.
func isMacro(name string) bool {
	name = strings.ToLower(strings.ReplaceAll(name, `\`, "/"))
	base := path.Base(name)
	switch {
	case strings.Contains(base, "vbaproject") || strings.Contains(name, "/macrosheets/"):
		return true
	case strings.HasPrefix(name, "basic/"):
		return base != "script-lc.xml" && base != "script-lb.xml" && base != "dialog-lc.xml" && base != "dialog-lb.xml" && !strings.HasSuffix(name, "/")
	case strings.HasPrefix(name, "scripts/"):
		return !strings.HasSuffix(name, "/")
	}
	return false
}

// checkOpenDocument compares the entry "mimetype" with the kind (OpenDocument 1.3, part 2, 3.3).
func (k Kind) checkOpenDocument(archive *zip.Reader) error {
	said, err := entry(archive, "mimetype")
	if err != nil || strings.TrimSpace(string(said)) != k.MediaType() {
		return k.wrong()
	}
	return nil
}

// checkOffice compares the main part that the list of contents names with the kind (ECMA-376, part 2, 7.2.3).
func (k Kind) checkOffice(archive *zip.Reader) error {
	const contents = "[Content_Types].xml"
	raw, err := entry(archive, contents)
	lists := 0
	for _, file := range archive.File {
		if strings.EqualFold(file.Name, contents) {
			lists++
		}
	}
	if err != nil || lists != 1 {
		return k.wrong()
	}
	var list struct {
		Parts []struct {
			Type string `xml:"ContentType,attr"`
		} `xml:"Override"`
		Defaults []struct {
			Type string `xml:"ContentType,attr"`
		} `xml:"Default"`
	}
	if err := xml.Unmarshal(raw, &list); err != nil {
		return k.wrong()
	}
	found := false
	for _, part := range append(list.Parts, list.Defaults...) {
		if kind := strings.ToLower(part.Type); strings.Contains(kind, "macro") || strings.Contains(kind, "vbaproject") {
			return refuse("files.macros")
		}
		found = found || part.Type == k.MediaType()+".main+xml"
	}
	if !found {
		return k.wrong()
	}
	return nil
}

// entry reads a small entry; a larger one is an error, whatever size it says it has.
func entry(archive *zip.Reader, name string) ([]byte, error) {
	file, err := archive.Open(name)
	if err != nil {
		return nil, err
	}
	raw, err := io.ReadAll(io.LimitReader(file, maxContents+1))
	if closeErr := file.Close(); err == nil {
		err = closeErr
	}
	if len(raw) > maxContents {
		return nil, zip.ErrFormat
	}
	return raw, err
}
