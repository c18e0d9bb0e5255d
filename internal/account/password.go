package account

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
	"golang.org/x/sync/semaphore"
)

// argon2id parameters, RFC 9106 and OWASP's second recommended set: 19 MiB, two passes, one lane.
const (
	argonMemory  = 19 * 1024 // KiB
	argonPasses  = 2
	argonLanes   = 1
	argonKeyLen  = 32 // octets
	argonSaltLen = 16 // octets
	argonAtOnce  = 4  // hashes in memory at the same time
)

// hasher hashes passwords, a few at a time so that sign-in attempts cannot exhaust memory.
type hasher struct{ gate *semaphore.Weighted }

func newHasher() *hasher { return &hasher{gate: semaphore.NewWeighted(argonAtOnce)} }

func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, argonSaltLen)
	if _, err := rand.Read(salt); err != nil {
		return "", err
	}
	key, err := h.key(ctx, password, salt)
	if err != nil {
		return "", err
	}
	encode := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonMemory, argonPasses, argonLanes, encode(salt), encode(key)), nil
}

// matches reports whether password gives the stored hash. An empty or unreadable hash costs the same time and never
// matches, so that the answer's delay does not tell whether an account exists.
func (h *hasher) matches(ctx context.Context, password, stored string) (bool, error) {
	salt, want := make([]byte, argonSaltLen), make([]byte, argonKeyLen)
	parts := strings.Split(stored, "$")
	known := len(parts) == 6
	if known {
		var saltErr, keyErr error
		salt, saltErr = base64.RawStdEncoding.DecodeString(parts[4])
		want, keyErr = base64.RawStdEncoding.DecodeString(parts[5])
		known = saltErr == nil && keyErr == nil
	}
	got, err := h.key(ctx, password, salt)
	return err == nil && known && subtle.ConstantTimeCompare(got, want) == 1, err
}

func (h *hasher) key(ctx context.Context, password string, salt []byte) ([]byte, error) {
	if err := h.gate.Acquire(ctx, 1); err != nil {
		return nil, err
	}
	defer h.gate.Release(1)
	return argon2.IDKey([]byte(password), salt, argonPasses, argonMemory, argonLanes, argonKeyLen), nil
}
