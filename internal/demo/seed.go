package demo

import (
	"context"

	"rundertisch/internal/account"
	"rundertisch/internal/app"
)

const (
	organizer = `Planungskoordination Unstrut-Hainich-Kreis <planung@uh-kreis.example.org>`
	leadEmail = "jana.groessler@uh-kreis.example.org"
)

// county is what the seeding steps share.
type county struct {
	*app.App
	workspace account.Workspace
	record    account.Project // 2020–2024, finished
	followUp  account.Project // around today
	lead      account.User
}

// seed fills an empty database and returns the project lead.
func seed(ctx context.Context, a *app.App) (account.User, error) {
	c := &county{App: a}
	for _, step := range []func(context.Context) error{
		c.seedAccounts,
	} {
		if err := step(ctx); err != nil {
			return account.User{}, err
		}
	}
	return c.lead, nil
}
