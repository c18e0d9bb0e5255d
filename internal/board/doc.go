// Package board is the wall of a workshop (a programme item) while it is at work: everybody in the room writes cards on
// a phone and puts dots on those that matter most; a moderator words, groups and hides them; a projector shows the wall.
// What the lead approves of it becomes cards of package result.
//
// A board is opened by staff when the event is published, closed by staff or a moderator, and may be opened again until
// it is settled: a day after it was closed, or when the first of its cards is approved.
//
// Who takes part has no account and gives no name. A browser is told from another by a random number that only it
// knows, different on each board; what is stored is its hash with the board's salt, and only so long as the limits of
// cards and dots need it: settling a board forgets all its browsers and their dots, and writes its cards anew in the
// order of their identifiers. Cards do not say which browser they came from, and nothing here has a time but the board
// itself; identifiers are hashes, so that they tell no sequence, and SQLite keeps the tables in their order. Nothing of
// it reaches the trail. What moderators change does.
//
// A dot is a state, not an act: this browser has it on that card or it has not. Sending it again changes nothing. A card
// is known by the identifier that its form or its phone made (act): sent again it is the same card.
//
// What those in the room do at the same time is written in one transaction (package line, sheet), and cards are kept in memory as
// long as the board's count of changes says that they are the newest (walls). Whoever writes any of it locks the board first.
//
// Tables: boards, board_cards, board_devices, board_dots.
package board
