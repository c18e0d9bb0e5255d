// Package body knows the bodies that a project works with (Gremien): a working group, the conference, the advisory board, the county
// council.
//
// A body has Members: a person of the directory, or the seat of an organisation, which a person holds or which is vacant for now.
// Each has a duty (chair, member, adviser, minute-taker), may be of the house itself, may have a deputy, and is a member
// from one day until another. Who leaves gets a last day and stays on the list of former members; taking a row out is for what
// was entered wrongly.
//
// Who sits in a body counts by the day: the members of a meeting are those of its first day. Chairs and members are entitled to vote,
// advisers and minute-takers are not. How many have to be there for a quorum is a rule of the body.
//
// An event may be the meeting of a body. The link goes into the bin with a draft, or with the body, and comes back with it.
//
// Whoever reads the project reads its bodies; those who keep its contents change them. People who are erased leave their seats:
// a member's row goes, the seat of an organisation becomes vacant.
//
// Tables: bodies, body_members, body_meetings.
package body
