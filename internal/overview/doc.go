// Package overview reads across the domains for the pages that join them: the dashboard of a project, which answers
// where it stands, what is late and what comes next, and the outgoing mail with what became of it.
//
// Tables: none. It writes nothing.
package overview
