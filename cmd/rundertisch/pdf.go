package main

import (
	"context"
	"os"

	"github.com/urfave/cli/v3"

	"rundertisch/internal/pdftext"
)

const readPDF = "read-pdf"

// readPDF is what serve starts for each file whose text is to be read; people have no use for it.
func (p *program) readPDF() *cli.Command {
	return &cli.Command{
		Name: readPDF, Hidden: true, Usage: "read a PDF from standard input and print what is written in it, as JSON",
		ArgsUsage: "[folder for what is compiled]",
		Action: func(ctx context.Context, c *cli.Command) error {
			// Whoever stops the program stops all of its processes; what this one then said of the file would be wrong. Its parent ends it.
			return pdftext.Serve(context.WithoutCancel(ctx), os.Stdin, p.out, c.Args().First())
		},
	}
}
