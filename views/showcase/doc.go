// Package showcaseviews has the page on which staff say what the public page of an event shows beyond the event itself.
package showcaseviews
