package web_test

import (
	"maps"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/gofiber/fiber/v2"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
)

// access are the words of the policy and the roles that each lets in. What is public is open to everybody and tested
// where it is; nobody who is signed in is kept from their own account.
var access = map[string][]account.Role{
	"own":        account.Roles(),
	"read":       account.Roles(),
	"write":      {account.Administrator, account.ProjectLead, account.Coordination, account.MinuteTaker},
	"keep":       {account.Administrator, account.ProjectLead, account.Coordination},
	"lead":       {account.Administrator, account.ProjectLead},
	"administer": {account.Administrator},
	"audit":      {account.Administrator, account.Auditor},
	"theirs":     {}, // what one person has begun is not there for others, whatever their role
}

// policy is who may use which route: word, method, path. A new route needs a line.
const policy = `
public     GET  /healthz
public     GET  /readyz
public     GET  /static/*
public     GET  /sign-in
public     GET  /password/forgotten
public     GET  /start/email/:token
public     GET  /start/:purpose/:token
public     GET  /impressum
public     GET  /datenschutz
public     GET  /barrierefreiheit
public     GET  /leichte-sprache
public     GET  /barriere-melden
public     GET  /
public     GET  /v/:slug
public     GET  /v/:slug/kalender.ics
public     GET  /v/:slug/programm
public     GET  /v/:slug/protokoll.pdf
public     GET  /v/:slug/teilnehmende
public     GET  /v/:slug/programm.ics
public     GET  /v/:slug/programm/:item/kalender.ics
public     GET  /v/:slug/bild/:picture
public     GET  /v/:slug/dokumente/:paper
public     GET  /v/:slug/material/:material
public     GET  /veranstaltungen
public     GET  /veranstaltungen/archiv
public     GET  /veranstaltungen/feed.atom
public     GET  /veranstaltungen/kalender.ics
public     GET  /veranstaltungen/einbetten
public     GET  /dokumente
public     GET  /dokumente/feed.atom
public     GET  /dokumente/:document
public     GET  /dokumente/:document/datei
public     GET  /dokumente/:document/fassungen/:number
public     GET  /dokumente/:document/fassungen/:number/ansehen
public     GET  /umfrage/:survey
public     GET  /v/:slug/anmeldung
public     GET  /v/:slug/angemeldet
public     GET  /a/:token
public     GET  /adresse/:token
public     GET  /cal/:token.ics
public     GET  /plan/:token
public     GET  /arbeitsplan/:handout
public     GET  /teilnahme/:attendance
public     GET  /teilnahme/:attendance/kalender.ics
public     GET  /teilnahme/:attendance/programm
public     GET  /teilnahme/:attendance/programm.ics
public     GET  /teilnahme/:attendance/bescheinigung
public     GET  /teilnahme/:attendance/abmelden
public     GET  /teilnahme/:attendance/angaben
public     GET  /teilnahme/:attendance/dateien/:upload
public     GET  /teilnahme/:attendance/daten.json
public     GET  /teilnahme/:attendance/daten.csv
public     GET  /teilnahme/:attendance/person
public     GET  /teilnahme/:attendance/ergaenzen
public     GET  /teilnahme/:attendance/gruppe-abmelden
public     GET  /teilnahme/:attendance/gruppe-erweitern
public     GET  /teilnahme/:attendance/gruppe/:member
public     GET  /teilnahme/:attendance/loeschen
public     GET  /v/:slug/datenschutz/:version
public     GET  /teilnahme/:attendance/vertretung
public     GET  /vertretung/bestaetigen/:claim
public     GET  /vertretung/:pass
public     GET  /vertretung/:pass/unterwegs
public     POST /umfrage/:survey
public     GET  /tuer/worker.js
public     GET  /tuer/abgemeldet
public     GET  /tuer/:token
public     GET  /tuer/einlass/:event
public     GET  /tuer/einlass/:event/live
public     GET  /tuer/einlass/:event/liste.json
public     GET  /q/:code
public     POST /tuer/:token
public     POST /tuer/einlass/:event
public     POST /tuer/einlass/:event/taten
public     POST /tuer/einlass/:event/name
public     POST /tuer/einlass/:event/ende
read       GET  /projects/:project/events/:event/door
keep       POST /projects/:project/events/:event/door/links
keep       POST /projects/:project/events/:event/door/links/:doorpass/revoke
public     POST /sign-in
public     POST /password/forgotten
public     POST /sign-out
public     POST /language
public     POST /start/email/:token
public     POST /start/:purpose/:token
public     POST /barriere-melden
public     POST /v/:slug/anmeldung
public     POST /teilnahme/:attendance/antwort
public     POST /teilnahme/:attendance/adresse
public     POST /teilnahme/:attendance/adresse/neu
public     POST /teilnahme/:attendance/workshops
public     POST /teilnahme/:attendance/wuensche
public     POST /teilnahme/:attendance/abmelden
public     POST /teilnahme/:attendance/angaben
public     POST /teilnahme/:attendance/person
public     POST /teilnahme/:attendance/ergaenzen
public     POST /teilnahme/:attendance/angebot
public     POST /teilnahme/:attendance/gruppe-abmelden
public     POST /teilnahme/:attendance/gruppe-erweitern
public     POST /teilnahme/:attendance/gruppe/:member/erinnern
public     POST /teilnahme/:attendance/gruppe/:member/ersetzen
public     POST /teilnahme/:attendance/gruppe/:member/abmelden
public     POST /teilnahme/:attendance/loeschen
public     POST /teilnahme/:attendance/loeschen/alles
public     POST /teilnahme/:attendance/adresse/aendern
public     POST /adresse/:token
public     POST /teilnahme/:attendance/bedarf
public     POST /teilnahme/:attendance/bedarf/widerruf
public     POST /teilnahme/:attendance/liste
public     POST /teilnahme/:attendance/fotos
public     POST /teilnahme/:attendance/vertretung
public     POST /teilnahme/:attendance/vertretung/link
public     POST /teilnahme/:attendance/vertretung/link/ende
public     POST /teilnahme/:attendance/vertretung/ende
public     POST /vertretung/bestaetigen/:claim
public     POST /vertretung/:pass
own        GET  /account
own        GET  /projects
own        GET  /account/calendar
own        POST /account/calendar
own        POST /account/calendar/close
read       GET  /projects/:project/calendar
own        GET  /account/reminders
own        POST /account/reminders
public     GET  /verteiler
public     GET  /verteiler/:slug
public     GET  /verteiler/:slug/angefragt
public     POST /verteiler/:slug
public     GET  /l/:token
public     POST /l/:token
public     GET  /mein-verteiler
public     GET  /mein-verteiler/daten.json
public     POST /mein-verteiler
read       GET  /projects/:project/lists
keep       GET  /projects/:project/lists/new
read       GET  /projects/:project/lists/:list
keep       GET  /projects/:project/lists/:list/edit
keep       GET  /projects/:project/lists/:list/close
keep       GET  /projects/:project/lists/:list/write
keep       POST /projects/:project/lists/:list/write
keep       GET  /projects/:project/lists/:list/members/:subscriber/remove
keep       POST /projects/:project/lists
keep       POST /projects/:project/lists/:list
keep       POST /projects/:project/lists/:list/close
keep       POST /projects/:project/lists/:list/reopen
keep       POST /projects/:project/lists/:list/members
keep       POST /projects/:project/lists/:list/members/:subscriber/remove
public     GET  /r/:token
public     POST /r/:token
public     GET  /erinnerungen
public     POST /erinnerungen
read       GET  /projects/:project/reminders
lead       GET  /projects/:project/reminders/ladder
lead       POST /projects/:project/reminders/ladder
lead       GET  /projects/:project/milestones/:milestone/reminders
lead       POST /projects/:project/milestones/:milestone/reminders
keep       GET  /projects/:project/tasks/:task/reminders
keep       POST /projects/:project/tasks/:task/reminders
lead       POST /projects/:project/calendar
lead       POST /projects/:project/calendar/close
own        POST /account
own        POST /account/password
own        POST /account/email
own        POST /account/email/withdraw
own        POST /account/sessions/end
own        POST /account/sessions/end-others
administer GET  /workspaces/:workspace/projects/new
administer GET  /workspaces/:workspace/settings
administer GET  /workspaces/:workspace/mails
administer GET  /workspaces/:workspace/mails/:lang/:text
administer POST /workspaces/:workspace/mails/:lang/:text
administer GET  /workspaces/:workspace/mails/:lang/:text/whole
administer GET  /workspaces/:workspace/mails/:lang/:text/whole.css
administer GET  /workspaces/:workspace/mails/:lang/:text/reset
administer POST /workspaces/:workspace/mails/:lang/:text/look
administer POST /workspaces/:workspace/mails/:lang/:text/reset
lead       GET  /projects/:project/mail/texts
lead       GET  /projects/:project/mail/texts/:lang/:text
lead       POST /projects/:project/mail/texts/:lang/:text
lead       GET  /projects/:project/mail/texts/:lang/:text/whole
lead       GET  /projects/:project/mail/texts/:lang/:text/whole.css
lead       GET  /projects/:project/mail/texts/:lang/:text/reset
lead       POST /projects/:project/mail/texts/:lang/:text/look
lead       POST /projects/:project/mail/texts/:lang/:text/reset
audit      GET  /workspaces/:workspace/audit
audit      GET  /workspaces/:workspace/audit.csv
audit      GET  /workspaces/:workspace/audit.xlsx
administer GET  /workspaces/:workspace/deadlines
administer GET  /workspaces/:workspace/deadlines/:eventkind
read       GET  /projects/:project/events/:event/deadlines
administer GET  /workspaces/:workspace/members
administer GET  /workspaces/:workspace/members/new
administer GET  /workspaces/:workspace/members/:member
administer GET  /workspaces/:workspace/members/:member/leave
read       GET  /projects/:project
read       GET  /projects/:project/mail
read       GET  /projects/:project/search
audit      GET  /projects/:project/audit
audit      GET  /projects/:project/audit.csv
audit      GET  /projects/:project/audit.xlsx
read       GET  /projects/:project/bin
lead       GET  /projects/:project/bin/:entry/purge
read       GET  /projects/:project/tasks
read       GET  /projects/:project/plan
read       GET  /projects/:project/plan.csv
read       GET  /projects/:project/plan.xlsx
read       GET  /projects/:project/plan/history
read       GET  /projects/:project/goals/:goal/history
read       GET  /projects/:project/milestones/:milestone/history
read       GET  /projects/:project/tasks/:task/history
administer GET  /projects/:project/copy
read       GET  /projects/:project/plan/links
read       GET  /projects/:project/plan/baselines
lead       GET  /projects/:project/plan/baselines/new
read       GET  /projects/:project/plan/baselines/compare
read       GET  /projects/:project/plan/baselines/compare.csv
read       GET  /projects/:project/plan/baselines/compare.xlsx
read       GET  /projects/:project/plan/baselines/:baseline
read       GET  /projects/:project/timeline
lead       GET  /projects/:project/export.json
read       GET  /projects/:project/reports
keep       GET  /projects/:project/reports/new
read       GET  /projects/:project/reports/:report
keep       GET  /projects/:project/reports/:report/edit
keep       GET  /projects/:project/reports/:report/milestones/:milestone/edit
read       GET  /projects/:project/reports/:report/report.html
read       GET  /projects/:project/reports/:report/milestones.csv
read       GET  /projects/:project/reports/:report/milestones.xlsx
lead       GET  /projects/:project/reports/:report/freeze
keep       GET  /projects/:project/reports/:report/correct
keep       GET  /projects/:project/reports/:report/delete
read       GET  /projects/:project/plan/tasks.csv
read       GET  /projects/:project/plan/tasks.xlsx
keep       GET  /projects/:project/plan/tasks/import
lead       GET  /projects/:project/plan/import
lead       GET  /projects/:project/goals/new
lead       GET  /projects/:project/goals/:goal/edit
lead       GET  /projects/:project/goals/:goal/delete
lead       GET  /projects/:project/milestones/new
read       GET  /projects/:project/milestones/:milestone
lead       GET  /projects/:project/milestones/:milestone/edit
lead       GET  /projects/:project/milestones/:milestone/delete
lead       GET  /projects/:project/milestones/:milestone/complete
lead       GET  /projects/:project/milestones/:milestone/reopen
lead       GET  /projects/:project/milestones/:milestone/move
lead       GET  /projects/:project/milestones/:milestone/after
keep       GET  /projects/:project/tasks/:task/move
keep       GET  /projects/:project/tasks/:task/after
lead       GET  /projects/:project/milestones/:milestone/keep-open
read       GET  /projects/:project/tasks/board
keep       GET  /projects/:project/tasks/new
read       GET  /projects/:project/tasks/:task
keep       GET  /projects/:project/tasks/:task/edit
keep       GET  /projects/:project/tasks/:task/delete
keep       GET  /projects/:project/tasks/:task/items/:line/edit
theirs     GET  /projects/:project/tasks/:task/comments/:comment/edit
theirs     GET  /projects/:project/tasks/:task/comments/:comment/remove
read       GET  /projects/:project/directory
read       GET  /projects/:project/directory/organisations
keep       GET  /projects/:project/directory/organisations/new
read       GET  /projects/:project/directory/organisations/:organisation
keep       GET  /projects/:project/directory/organisations/:organisation/edit
keep       GET  /projects/:project/directory/organisations/:organisation/remove
read       GET  /projects/:project/directory/persons
keep       GET  /projects/:project/directory/persons/new
read       GET  /projects/:project/directory/persons/:person
keep       GET  /projects/:project/directory/persons/:person/edit
keep       GET  /projects/:project/directory/persons/:person/remove
read       GET  /projects/:project/directory/groups
keep       GET  /projects/:project/directory/groups/new
read       GET  /projects/:project/directory/groups/:group
keep       GET  /projects/:project/directory/groups/:group/edit
keep       GET  /projects/:project/directory/groups/:group/add
keep       GET  /projects/:project/directory/groups/:group/remove
keep       GET  /projects/:project/directory/duplicates/:kind
keep       GET  /projects/:project/directory/duplicates/:kind/:one/:other
keep       POST /projects/:project/directory/duplicates/:kind/:one/:other
keep       POST /projects/:project/directory/duplicates/:kind/:one/:other/dismiss
keep       POST /projects/:project/directory/merges/:merge/undo
keep       GET  /projects/:project/directory/import
keep       GET  /projects/:project/directory/import/template/:kind
theirs     GET  /projects/:project/directory/import/:import
theirs     GET  /projects/:project/directory/import/:import/columns
theirs     GET  /projects/:project/directory/import/:import/live
theirs     GET  /projects/:project/directory/import/:import/left-out
theirs     POST /projects/:project/directory/import/:import/columns
read       GET  /projects/:project/documents
keep       GET  /projects/:project/documents/new
read       GET  /projects/:project/documents/:document
keep       GET  /projects/:project/documents/:document/edit
keep       GET  /projects/:project/documents/:document/publish
keep       GET  /projects/:project/documents/:document/withdraw
keep       GET  /projects/:project/documents/:document/remove
read       GET  /projects/:project/documents/:document/versions/:number
read       GET  /projects/:project/documents/:document/versions/:number/view
read       GET  /projects/:project/events
keep       GET  /projects/:project/events/new
read       GET  /projects/:project/events/:event
keep       GET  /projects/:project/events/:event/edit
keep       GET  /projects/:project/events/:event/page
keep       GET  /projects/:project/events/:event/photos
keep       GET  /projects/:project/events/:event/photos/:photo/edit
keep       GET  /projects/:project/events/:event/photos/:photo/remove
keep       GET  /projects/:project/events/:event/delete
keep       GET  /projects/:project/events/:event/steps/:step
read       GET  /projects/:project/events/:event/programme
keep       GET  /projects/:project/events/:event/programme/:item/move
keep       GET  /projects/:project/events/:event/programme/:item/materials
keep       GET  /projects/:project/events/:event/speakers/:speaker/picture
keep       GET  /projects/:project/events/:event/rooms/new
keep       GET  /projects/:project/events/:event/rooms/:room/edit
keep       GET  /projects/:project/events/:event/speakers/new
keep       GET  /projects/:project/events/:event/speakers/:speaker/edit
read       GET  /projects/:project/events/:event/versions
read       GET  /projects/:project/events/:event/versions/:number
keep       GET  /projects/:project/events/:event/programme/new
keep       GET  /projects/:project/events/:event/programme/:item/edit
keep       GET  /projects/:project/events/:event/programme/:item/remove
read       GET  /projects/:project/bodies
keep       GET  /projects/:project/bodies/new
read       GET  /projects/:project/bodies/:body
keep       GET  /projects/:project/bodies/:body/edit
keep       GET  /projects/:project/bodies/:body/remove
read       GET  /projects/:project/bodies/:body/calendar
keep       GET  /projects/:project/bodies/:body/members/new
keep       GET  /projects/:project/bodies/:body/members/:seat/edit
keep       GET  /projects/:project/bodies/:body/members/:seat/remove
read       GET  /projects/:project/events/:event/meeting
keep       POST /projects/:project/bodies
keep       POST /projects/:project/bodies/:body
keep       POST /projects/:project/bodies/:body/remove
lead       POST /projects/:project/bodies/:body/calendar
lead       POST /projects/:project/bodies/:body/calendar/close
keep       POST /projects/:project/bodies/:body/members
keep       POST /projects/:project/bodies/:body/members/:seat
keep       POST /projects/:project/bodies/:body/members/:seat/remove
keep       POST /projects/:project/events/:event/meeting
keep       POST /projects/:project/events/:event/meeting/invite
read       GET  /projects/:project/events/:event/meeting/print
write      GET  /projects/:project/events/:event/meeting/items/new
write      GET  /projects/:project/events/:event/meeting/items/:point/edit
write      GET  /projects/:project/events/:event/meeting/items/:point/remove
write      GET  /projects/:project/events/:event/meeting/items/:point/minutes/edit
read       GET  /projects/:project/events/:event/meeting/items/:point/versions
keep       POST /projects/:project/events/:event/meeting/agenda/show
keep       POST /projects/:project/events/:event/meeting/agenda/hide
write      POST /projects/:project/events/:event/meeting/presence
write      POST /projects/:project/events/:event/meeting/guests
write      POST /projects/:project/events/:event/meeting/guests/:guest/remove
keep       POST /projects/:project/events/:event/meeting/round
keep       POST /projects/:project/events/:event/meeting/round/withdraw
keep       POST /projects/:project/events/:event/meeting/round/settle
keep       POST /projects/:project/events/:event/meeting/publish
keep       POST /projects/:project/events/:event/meeting/unpublish
keep       POST /projects/:project/events/:event/meeting/followups/:followup/task
write      POST /projects/:project/events/:event/meeting/items
write      POST /projects/:project/events/:event/meeting/items/:point
write      POST /projects/:project/events/:event/meeting/items/:point/up
write      POST /projects/:project/events/:event/meeting/items/:point/down
write      POST /projects/:project/events/:event/meeting/items/:point/remove
write      POST /projects/:project/events/:event/meeting/items/:point/minutes
write      POST /projects/:project/events/:event/meeting/items/:point/minutes/autosave
write      POST /projects/:project/events/:event/meeting/items/:point/followups
public     GET  /protokoll/:token
public     GET  /protokoll/runde/:vote
public     POST /protokoll/runde/:vote
read       GET  /projects/:project/events/:event/results
write      GET  /projects/:project/events/:event/results/items/:item/new
write      GET  /projects/:project/events/:event/results/items/:item/summary/edit
write      GET  /projects/:project/events/:event/results/cards/:card/edit
read       GET  /projects/:project/events/:event/results/cards/:card
write      POST /projects/:project/events/:event/results/cards/:card/follow
public     GET  /v/:slug/ergebnisse
public     GET  /v/:slug/ergebnisse/:card
write      GET  /projects/:project/events/:event/results/cards/:card/remove
read       GET  /projects/:project/events/:event/admission
read       GET  /projects/:project/events/:event/requests
read       GET  /projects/:project/events/:event/wishes
read       GET  /projects/:project/events/:event/form
keep       GET  /projects/:project/events/:event/form/new
keep       GET  /projects/:project/events/:event/form/:field/edit
keep       GET  /projects/:project/events/:event/form/:field/remove
read       GET  /projects/:project/events/:event/registrations
keep       GET  /projects/:project/events/:event/registrations/new
read       GET  /projects/:project/events/:event/registrations/statistics
read       GET  /projects/:project/events/:event/registrations/bulk/:bulk
read       GET  /projects/:project/events/:event/registrations/:attendance
read       GET  /projects/:project/events/:event/registrations/:attendance/files/:upload
keep       GET  /projects/:project/events/:event/registrations/:attendance/withdraw
read       GET  /projects/:project/events/:event/waitlist
keep       GET  /projects/:project/events/:event/waitlist/:attendance
read       GET  /projects/:project/mailings
read       GET  /projects/:project/mailings/:mailing
read       GET  /projects/:project/mailings/:mailing/live
keep       GET  /projects/:project/mailings/:mailing/edit
keep       GET  /projects/:project/mailings/:mailing/abort
read       GET  /projects/:project/events/:event/invitations
keep       GET  /projects/:project/events/:event/invitations/new
keep       GET  /projects/:project/events/:event/invitations/save-the-date
keep       POST /projects/:project/events/:event/invitations/save-the-date
keep       GET  /projects/:project/events/:event/invitations/spoken
read       GET  /projects/:project/events/:event/invitations/:attendance
keep       GET  /projects/:project/events/:event/invitations/:attendance/address
keep       GET  /projects/:project/events/:event/invitations/:attendance/answers/:answer/undo
keep       GET  /projects/:project/events/:event/invitations/:attendance/take-back
read       GET  /projects/:project/events/:event/follow-up
keep       POST /projects/:project/events/:event/follow-up
keep       GET  /projects/:project/events/:event/invitations/:attendance/unrepresent
read       GET  /projects/:project/events/:event/survey
keep       GET  /projects/:project/events/:event/survey/edit
keep       GET  /projects/:project/events/:event/survey/close
keep       POST /projects/:project/events/:event/survey
keep       POST /projects/:project/events/:event/survey/open
keep       POST /projects/:project/events/:event/survey/close
keep       GET  /projects/:project/events/:event/repeat
keep       POST /projects/:project/events/:event/repeat
keep       GET  /projects/:project/events/:event/thanks
keep       GET  /projects/:project/events/:event/paper
keep       GET  /projects/:project/events/:event/paper/badges
keep       GET  /projects/:project/events/:event/paper/:sheet
keep       POST /projects/:project/events/:event/thanks
keep       GET  /projects/:project/events/:event/follow-up/new
keep       POST /projects/:project/events/:event/follow-up/new
read       GET  /projects/:project/received
read       GET  /projects/:project/received/:mail
read       GET  /projects/:project/received/:mail/raw
administer POST /workspaces/:workspace/projects
administer POST /workspaces/:workspace/settings
administer POST /workspaces/:workspace/deadlines/:eventkind
administer POST /workspaces/:workspace/members
administer POST /workspaces/:workspace/members/:member
administer POST /workspaces/:workspace/members/:member/leave
administer POST /workspaces/:workspace/members/:member/resend
administer POST /workspaces/:workspace/members/:member/revoke
keep       POST /projects/:project/mail/retry
keep       POST /projects/:project/mail/test
keep       POST /projects/:project/plan/tasks/import
keep       POST /projects/:project/plan/tasks/import/columns
lead       POST /projects/:project/plan/import/columns
keep       POST /projects/:project/plan/tasks/import/confirm
lead       POST /projects/:project/plan/import
lead       POST /projects/:project/plan/import/confirm
lead       POST /projects/:project/goals
lead       POST /projects/:project/goals/:goal
lead       POST /projects/:project/plan/baselines
administer POST /projects/:project/copy
lead       POST /projects/:project/plan/links
lead       POST /projects/:project/plan/links/:handout/close
keep       POST /projects/:project/reports
keep       POST /projects/:project/reports/:report
keep       POST /projects/:project/reports/:report/milestones/:milestone
lead       POST /projects/:project/reports/:report/freeze
keep       POST /projects/:project/reports/:report/correct
keep       POST /projects/:project/reports/:report/delete
lead       POST /projects/:project/milestones
lead       POST /projects/:project/milestones/:milestone
lead       POST /projects/:project/milestones/:milestone/complete
lead       POST /projects/:project/milestones/:milestone/reopen
lead       POST /projects/:project/milestones/:milestone/move
lead       POST /projects/:project/milestones/:milestone/move/confirm
lead       POST /projects/:project/milestones/:milestone/after
keep       POST /projects/:project/tasks/:task/move
keep       POST /projects/:project/tasks/:task/move/confirm
keep       POST /projects/:project/tasks/:task/after
lead       POST /projects/:project/dependencies/:dependency/remove
lead       POST /projects/:project/milestones/:milestone/keep-open
keep       POST /projects/:project/plan/ties
keep       POST /projects/:project/milestones/:milestone/tasks
keep       POST /projects/:project/tasks
keep       POST /projects/:project/tasks/:task
keep       POST /projects/:project/tasks/:task/state
keep       POST /projects/:project/tasks/:task/items
keep       POST /projects/:project/tasks/:task/items/:line
keep       POST /projects/:project/tasks/:task/items/:line/tick
keep       POST /projects/:project/tasks/:task/items/:line/move
keep       POST /projects/:project/tasks/:task/items/:line/remove
write      POST /projects/:project/tasks/:task/comments
theirs     POST /projects/:project/tasks/:task/comments/:comment
theirs     POST /projects/:project/tasks/:task/comments/:comment/remove
keep       POST /projects/:project/tasks/:task/delete
keep       POST /projects/:project/directory/organisations
keep       POST /projects/:project/directory/organisations/:organisation
keep       POST /projects/:project/directory/organisations/:organisation/archive
keep       POST /projects/:project/directory/organisations/:organisation/restore
keep       POST /projects/:project/directory/organisations/:organisation/delete
keep       POST /projects/:project/directory/persons
keep       POST /projects/:project/directory/persons/:person
keep       POST /projects/:project/directory/persons/:person/join
keep       POST /projects/:project/directory/persons/:person/leave
keep       POST /projects/:project/directory/persons/:person/forget-address
keep       POST /projects/:project/directory/persons/:person/archive
keep       POST /projects/:project/directory/persons/:person/restore
keep       POST /projects/:project/directory/persons/:person/delete
keep       POST /projects/:project/directory/groups
keep       POST /projects/:project/directory/groups/:group
keep       POST /projects/:project/directory/groups/:group/add
keep       POST /projects/:project/directory/groups/:group/take-out
keep       POST /projects/:project/directory/groups/:group/delete
keep       POST /projects/:project/directory/import
theirs     POST /projects/:project/directory/import/:import
theirs     POST /projects/:project/directory/import/:import/discard
theirs     POST /projects/:project/directory/import/:import/resume
keep       POST /projects/:project/documents
keep       POST /projects/:project/documents/:document
keep       POST /projects/:project/documents/:document/versions
keep       POST /projects/:project/documents/:document/publish
keep       POST /projects/:project/documents/:document/withdraw
keep       POST /projects/:project/documents/:document/remove
keep       POST /projects/:project/events
keep       POST /projects/:project/events/:event
keep       POST /projects/:project/events/:event/steps/:step
keep       POST /projects/:project/events/:event/page
keep       POST /projects/:project/events/:event/photos
keep       POST /projects/:project/events/:event/photos/:photo
keep       POST /projects/:project/events/:event/photos/:photo/remove
keep       POST /projects/:project/events/:event/page/picture
keep       POST /projects/:project/events/:event/page/picture/remove
keep       POST /projects/:project/events/:event/deadlines
keep       POST /projects/:project/events/:event/deadlines/move
keep       POST /projects/:project/events/:event/deadlines/close
keep       POST /projects/:project/events/:event/programme
keep       POST /projects/:project/events/:event/programme/:item/move
keep       POST /projects/:project/events/:event/programme/:item/move/check
keep       POST /projects/:project/events/:event/programme/check
keep       POST /projects/:project/events/:event/programme/:item/check
keep       POST /projects/:project/events/:event/programme/:item/materials
keep       POST /projects/:project/events/:event/speakers/:speaker/picture
keep       POST /projects/:project/events/:event/speakers/:speaker/picture/remove
keep       POST /projects/:project/events/:event/programme/:item/materials/:material/remove
keep       POST /projects/:project/events/:event/rooms
keep       POST /projects/:project/events/:event/rooms/:room
keep       POST /projects/:project/events/:event/rooms/:room/remove
keep       POST /projects/:project/events/:event/speakers
keep       POST /projects/:project/events/:event/speakers/:speaker
keep       POST /projects/:project/events/:event/speakers/:speaker/remove
keep       POST /projects/:project/events/:event/versions
keep       POST /projects/:project/events/:event/programme/:item
keep       POST /projects/:project/events/:event/programme/:item/remove
keep       POST /projects/:project/events/:event/results/publish
keep       POST /projects/:project/events/:event/results/unpublish
write      POST /projects/:project/events/:event/results/items/:item
write      POST /projects/:project/events/:event/results/items/:item/summary
lead       POST /projects/:project/events/:event/results/items/:item/summary/approve
lead       POST /projects/:project/events/:event/results/items/:item/summary/revoke
write      POST /projects/:project/events/:event/results/cards/:card
write      POST /projects/:project/events/:event/results/cards/:card/remove
keep       POST /projects/:project/events/:event/results/cards/:card/show
write      POST /projects/:project/events/:event/results/cards/:card/up
write      POST /projects/:project/events/:event/results/cards/:card/down
keep       POST /projects/:project/events/:event/admission
keep       POST /projects/:project/events/:event/requests
keep       POST /projects/:project/events/:event/requests/do
keep       POST /projects/:project/events/:event/wishes
keep       POST /projects/:project/events/:event/wishes/draw
keep       POST /projects/:project/events/:event/wishes/publish
keep       POST /projects/:project/events/:event/form
keep       POST /projects/:project/events/:event/form/needs
keep       POST /projects/:project/events/:event/form/photos
keep       POST /projects/:project/events/:event/form/:field
keep       POST /projects/:project/events/:event/form/:field/up
keep       POST /projects/:project/events/:event/form/:field/down
keep       POST /projects/:project/events/:event/form/:field/remove
keep       POST /projects/:project/events/:event/registrations
keep       POST /projects/:project/events/:event/registrations/bulk
keep       POST /projects/:project/events/:event/registrations/bulk/do
keep       POST /projects/:project/events/:event/registrations/:attendance/answer
keep       POST /projects/:project/events/:event/registrations/:attendance/notes
keep       POST /projects/:project/events/:event/registrations/:attendance/photos
keep       POST /projects/:project/events/:event/registrations/:attendance/wishes
keep       POST /projects/:project/events/:event/registrations/:attendance/withdraw
keep       POST /projects/:project/events/:event/waitlist/:attendance
keep       POST /projects/:project/events/:event/invitations
keep       POST /projects/:project/events/:event/invitations/spoken
keep       POST /projects/:project/events/:event/invitations/:attendance/answers
keep       POST /projects/:project/events/:event/invitations/:attendance/answers/:answer/undo
keep       POST /projects/:project/mailings/:mailing
keep       POST /projects/:project/mailings/:mailing/abort
keep       POST /projects/:project/mailings/:mailing/send
keep       POST /projects/:project/mailings/:mailing/schedule
keep       POST /projects/:project/mailings/:mailing/recall
keep       POST /projects/:project/mailings/:mailing/pause
keep       POST /projects/:project/mailings/:mailing/resume
keep       POST /projects/:project/mailings/:mailing/retry
keep       POST /projects/:project/mailings/:mailing/test
keep       POST /projects/:project/mailings/:mailing/remove
keep       POST /projects/:project/events/:event/invitations/:attendance/address
keep       POST /projects/:project/events/:event/invitations/:attendance/address/enable
keep       POST /projects/:project/events/:event/invitations/:attendance/resend
keep       POST /projects/:project/events/:event/invitations/:attendance/take-back
keep       POST /projects/:project/events/:event/invitations/:attendance/unrepresent
keep       POST /projects/:project/received/:mail/settle
keep       POST /projects/:project/received/:mail/reopen
keep       POST /projects/:project/received/:mail/deeds/:deed
keep       POST /projects/:project/events/:event/invitations/proposals/:proposal/decline
keep       POST /projects/:project/events/:event/delete
lead       POST /projects/:project/milestones/:milestone/delete
lead       POST /projects/:project/goals/:goal/delete
keep       POST /projects/:project/bin/:entry/restore
lead       POST /projects/:project/bin/:entry/purge
public     GET  /karten/worker.js
public     GET  /karten/leitung/:token
public     POST /karten/leitung/:token
public     GET  /karten/:code
public     GET  /karten/:code/stand
public     POST /karten/:code/neu
public     POST /karten/:code/:card/punkt
public     POST /karten/:code/:card/punkt/zurueck
public     GET  /karten/:code/wand
public     GET  /karten/:code/wand/live
public     GET  /karten/:code/leitung
public     GET  /karten/:code/leitung-neues
public     POST /karten/:code/leitung-ruhe
public     POST /karten/:code/leitung-zusammenfassung
public     GET  /karten/:code/leitung/:card
public     POST /karten/:code/leitung/:card
public     POST /karten/:code/leitung/:card/aus
public     POST /karten/:code/leitung/:card/an
public     POST /karten/:code/leitung/:card/gruppe
public     POST /karten/:code/leitung/:card/einzeln
public     POST /karten/:code/schluss
public     POST /karten/:code/weiter
read       GET  /projects/:project/events/:event/boards
read       GET  /projects/:project/events/:event/boards/:board
write      POST /projects/:project/events/:event/boards
lead       POST /projects/:project/events/:event/boards/:board/approve
keep       POST /projects/:project/events/:event/boards/:board/passes
keep       POST /projects/:project/events/:event/boards/:board/passes/:moderator/revoke
`

