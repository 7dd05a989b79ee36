package tagged

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"unicode/utf16"
)

// A ref is the number of an object.
type ref int

func (r ref) String() string { return strconv.Itoa(int(r)) + " 0 R" }

// objects are those of a document, by number from 1.
type objects struct {
	bodies  []string // of those that are no streams
	streams []stream
	held    map[ref][]ref // by object stream, once they are packed
}

// A stream is an object with data.
type stream struct {
	dict string
	data []byte
}

// reserve is an object to be set later.
func (o *objects) reserve() ref {
	o.bodies, o.streams = append(o.bodies, ""), append(o.streams, stream{})
	return ref(len(o.bodies))
}

func (o *objects) set(r ref, body string) { o.bodies[r-1] = body }

func (o *objects) add(body string) ref {
	r := o.reserve()
	o.set(r, body)
	return r
}

// stream adds data, compressed; dict is what its dictionary has beside the length.
func (o *objects) stream(dict string, data []byte) ref {
	return o.plain(dict+" /Filter /FlateDecode", deflated(data))
}

// plain adds data as it is.
func (o *objects) plain(dict string, data []byte) ref {
	r := o.reserve()
	o.streams[r-1] = stream{strings.TrimSpace(dict), data}
	return r
}

// compressors are kept, because each has a megabyte of tables.
var compressors = sync.Pool{New: func() any { return zlib.NewWriter(nil) }}

func deflated(data []byte) []byte {
	var b bytes.Buffer
	w := compressors.Get().(*zlib.Writer)
	defer compressors.Put(w)
	w.Reset(&b)
	w.Write(data) //nolint:errcheck // a buffer takes everything
	w.Close()     //nolint:errcheck
	return b.Bytes()
}

// literal is a text string (ISO 32000-1 §7.9.2.2): as it is where that is ASCII, else in UTF-16.
func literal(s string) string {
	if strings.IndexFunc(s, func(r rune) bool { return r < ' ' || r > '~' }) < 0 {
		return "(" + strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`).Replace(s) + ")"
	}
	return "<FEFF" + utf16Hex(s) + ">"
}

func utf16Hex(s string) string {
	var b strings.Builder
	for _, unit := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", unit)
	}
	return b.String()
}

// name is a name (§7.3.5), with what is special in it escaped.
func name(s string) string {
	var b strings.Builder
	b.WriteByte('/')
	for _, c := range []byte(s) {
		if c <= ' ' || c > '~' || strings.IndexByte("#()<>[]{}/%", c) >= 0 {
			fmt.Fprintf(&b, "#%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// number is a number with at most three places, and none that say nothing.
func number(f float64) string {
	s := strconv.FormatFloat(f, 'f', 3, 64)
	s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	if s == "-0" {
		return "0"
	}
	return s
}

func numbers(all ...float64) string {
	parts := make([]string, len(all))
	for i, f := range all {
		parts[i] = number(f)
	}
	return strings.Join(parts, " ")
}

func refs(all []ref) string {
	parts := make([]string, len(all))
	for i, r := range all {
		parts[i] = r.String()
	}
	return "[" + strings.Join(parts, " ") + "]"
}
