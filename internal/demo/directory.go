package demo

import (
	"bytes"
	"context"

	"rundertisch/internal/directory"
)

// seedDirectory imports the sample actors as an office would, and sorts some of them into groups.
func (c *county) seedDirectory(ctx context.Context) error {
	organisations, err := embedded.ReadFile("county/organisations.csv")
	if err != nil {
		return err
	}
	persons, err := embedded.ReadFile("county/persons.csv")
	if err != nil {
		return err
	}
	actor := c.actor(c.followUp)
	if _, err := c.Directory.ImportOrganisations(ctx, actor, bytes.NewReader(organisations)); err != nil {
		return err
	}
	if _, err := c.Directory.ImportPersons(ctx, actor, bytes.NewReader(persons)); err != nil {
		return err
	}
	return c.seedGroups(ctx)
}

func (c *county) seedGroups(ctx context.Context) error {
	actor := c.actor(c.followUp)
	everyone, err := c.Directory.AllPersons(ctx, actor, directory.Filter{})
	if err != nil {
		return err
	}
	for _, g := range []struct {
		name, description string
		member            func(directory.Person) bool
	}{
		{"AG Sozialberichtswesen", "Verwaltung, Jobcenter und Träger; trifft sich vierteljährlich", func(p directory.Person) bool {
			return p.Kind == directory.KindSocialOffice || p.Kind == directory.KindJobCentre || p.Kind == directory.KindProvider
		}},
		{"Wohnungswirtschaft", "Wohnungsunternehmen und Genossenschaften im Landkreis", func(p directory.Person) bool {
			return p.Kind == directory.KindHousing
		}},
	} {
		group, err := c.Directory.AddGroup(ctx, actor, directory.Group{Name: g.name, Description: g.description})
		if err != nil {
			return err
		}
		var members []string
		for _, p := range everyone {
			if g.member(p) {
				members = append(members, p.ID)
			}
		}
		if err := c.Directory.AddMembers(ctx, actor, group.ID, members); err != nil {
			return err
		}
	}
	return nil
}
