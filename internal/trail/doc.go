// Package trail reads the audit trail of a workspace: who did what, when, to which thing. Administrators and auditors of
// the whole workspace read it; those of one project read what was done in that project. It writes nothing.
//
// The trail itself holds identifiers only, so that erasing a person leaves it whole. The names of things are looked up
// when the trail is read: what has been removed since has none. Sentences for actions are catalogue keys
// audit.act.<action>; a test finds an action without one.
package trail
