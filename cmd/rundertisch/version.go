package main

import (
	"context"
	"fmt"
	"runtime/debug"

	"github.com/urfave/cli/v3"
)

func (p *program) version() *cli.Command {
	return &cli.Command{
		Name: "version", Usage: "print version and Go release",
		Action: func(context.Context, *cli.Command) error {
			info, ok := debug.ReadBuildInfo()
			if !ok {
				_, err := fmt.Fprintln(p.out, "rundertisch (unknown build)")
				return err
			}
			_, err := fmt.Fprintln(p.out, "rundertisch", info.Main.Version, info.GoVersion)
			return err
		},
	}
}
