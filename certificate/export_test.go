package certificate

// Of is the certificate of any content, for tests of the forms.
func Of(content Content, link string) (*Certificate, error) { return certificateOf(content, link) }

// The parts that have tests of their own.
var (
	Clean    = clean
	Columns  = columns
	Wrapped  = wrapped
	LinkFrom = link
)

// OfIn is Of with words of a host.
func OfIn(content Content, words Words) *Certificate {
	c, err := certificateOf(content, "")
	if err != nil {
		panic(err)
	}
	c.words = []Words{words}
	return c
}
