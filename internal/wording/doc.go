// Package wording lets a house word its mails: each workspace for all its projects, each project for itself.
//
// What can be changed is subject, headline, button and text of a message in one language, as plain text with the placeholders
// that mail.Form lists. What a project changed goes before what its workspace changed, and that before what ships; to reset a
// text is to take the own one away. Mails of an account belong to the installation and to nobody's workspace; they stay
// as they ship.
//
// Tables: none; texts are kept by package mail.
package wording
