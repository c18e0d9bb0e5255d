// Package legalviews holds the pages that every footer leads to: imprint, privacy, accessibility with its form for
// reporting barriers.
package legalviews
