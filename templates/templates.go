// Package templates embeds the texts that leave the house.
//
// mail/<language>/<message>.txt and .html are the messages; mail/frame.txt and frame.html are what surrounds every one of
// them. A message's .txt begins with header lines (Subject, Preview, Link, Button, Why), then a blank line, then the text; the .html
// holds the same text as paragraphs. Messages see the fields of package mail's Renderer and may use
// {{.field}} and {{if .field}} … {{else}} … {{end}}, nothing else. A condition is one piece of text for people who word the
// mail themselves: it should be a whole sentence or word.
package templates

import "embed"

// Mail holds the mail templates under mail/.
//
//go:embed mail
var Mail embed.FS
