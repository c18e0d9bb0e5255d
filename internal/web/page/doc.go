// Package page is the ground under every handler: who asks (Request), the frame of the answer (Request.Page), typed
// form values, redirects with a message, CSRF tokens and the cookies.
//
// A handler takes a *Request and returns an error; a fault becomes the error page of its kind in one place
// (package web). Access is decided before a handler runs: Site.Public, Site.SignedIn, Site.InProject.
//
// Cookies: "session" (sign-in), "visitor" (random value the CSRF token is bound to), "device" (known at the next
// sign-in) and "lang"; over https their
// names carry the __Host- prefix. CSRF tokens are HMACs over visitor and session, so that no server memory is needed;
// beside them Origin and Sec-Fetch-Site are checked. Nothing changes by GET.
package page
