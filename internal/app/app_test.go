package app_test

import (
	"context"
	"testing"
	"time"

	"rundertisch/internal/app"
	"rundertisch/internal/app/apptest"
)

func TestAStopAtAnyMomentOfTheStartEndsTheProgram(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		listener, err := app.Listen("127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(t.Context())
		stop()
		ended := make(chan error, 1)
		go func() { ended <- s.Run(ctx, listener) }()
		select {
		case err := <-ended:
			if err != nil {
				t.Errorf("ended with %v", err)
			}
		case <-time.After(30 * time.Second):
			t.Fatal("still running")
		}
	})
}

func TestATakenPortSaysWhatToDo(t *testing.T) {
	t.Parallel()
	first, err := app.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = first.Close() })
	if _, err := app.Listen(first.Addr().String()); err == nil {
		t.Error("the same address was given twice")
	}
}
