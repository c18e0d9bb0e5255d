package backup

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"time"
	"unicode/utf8"

	"rundertisch/internal/database"
)

const instantLayout = "2006-01-02T15:04:05.000000Z07:00"

// rawText is a text that JSON cannot carry.
type rawText struct {
	Base64 []byte `json:"base64"`
}

// outward turns what a driver returned into what the row's line holds.
func outward(kind database.Kind, value any) (any, error) {
	switch v := value.(type) {
	case nil, bool:
		return v, nil
	case int64:
		if kind == database.Boolean {
			return v != 0, nil
		}
		return v, nil
	case float64:
		return v, nil
	case time.Time:
		return v.UTC().Format(instantLayout), nil
	case []byte:
		if kind == database.Bytes {
			return base64.StdEncoding.EncodeToString(v), nil
		}
		return text(kind, string(v))
	case string:
		return text(kind, v)
	}
	return nil, fmt.Errorf("a %T cannot be kept", value)
}

func text(kind database.Kind, v string) (any, error) {
	switch {
	case kind != database.Text && kind != database.JSON:
		return nil, fmt.Errorf("the text %.40q stands where %s belongs", v, kind)
	case utf8.ValidString(v):
		return v, nil
	}
	return rawText{[]byte(v)}, nil
}

// inward turns a line's value into what the database is given.
func inward(kind database.Kind, raw json.RawMessage) (any, error) {
	if string(raw) == "null" {
		return nil, nil
	}
	switch kind {
	case database.Integer:
		return parsed[int64](raw)
	case database.Real:
		return parsed[float64](raw)
	case database.Boolean:
		return parsed[bool](raw)
	case database.Instant:
		return parsed[time.Time](raw)
	case database.Bytes:
		return parsed[[]byte](raw)
	case database.Text, database.JSON:
		if len(raw) > 0 && raw[0] == '{' {
			bytes, err := parsed[rawText](raw)
			return string(bytes.Base64), err
		}
		return parsed[string](raw)
	}
	return nil, fmt.Errorf("unknown kind %q", kind)
}

func parsed[T any](raw json.RawMessage) (T, error) {
	var v T
	err := json.Unmarshal(raw, &v)
	return v, err
}