// rule is one line of the policy.
type rule struct{ word, method, path string }

// rules reads the policy once; every page offers a hundred links, each of which has its rule.
var rules = sync.OnceValue(func() []rule {
	var all []rule
	for line := range strings.Lines(policy) {
		if parts := strings.Fields(line); len(parts) == 3 {
			all = append(all, rule{parts[0], parts[1], parts[2]})
		}
	}
	return all
})

// TestEveryRouteHasARuleAndEveryRuleARoute keeps the policy whole.
func TestEveryRouteHasARuleAndEveryRuleARoute(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		var routes, ruled []string
		for _, route := range table(s) {
			routes = append(routes, route.Method+" "+route.Path)
		}
		for _, r := range rules() {
			ruled = append(ruled, r.method+" "+r.path)
			if r.word != "public" && access[r.word] == nil {
				t.Errorf("%v: unknown word", r)
			}
			if !slices.Contains(routes, r.method+" "+r.path) {
				t.Errorf("%v: no such route", r)
			}
		}
		for _, route := range routes {
			if n := count(ruled, route); n != 1 {
				t.Errorf("%s has %d rules, want one", route, n)
			}
		}
	})
}

func count(all []string, one string) int {
	n := 0
	for _, s := range all {
		if s == one {
			n++
		}
	}
	return n
}

