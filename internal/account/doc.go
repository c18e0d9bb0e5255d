// Package account knows the administrations (workspaces), their projects, the people who sign in, and what they may do.
//
// A Workspace is one administration; it holds Projects. A User signs in with e-mail and password; a Membership gives
// a User a Role in a workspace, for one project or for all. An Actor is a User at work at one place: it carries the
// roles that count there, and every use case of every domain takes it as an explicit parameter. People who are no
// member get NotFound, never Forbidden, so that nothing tells whether a thing exists.
//
// Five roles: administrators may do everything; project leads answer for the plan; the coordination keeps directory,
// tasks, events and invitations; minute-takers read and write result cards; auditors read. Every domain's policy.go
// says the rest in terms of Actor. Somebody always administers a workspace.
//
// A colleague is invited by mail with a link that counts seven days; a forgotten password is replaced by a link that
// counts an hour. Both choose a password by the rules of OWASP ASVS 5, section 6.2.
//
// An address to sign in with changes only when a link to the present address and one to the new address were both used.
//
// Wrong passwords cost growing time; see attempt.go.
//
// Passwords are hashed with argon2id (RFC 9106). Sessions and one-time links are random tokens of which only the
// hash is stored; a session ends after 12 hours without use and after 7 days in any case. One-time links show a
// page with a button: following a link changes nothing.
//
// Tables: workspaces, projects, users, memberships, login_sessions, login_links, email_changes, sign_in_attempts,
// known_devices, settings.
package account
