// Package handout lets people who never sign in read a project's plan: the members of an advisory board, the funder, a
// committee of the county.
//
// A project has any number of links, each for a reader named by the lead, with a last day and closed with one press. A
// link carries a random token of which only the hash is stored; it is shown once, and exchanged for a cookie that is sent
// to this one page only. What is read is the plan as it stands on that day: goals, milestones, their dates and states.
// Tasks, evidence and reasons stay inside, because they name people.
//
// Tables: handouts.
package handout
