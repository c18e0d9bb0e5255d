package sheet

// MaxBytes is the largest file and the largest text of a workbook, in octets.
const MaxBytes = 20 << 20

// maxColumns is the widest table: each unknown column asks for a choice, and nobody makes hundreds.
const maxColumns = 200

// Reason says why a file cannot be read.
type Reason string

// The reasons.
const (
	TooLarge  Reason = "too_large"
	NoText    Reason = "no_text"   // neither text nor a workbook
	OldExcel  Reason = "old_excel" // the binary format of Excel 97 to 2003
	Encrypted Reason = "encrypted"
	Macros    Reason = "macros"
	Bomb      Reason = "bomb" // unpacks to far more than a table needs
	Damaged   Reason = "damaged"
	Quotes    Reason = "quotes" // Line says where
	Empty     Reason = "empty"
	Rows      Reason = "rows"    // Limit says how many are allowed
	Columns   Reason = "columns" // likewise
)

// Error is the refusal of a file.
type Error struct {
	Reason Reason
	Line   int // of the file, 0 for the file as a whole
	Limit  int // megabytes, rows or columns
	Err    error
}

func refuse(reason Reason, err error) *Error { return &Error{Reason: reason, Err: err} }

func tooLarge() *Error { return &Error{Reason: TooLarge, Limit: MaxBytes >> 20} }

// Error is for logs; people read the sentence of Key.
func (e *Error) Error() string {
	if e.Err != nil {
		return "sheet: " + string(e.Reason) + ": " + e.Err.Error()
	}
	return "sheet: " + string(e.Reason)
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Key is the catalogue key of the sentence that tells people; Args are its arguments.
func (e *Error) Key() string { return "sheet.fault." + string(e.Reason) }

// Args are the arguments of the sentence.
func (e *Error) Args() []any {
	switch e.Reason {
	case TooLarge, Rows, Columns:
		return []any{e.Limit}
	case Quotes:
		return []any{e.Line}
	default:
		return nil
	}
}
