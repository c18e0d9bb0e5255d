// Package demo runs the whole program on one machine with nothing set up: an SQLite file, an SMTP server in the same
// process whose mails are read at /postfach, and a sample county.
//
// The county's institutions and its work plan are public; every person is invented and every address ends in
// example.org. The county has two projects: its own as the record says (2020–2024, finished) and a follow-up with the
// same six milestones dated around today, so that every state can be seen without typing. All seeding goes through
// the services' use cases, as if somebody had typed it.
package demo
