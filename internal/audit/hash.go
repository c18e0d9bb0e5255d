package audit

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"

	"rundertisch/internal/id"
)

// Erased stands in the place of a name that was erased.
const Erased = "–"

// moment is how an instant stands in a hash: microseconds, which both databases keep.
const moment = "2006-01-02T15:04:05.000000Z"

// hashName notes what seals hold of the name.
func (e *Entry) hashName() {
	e.Salt = id.Token()
	e.NameHash = hashOf(e.Salt, e.ActorName)
}

// NameErased reports whether the name was taken away.
func (e Entry) NameErased() bool { return e.Salt == "" && e.NameHash != "" }

// nameIsTrue reports whether the name is the one of the hash, or was erased.
func (e Entry) nameIsTrue() bool {
	if e.NameErased() {
		return e.ActorName == Erased
	}
	return e.NameHash == hashOf(e.Salt, e.ActorName)
}

// line is what of the entry is hashed. It reads the same on both databases: keys of details are sorted.
func (e Entry) line() ([]byte, error) {
	raw, err := json.Marshal([]any{
		e.ID, e.WorkspaceID, e.ProjectID, e.ActorID, e.NameHash, e.Action, e.ObjectKind, e.ObjectID, e.Details, e.At.UTC().Format(moment),
	})
	if err != nil {
		return nil, fmt.Errorf("audit: entry %s: %w", e.ID, err)
	}
	sum := sha256.Sum256(raw)
	return sum[:], nil
}

// hashOver is the seal's hash over itself, the seal before it and the entries.
func (s Seal) hashOver(entries []Entry) (string, error) {
	sum := sha256.New()
	for _, text := range []string{
		strconv.FormatInt(s.Number, 10), s.Previous, s.FromAt.UTC().Format(moment), s.FromID, s.ToAt.UTC().Format(moment), s.ToID,
		strconv.Itoa(s.Entries), s.SealedAt.UTC().Format(moment),
	} {
		fmt.Fprintln(sum, text)
	}
	for _, e := range entries {
		line, err := e.line()
		if err != nil {
			return "", err
		}
		sum.Write(line)
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

func hashOf(salt, name string) string {
	sum := sha256.Sum256([]byte(salt + "\n" + name))
	return hex.EncodeToString(sum[:])
}
