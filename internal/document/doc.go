// Package document keeps what belongs to a project as files: minutes, reports, presentations, notices.
//
// A Document is a title with one or more Versions. A version is one upload and never changes; the newest is the one
// that pages show, the others stay to be read. A document belongs to any number of Subjects, things of the project
// that other packages own: milestones, tasks, events. The link is the subject's kind and identifier; a thing that is
// gone is no longer shown, and shown again when it comes back. What a link may lead to, and how it is called, say the
// Sources that the program is wired with.
//
// The file is stored before the rows that name it. A removed document lies in the bin with its versions and links; its
// files stay in the store. Sweep, once a night, removes files that no version names, there or here: what a killed process
// left behind, and what was deleted for good.
//
// Documents are for the staff of their project until somebody publishes one. From then on everybody may read it: the version that
// is the newest at that moment and all that follow, never an earlier one. Its address stays the same, whatever is uploaded later,
// and each version has one of its own; withdrawn and published again, it is at the same address. Those that staff put on the public
// page of an event (package showcase) are handed out there, published or not. Everybody on the staff reads; those who keep the
// project's contents add, replace, change, publish, withdraw and remove.
//
// Titles, descriptions and names of files are searched, and what is written in the newest file, if that is a PDF. ReadNew reads those that
// nobody has read yet, whatever way they came; the text is forgotten with the next version, and in the bin. A PDF without text is told to
// the staff: nobody finds it by its words, and nobody hears them.
//
// Tables: documents, document_versions, document_links, document_texts.
package document
