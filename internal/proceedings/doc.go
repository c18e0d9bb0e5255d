// Package proceedings puts together what remains of an event for everybody: the summaries of its talks and workshops, their result
// cards and what became of these, photos, materials and documents. It is one page, and a tagged PDF of the same.
//
// It reads what result, showcase and document let the public read, and decides nothing of its own: without published results and
// without photos there is nothing here.
package proceedings