// TestEachRoleMayWhatThePolicySays uses every route that is not public as each role, first the looks, then the deeds.
func TestEachRoleMayWhatThePolicySays(t *testing.T) {
	t.Parallel()
	for _, role := range account.Roles() {
		t.Run(string(role), func(t *testing.T) {
			t.Parallel()
			eachCounty(t, func(t *testing.T, s *apptest.Site) {
				county := seeded(t, s)
				place := account.Project{ID: county.project, WorkspaceID: county.workspace}
				browser, _ := s.Person(place, "", role)
				for _, r := range looksFirst(rules()) {
					if r.word == "public" {
						continue
					}
					may := slices.Contains(access[r.word], role)
					code := county.use(t, browser, r)
					if refused := code == 403 || code == 404; refused == may {
						t.Errorf("%s %s answers %d to the %s; the policy says %q", r.method, r.path, code, role, r.word)
					}
				}
				stillIn(browser)
			})
		})
	}
}

func looksFirst(all []rule) []rule {
	return slices.SortedStableFunc(slices.Values(all), func(a, b rule) int { return strings.Compare(a.method, b.method) })
}

// use sends the request as the browser's person about rows that are there now.
func (c *county) use(t *testing.T, b *apptest.Browser, r rule) int {
	t.Helper()
	path := address(r.path, c.fill(t, r.path))
	if r.method == fiber.MethodGet {
		return b.Get(path).Code
	}
	values := url.Values{}
	maps.Copy(values, c.forms[path])
	values.Set("csrf", c.token(b, "/account"))
	return b.Post(path, values).Code
}

