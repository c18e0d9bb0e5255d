// Package event holds a project's events and their programmes: draft → published → held → closed, or cancelled from
// published. Every change is told to the observers in its own transaction, so that places and calendar mails follow.
//
// Tables: events, programme_items.
package event
