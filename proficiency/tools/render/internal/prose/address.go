package prose

import (
	"net/mail"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// An Address is one that people can be sent to: a page by http or https, or
// mail to one address. The zero Address leads nowhere.
type Address struct {
	// URL has nothing in it but printable ASCII.
	URL string
	// Where is what people are shown of it: the host, in the form that no
	// other host can look like, or the address of mail.
	Where string
}

// longestAddress is in bytes.
const longestAddress = 2_000

// ReadAddress gives the address that a link's destination is; ok is false for
// any that nobody should be sent to by a text, such as javascript:, data: or
// one that is relative to a page that the author does not know.
func ReadAddress(destination string) (a Address, ok bool) {
	if len(destination) > longestAddress || !utf8.ValidString(destination) || strings.ContainsFunc(destination, unfit) {
		return Address{}, false
	}
	u, err := url.Parse(destination)
	if err != nil {
		return Address{}, false
	}
	switch u.Scheme {
	case "http", "https":
		return webAddress(u)
	case "mailto":
		return mailAddress(u)
	}
	return Address{}, false
}

// unfit has no place in an address; browsers take some of it away before they read one.
func unfit(r rune) bool { return !unicode.IsPrint(r) || unicode.IsSpace(r) || r == '\\' }

// hosts are names as browsers look them up (UTS 46), without a way to hide what they are.
var hosts = idna.New(idna.MapForLookup(), idna.BidiRule(), idna.StrictDomainName(true), idna.VerifyDNSLength(true))

func webAddress(u *url.URL) (Address, bool) {
	host, err := hosts.ToASCII(u.Hostname())
	if strings.HasPrefix(u.Host, "[") { // an address of IPv6
		host, err = u.Hostname(), nil
	}
	if err != nil || host == "" || u.User != nil || u.Opaque != "" {
		return Address{}, false
	}
	u.Host = strings.Replace(u.Host, u.Hostname(), host, 1)
	return Address{URL: asciiURL(u), Where: u.Host}, true
}

func mailAddress(u *url.URL) (Address, bool) {
	to, err := url.PathUnescape(u.Opaque)
	if err != nil || u.RawQuery != "" || u.Fragment != "" {
		return Address{}, false
	}
	parsed, err := mail.ParseAddress(to)
	if err != nil || parsed.Address != to || strings.ContainsFunc(to, func(r rune) bool { return r > unicode.MaxASCII || unfit(r) }) {
		return Address{}, false
	}
	return Address{URL: (&url.URL{Scheme: "mailto", Opaque: url.PathEscape(to)}).String(), Where: to}, true
}

// asciiURL writes an address so that nothing in it ends an attribute, or a
// link of Markdown.
func asciiURL(u *url.URL) string {
	var b strings.Builder
	for _, c := range []byte(u.String()) {
		if c <= ' ' || c > '~' || strings.IndexByte("\"'<>()\\^`{|}", c) >= 0 {
			const hex = "0123456789ABCDEF"
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}
