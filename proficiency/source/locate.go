package source

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

const (
	// lookahead is how many characters the parser has in hand, at most, when it begins a token.
	lookahead = 4
	// rawBuffer is more than the parser reads ahead of what it has in hand, in bytes.
	rawBuffer = 2048
	// searched is the greatest size in which the beginning of unclosed quotes is looked for.
	searched = 1 << 20
)

// locate gives the offset in src at which the parser meets problem. The parser
// names a line that is often far off, so it is made to read slowly instead.
func locate(src []byte, problem string) int {
	reached := reachedBefore(src, problem)
	end := lineEnd(src, reached)
	switch {
	case problem == unclosed && len(src) <= searched:
		ends := lineEnds(src)
		end = ends[min(sort.Search(len(ends)-1, func(i int) bool { return failsAs(src[:ends[i]], problem) }), len(ends)-1)]
	default:
		// It may have had to read on to the next token to see what was wrong with the last one.
		for range 2 {
			before := lineEnd(src, len(bytes.TrimRight(src[:lineStart(src, end-1)], " \t\r\n")))
			if before >= end || !failsAs(src[:before], problem) {
				break
			}
			end = before
		}
	}
	return firstOfInterest(src, reached, end)
}

// firstOfInterest is where the parser was, if that is on the line that ends
// before end, and otherwise where that line's text begins.
func firstOfInterest(src []byte, reached, end int) int {
	start := lineStart(src, end-1)
	if reached <= start || reached >= end {
		reached = start
	}
	for reached < end-1 && src[reached] == ' ' {
		reached++
	}
	return max(0, min(reached, len(src)-1))
}

// failsAs reports whether the parser has the same problem with src.
func failsAs(src []byte, problem string) bool {
	_, err := parse(src)
	return err != nil && problemOf(err) == problem
}

// reachedBefore is the offset of the token at which the parser met problem.
func reachedBefore(src []byte, problem string) int {
	padded := append(slices.Clip(src), "\n\n\n\n"...) // so that it is never less than lookahead
	r := &slowReader{src: padded, slowFrom: len(padded)}
	readAll(r)
	r.slowFrom, r.at = max(0, r.at-rawBuffer), 0
	readAll(r)
	at := r.at
	for range lookahead {
		_, size := utf8.DecodeLastRune(padded[:at])
		at -= size
	}
	at = min(at, len(src))
	at = offender(src, at, problem)
	for at < len(src) && (src[at] == '\n' || src[at] == '\r') {
		at++
	}
	return at
}

// offender moves from where the parser was to the character that it means.
func offender(src []byte, at int, problem string) int {
	move := 0
	switch anchor, unknown := strings.CutPrefix(problem, unknownAnchor); {
	case unknown:
		name, _, _ := strings.Cut(anchor, "'")
		move = bytes.LastIndex(src[:min(len(src), at+lookahead)], []byte("*"+name)) - at
	case problem == tabIndents:
		move = max(0, bytes.IndexByte(src[at:], '\t'))
	case problem == noAnchor:
		near := src[max(0, at-lookahead):min(len(src), at+1)]
		if i := bytes.LastIndexAny(near, "&*"); i >= 0 {
			move = i + 1 - len(near)
		}
	}
	return max(0, at+move)
}

// readAll parses both documents that parse would.
func readAll(r io.Reader) {
	dec := yaml.NewDecoder(r)
	var n yaml.Node
	if err := decode(dec, &n); err == nil || errors.Is(err, io.EOF) {
		_ = decode(dec, &n)
	}
}

// A slowReader gives what it is asked for, and from an offset on one character
// at a time, so that at never is far ahead of what was used.
type slowReader struct {
	src      []byte
	at       int
	slowFrom int
}

func (r *slowReader) Read(p []byte) (int, error) {
	if r.at == len(r.src) {
		return 0, io.EOF
	}
	n := r.slowFrom - r.at
	if n <= 0 {
		_, n = utf8.DecodeRune(r.src[r.at:])
	}
	n = copy(p, r.src[r.at:r.at+n])
	r.at += n
	return n, nil
}
