// Package browsertest looks at pages in real Chromium, for tests: one browser for a test and its subtests, driven
// through a pipe (no port is opened, and Chromium ends with the test's process), and the checks that every page of
// the program must pass (Page.Check).
//
// RUNDERTISCH_CHROMIUM names the program; without it the installed Chromium or Chrome is found. It never downloads one.
package browsertest
