//go:build !unix

package demo

// hold does nothing where files have no such locks.
func hold(string) (release func() error, err error) { return func() error { return nil }, nil }
