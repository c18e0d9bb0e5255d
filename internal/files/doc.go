// Package files keeps what people upload, in one folder that is reached by os.Root only: no name leads out of it.
//
// A file is written once and never changed. It bears a name of our own, a ULID below a folder of the ULID's last two characters; what
// people call it is a label, which Label cleans, and is kept in the database by whoever stores the file. Put writes
// under another name, syncs and renames, and only then does its caller write the row that names the file. So a row's
// file is always there; what a killed process leaves behind is a file without a row, which Sweep takes away.
//
// # What may come in
//
// Check takes documents, pictures and plain texts: those whose ending is in the list and whose contents are what the
// ending says. Of an Office file only the directory and one small entry are read, with limits; nothing is unpacked.
// Macros, HTML and SVG stay outside, because browsers and office programs run what is in them.
//
// Bare takes out of pictures what the camera noted, without writing the picture anew.
//
// Faults name the field "file".
package files
