// Package trailviews has the page of a workspace's audit trail.
package trailviews
