// Package directory knows the actors of a cooperation process: organisations, the persons who answer there, and groups.
//
// The workspace owns the directory; all its projects use the same one. An Organisation is an actor of one Kind and
// may lie in one Municipality. A Person may belong to one organisation, is valid between two days (either may be
// open) and says in Source where its data came from, because people must be told (GDPR Article 14). A Group is a
// named set of persons. Who is invited is chosen by groups, kinds and single persons: see Receivers.
//
// Life: a person or organisation is entered or imported, changed, archived (kept, but in no list, choice or mailing;
// can be restored) or deleted. Archiving an organisation archives its persons with it, restoring it brings back those
// persons. Deleting an organisation either keeps its persons without an organisation or deletes them too: whoever
// deletes must say which. What is deleted lies in the bin, with memberships and ties; a person who asks for erasure
// (GDPR Article 17) is erased at once, without the bin, and with them the copies in mails that an Eraser knows of. Higher packages keep a person's identifier with a copy of name and address and no
// foreign key, so that a deletion here never fails because of them.
//
// Who is the same:
//   - Two organisations of a workspace never have the same folded name in the same municipality.
//   - Two persons never have the same e-mail address and the same folded name. The same address under different names
//     is allowed, because a secretary's mailbox often stands for several people; pages and previews point it out.
//
// Who writes: a person's one e-mail address is where mail goes. Further addresses are only remembered, so that an answer from
// there is known as the person's; nothing is sent to them.
//
// Import: a CSV file becomes a Plan, in which every row is new, changed, duplicate or wrong, before anything is
// written. A row is matched by address and name, else by name and organisation; an empty cell never erases what is
// stored, and a mere transliteration (Groessler) never replaces the right spelling. A file of persons creates the organisations it names and the directory lacks, and leaves existing ones as
// they are. One wrong row refuses the whole file. The file waits in its own row that belongs to its uploader and expires
// after a day. Confirmed, it is written by a job, part by part in the file's order, each part in one transaction that also
// says how far it has come: memory stays flat, other people's changes get in between, and whoever goes on after a crash
// begins with the next part. What has changed since the preview decides anew, row by row; rows that are left out are kept
// with their reason for a week. The command line writes a file in one transaction or not at all.
//
// Headings that are not understood are asked about: people choose a field for each column, and the workspace remembers
// it for files with the same headings.
//
// Tables: organisations, persons, person_groups, group_members, person_addresses, directory_imports, directory_import_rows, import_mappings,
// directory_merges, duplicate_dismissals.
package directory
