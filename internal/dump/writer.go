package dump

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"reflect"
	"time"
)

// writer writes one JSON object of fields and lists, each row of a list on a line of its own, so that two documents can be
// compared by line. It keeps the first error until close.
type writer struct {
	out  *bufio.Writer
	next string // goes before the next field
	row  string // goes before the next row of the open list
	err  error
}

func newWriter(w io.Writer) *writer { return &writer{out: bufio.NewWriter(w), next: "{\n "} }

func (w *writer) print(parts ...string) {
	for _, part := range parts {
		if w.err == nil {
			_, w.err = w.out.WriteString(part)
		}
	}
}

func (w *writer) value(v any) {
	utc(reflect.ValueOf(v))
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil && w.err == nil {
		w.err = err
	}
	w.print(string(bytes.TrimSuffix(text.Bytes(), []byte("\n"))))
}

func (w *writer) field(name string, v any) {
	w.name(name)
	w.value(v)
}

func (w *writer) name(name string) {
	w.print(w.next, `"`, name, `": `)
	w.next = ",\n "
}

func (w *writer) open(name string) {
	w.name(name)
	w.print("[")
	w.row = "\n  "
}

func (w *writer) item(v any) {
	w.print(w.row)
	w.value(v)
	w.row = ",\n  "
}

func (w *writer) shut() {
	if w.row == ",\n  " {
		w.print("\n ")
	}
	w.print("]")
}

func (w *writer) close() error {
	w.print("\n}\n")
	if w.err != nil {
		return w.err
	}
	return w.out.Flush()
}

// utc makes every moment in the row that v points to one of UTC: the drivers give them in zones of their own.
func utc(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			utc(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			utc(v.Index(i))
		}
	case reflect.Struct:
		if moment, ok := v.Interface().(time.Time); ok {
			if v.CanSet() {
				v.Set(reflect.ValueOf(moment.UTC()))
			}
			return
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				utc(v.Field(i))
			}
		}
	default: // has no moments
	}
}
