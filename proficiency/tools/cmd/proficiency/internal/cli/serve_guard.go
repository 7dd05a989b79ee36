package cli

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// A guard stands before the pages. A page of somebody else, open in the browser
// of the one who writes, must not read them by a name of its own that it has
// made to mean this machine: so that the name must be this machine's.
type guard struct {
	host   string // that was listened at
	public bool
}

func (g guard) around(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		head := w.Header()
		head.Set("Content-Security-Policy", "frame-ancestors 'none'")
		head.Set("Cross-Origin-Resource-Policy", "same-origin")
		head.Set("Cross-Origin-Opener-Policy", "same-origin")
		head.Set("X-Content-Type-Options", "nosniff")
		head.Set("Referrer-Policy", "no-referrer")
		head.Set("Cache-Control", "no-store")
		switch {
		case !g.knows(r.Host):
			http.Error(w, "This address is not the one that is served here.", http.StatusForbidden)
		case r.Method != http.MethodGet && r.Method != http.MethodHead:
			head.Set("Allow", "GET, HEAD")
			http.Error(w, "These pages can be read, and nothing else.", http.StatusMethodNotAllowed)
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// knows reports whether a Host header (RFC 9110, section 7.2) names this
// machine: by a loopback address or localhost and, if the pages are public, by
// any address or the name that was listened at. An address is no name that
// somebody else could make to mean something.
func (g guard) knows(header string) bool {
	host := header
	if h, _, err := net.SplitHostPort(header); err == nil {
		host = h
	}
	host = strings.ToLower(strings.TrimSuffix(strings.TrimPrefix(host, "["), "]"))
	if isLoopback(host) {
		return true
	}
	_, err := netip.ParseAddr(host)
	return g.public && (err == nil || host != "" && host == strings.ToLower(g.host))
}
