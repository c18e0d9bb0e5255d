// Package showcase keeps what the public page of an event shows beyond the event itself: a picture with its alternative
// text and credit, how one gets there, which organisations of the directory invite, and which of the event's documents
// everybody may read.
//
// Nothing is asked for: an event without any of it has a page, too. All of it can be changed in every state of the event,
// because documents and pictures come after it. Drafts and events for invited people only have no public page, and then
// nothing of this is handed out.
//
// A picture is read, turned upright, made smaller and written anew in two sizes, so that neither the place where it was taken
// nor anything else that a camera notes leaves the house; the uploaded file is not kept. Its files lie in the store of all
// files. They are named by the page's row, and KeptFiles tells those who sweep the store.
//
// The people of a programme may have a picture, small and square, with alternative text, credit and the note that they agree. It
// stands in event's row of the person, so it goes when the person does; its file is made and handed out here.
//
// An event that took place has photos, made small and written anew like the picture, with alternative text and the note that those who are
// to be seen agree: without it none is kept. A photo that is taken away is gone for good, and does not lie in the bin.
//
// Around reads everything that stands around an event on its page in one query, because the page is what most people see.
//
// Whether participants who agreed are named in public is set here, too, and kept by the event: the form of registration reads it
// there without a query of its own. Who agreed is attendance's.
//
// A programme item has materials: documents of the event and pages elsewhere, with a title, for everybody or for the team. A file that is
// uploaded as material becomes a document of the event first.
//
// Rows name organisations, documents and events without tying them: what is gone is not shown, and shown again when it comes
// back from the bin.
//
// Tables: event_pages, event_organisers, event_documents, programme_materials, event_photos.
package showcase
