// Command reader is the process that reads PDFs, for tests: compiled without the race detector, with which the engine takes minutes.
package main

import (
	"context"
	"fmt"
	"os"

	"rundertisch/internal/pdftext"
)

func main() {
	if err := pdftext.Serve(context.Background(), os.Stdin, os.Stdout, os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
