package demo

import (
	"context"

	"rundertisch/internal/event"
)

// seedPlaces invites the directory and lets people answer and register.
func (c *county) seedPlaces(context.Context, event.Event, map[string]string) error { return nil }
