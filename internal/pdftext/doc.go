// Package pdftext reads what is written in PDF files, so that they can be searched.
//
// # A process of its own
//
// PDFium reads the files, the only free library found that gets the words of every sample right. It runs as WebAssembly: a file made to
// break it reaches the memory of its own machine and nothing else, no file, no address, no clock. But the engine takes 320 MB while
// it compiles the module, and PDFs that hang a reader are easily made. So the program starts itself once more for each file (Reader),
// with an empty environment, the file as standard input, and a time after which it is ended; that process (Serve) answers with one JSON
// document. On Linux it is the first to be ended when memory runs out.
//
// The compiled module is kept in a folder, where there is one: then a file takes 55 MB and a tenth of a second of the processor.
//
// # What comes back
//
// The text of the pages in their order, each word whole: what was divided at the end of a line is joined, ligatures are letters, white
// space is one blank. At most MaxText octets; Pages and Read say whether something is missing. A scan has pages but no text.
package pdftext
