package files

import (
	"path"
	"slices"
	"strings"
)

// MaxBytes is the largest file that is taken.
const MaxBytes = 20 << 20

// Kind is what sort of file it is: its ending without the dot.
type Kind string

// The kinds that are taken.
const (
	PDF  Kind = "pdf"
	PNG  Kind = "png"
	JPEG Kind = "jpg"
	WebP Kind = "webp"
	ODT  Kind = "odt"
	ODS  Kind = "ods"
	ODP  Kind = "odp"
	DOCX Kind = "docx"
	XLSX Kind = "xlsx"
	PPTX Kind = "pptx"
	TXT  Kind = "txt"
	CSV  Kind = "csv"
	ICS  Kind = "ics"
)

// Kinds lists the kinds that are taken, in the order in which people are told of them.
func Kinds() []Kind {
	return []Kind{PDF, DOCX, XLSX, PPTX, ODT, ODS, ODP, PNG, JPEG, WebP, TXT, CSV, ICS}
}

// Accept is the list of endings for a form's file field.
func Accept() string {
	endings := []string{".jpeg"}
	for _, kind := range Kinds() {
		endings = append(endings, "."+string(kind))
	}
	slices.Sort(endings)
	return strings.Join(endings, ",")
}

// MediaType is the type under which files of the kind are handed out.
func (k Kind) MediaType() string {
	switch k {
	case PDF:
		return "application/pdf"
	case PNG:
		return "image/png"
	case JPEG:
		return "image/jpeg"
	case WebP:
		return "image/webp"
	case ODT, ODS, ODP:
		return "application/vnd.oasis.opendocument." + map[Kind]string{ODT: "text", ODS: "spreadsheet", ODP: "presentation"}[k]
	case DOCX, XLSX, PPTX:
		return "application/vnd.openxmlformats-officedocument." + k.officePart()
	case CSV:
		return "text/csv"
	case ICS:
		return "text/calendar"
	default:
		return "text/plain"
	}
}

// officePart is how the format calls the document's main part, before what follows the dot.
func (k Kind) officePart() string {
	return map[Kind]string{DOCX: "wordprocessingml.document", XLSX: "spreadsheetml.sheet", PPTX: "presentationml.presentation"}[k]
}

// Viewable reports whether browsers show files of the media type by themselves, and safely when they are told to.
func Viewable(mediaType string) bool {
	return slices.Contains([]string{PDF.MediaType(), PNG.MediaType(), JPEG.MediaType(), WebP.MediaType()}, mediaType)
}

// Picture reports whether files of the media type are pictures.
func Picture(mediaType string) bool { return Viewable(mediaType) && mediaType != PDF.MediaType() }

// kindOf returns the kind that the label's ending says, "" for those that are not taken.
func kindOf(label string) Kind {
	kind := Kind(strings.ToLower(strings.TrimPrefix(path.Ext(label), ".")))
	if kind == "jpeg" {
		return JPEG
	}
	if slices.Contains(Kinds(), kind) {
		return kind
	}
	return ""
}

// runsMacros reports whether the ending is that of an Office file with macros.
func runsMacros(label string) bool {
	return slices.Contains([]string{".docm", ".dotm", ".xlsm", ".xltm", ".xlam", ".pptm", ".potm", ".ppsm"}, strings.ToLower(path.Ext(label)))
}
