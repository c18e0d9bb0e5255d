package demo

import (
	"context"
	"errors"

	"rundertisch/internal/account"
)

const imprint = `Landratsamt Unstrut-Hainich-Kreis (Beispiel)
Fachdienst Soziales, Planungskoordination
Musterplatz 1
99974 Mühlhausen/Thüringen

Telefon: 03601 000000
E-Mail: planung@uh-kreis.example.org

Dies ist eine Vorführung mit erfundenen Personen.`

const fundingNotice = "Beispiel eines Förderhinweises: Das Projekt wird durch den Freistaat Thüringen aus Mitteln des " +
	"Europäischen Sozialfonds und des Landes gefördert."

func (c *county) seedAccounts(ctx context.Context) (err error) {
	c.workspace, err = c.Accounts.AddWorkspace(ctx, account.Workspace{
		Name: "Unstrut-Hainich-Kreis", Imprint: imprint, FundingNotice: fundingNotice,
		PrivacyContact: "Verantwortlich: Landratsamt Unstrut-Hainich-Kreis (Beispiel). Datenschutz: datenschutz@uh-kreis.example.org",
	})
	if err != nil {
		return err
	}
	program := account.Program(c.workspace.ID, "")
	now := c.today().Month()
	if c.record, err = c.Accounts.CreateProject(ctx, program, account.Project{
		Name: "Planungskoordination Wohnungslosenhilfe 2020–2024", StartsOn: "2020-11", EndsOn: "2024-12",
		Summary: "Planungskoordination im Unstrut-Hainich-Kreis mit dem Schwerpunkt: Vernetzung, Arbeits- und Kooperationsstrukturen in der Wohnungslosenhilfe",
	}); err != nil {
		return err
	}
	if c.followUp, err = c.Accounts.CreateProject(ctx, program, account.Project{
		Name: "Planungskoordination Wohnungslosenhilfe – Fortsetzung", StartsOn: now.Add(-25), EndsOn: now.Add(23),
		Summary: "Fortführung des integrierten Gesamthilfesystems mit denselben sechs Arbeitsbausteinen",
	}); err != nil {
		return err
	}
	return c.seedPeople(ctx)
}

func (c *county) seedPeople(ctx context.Context) error {
	var errs []error
	add := func(role account.Role, name, email string) account.User {
		user, err := c.Accounts.AddUser(ctx, c.workspace.ID, "", role, name, email)
		errs = append(errs, err)
		return user
	}
	c.lead = add(account.Administrator, "Jana Größler", leadEmail)
	c.projectLead = add(account.ProjectLead, "Mehmet Yılmaz", "mehmet.yilmaz@uh-kreis.example.org").ID
	c.coordination = add(account.Coordination, "Ewa Łuczak", "ewa.luczak@uh-kreis.example.org").ID
	return errors.Join(errs...)
}
