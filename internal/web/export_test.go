package web

// LoggedPath is how a path stands in the log.
var LoggedPath = loggedPath
