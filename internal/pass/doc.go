// Package pass lets people without an account help at one event: at the door, or as the moderator of a workshop.
//
// A pass is a link that staff make for somebody they name. It carries a random token of which only the hash is stored; the
// link is shown once and exchanged, by a press of a button, for a cookie that opens the pages of this pass and nothing else.
// It is over a day after the event, also when that moves to another day, or as soon as staff take it back. Whoever has a pass that is over is told so; whoever
// guesses one learns nothing.
//
// A pass is forgotten a month after it is over. What the trail says was done with it stands there under its holder's name.
//
// Tables: passes.
package pass