// TestWhatARoleMayNotDoIsNotOffered looks at every page as each role: no link and no form leads to a refusal.
func TestWhatARoleMayNotDoIsNotOffered(t *testing.T) {
	t.Parallel()
	eachCounty(t, func(t *testing.T, s *apptest.Site) {
		county := seeded(t, s)
		place := account.Project{ID: county.project, WorkspaceID: county.workspace}
		known := map[rule]rule{} // pages offer the same again and again
		for _, role := range account.Roles() {
			browser, _ := s.Person(place, "", role)
			for _, r := range rules() {
				if r.method != fiber.MethodGet || !slices.Contains(access[r.word], role) {
					continue
				}
				for _, offer := range offers(browser.Get(address(r.path, county.fill(t, r.path)))) {
					to, asked := known[offer]
					if !asked {
						to = ruleOf(offer)
						known[offer] = to
					}
					if to.word != "" && to.word != "public" && to.word != "theirs" && !slices.Contains(access[to.word], role) {
						t.Errorf("%s offers %s %s to the %s", r.path, to.method, to.path, role)
					}
				}
			}
		}
	})
}

// offers lists where the page's links and forms lead.
func offers(page *apptest.Page) []rule {
	var all []rule
	page.Find("main a[href], main form[action]").Each(func(_ int, e *goquery.Selection) {
		method, to := fiber.MethodGet, e.AttrOr("href", "")
		if goquery.NodeName(e) == "form" {
			method, to = strings.ToUpper(e.AttrOr("method", "get")), e.AttrOr("action", "")
		}
		to, _, _ = strings.Cut(to, "#")
		to, _, _ = strings.Cut(to, "?")
		all = append(all, rule{method: method, path: to})
	})
	return all
}

// ruleOf finds the rule for an address; one without parameters goes first. There may be none.
func ruleOf(offer rule) (found rule) {
	for _, r := range rules() {
		if r.method == offer.method && fitsPath(r.path, offer.path) && (found.word == "" || len(parameters(r.path)) < len(parameters(found.path))) {
			found = r
		}
	}
	return found
}

func fitsPath(pattern, path string) bool {
	for {
		want, below, longer := strings.Cut(pattern, "/")
		got, rest, goesOn := strings.Cut(path, "/")
		if want != got && !strings.HasPrefix(want, ":") {
			return false
		}
		if !longer || !goesOn {
			return longer == goesOn
		}
		pattern, path = below, rest
	}
}
