// Package handover is what happens when somebody leaves the house, or one of its projects: the open work that lies with
// them goes to colleagues, their roles end, and with the last role their account, its sessions and links.
//
// All of it is one transaction: nobody is gone while work still waits for them. What is done keeps their name, and the
// audit trail stays readable. An administrator says project by project who takes over, or one person for all; leaving
// work to nobody for now is an answer too, but it has to be given. Whoever administers the workspace alone cannot
// leave.
//
// It stands above account, which knows the people, and workplan, which knows their tasks. Tables: none of its own.
package handover
