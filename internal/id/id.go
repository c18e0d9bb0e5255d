// Package id makes identifiers and secrets.
//
// Rows are named by ULIDs (26 characters, sortable by creation). Links that leave the house carry a random token
// instead; only the token's SHA-256 is stored, so that a stolen database opens no link.
package id

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"strings"

	"github.com/oklog/ulid/v2"
)

// New returns a fresh ULID.
func New() string { return ulid.Make().String() }

// Valid reports whether s has the form of a ULID.
func Valid(s string) bool {
	_, err := ulid.ParseStrict(s)
	return err == nil
}

var tokenAlphabet = base32.NewEncoding("abcdefghijkmnpqrstuvwxyz23456789").WithPadding(base32.NoPadding)

// Token returns a random secret of 160 bits, 32 lower-case characters that survive mail addresses and URLs.
func Token() string {
	b := make([]byte, 20)
	if _, err := rand.Read(b); err != nil {
		panic(err) // crypto/rand.Read never fails on supported systems (Go 1.24)
	}
	return tokenAlphabet.EncodeToString(b)
}

// Hash returns the form in which a token is stored: SHA-256 in hexadecimal, 64 characters.
func Hash(token string) string {
	sum := sha256.Sum256([]byte(strings.ToLower(token)))
	return hex.EncodeToString(sum[:])
}

// Of returns octets in the form of a ULID, for identifiers that tell no time: of hashes, not of people's secrets.
func Of(octets [16]byte) string { return ulid.ULID(octets).String() }

// Octets returns what a ULID says, and whether it is one.
func Octets(s string) (octets [16]byte, ok bool) {
	u, err := ulid.ParseStrict(s)
	return u, err == nil
}

// Word returns octets in the letters of tokens: 26 of them.
func Word(octets [16]byte) string { return tokenAlphabet.EncodeToString(octets[:]) }

// FromWord returns the octets of a word, and whether it is one.
func FromWord(word string) (octets [16]byte, ok bool) {
	b, err := tokenAlphabet.DecodeString(word)
	if err != nil || len(b) != len(octets) {
		return octets, false
	}
	return [16]byte(b), true
}
