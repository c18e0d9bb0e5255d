// Package jobs does work later: rows written in the transaction that decided them, done by whichever instance
// claims them first.
//
// # Life of a job
//
// EnqueueIn writes a row; a second row with the same dedupe key is silently left out. A Runner claims what is due
// under a lease that it renews while the handler works, so the jobs of a killed process come back within a minute. A handler that
// returns nil is done; one that fails or panics is tried again after a growing pause, and after the last attempt the
// row stays as failed, with the error, until a person looks at it. A handler may run twice (a process can die
// between the work and its mark): it must be safe to repeat.
//
// # Schedules
//
// Every registers recurring work. The one instance that holds the scheduler's lease writes a row per interval, named by
// the interval's beginning; the unique name makes a second instance harmless. Intervals that passed while nobody ran
// are not made up for.
//
// # Stopping
//
// When Run's context ends, nothing new is claimed and running handlers finish; they see a context of their own with
// a time limit, not Run's.
//
// Tables: jobs.
package jobs
