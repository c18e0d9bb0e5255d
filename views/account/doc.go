// Package accountviews holds the pages of signing in, founding a workspace, its projects and its settings.
package accountviews
