package roles

import (
	"time"

	"github.com/countersign-go/countersign/proficiency/canonical"
)

// A jsonObject writes one JSON object in canonical form. Members are written in
// the order of their names and left out where they are zero; tests hold what
// it wrote to the canonical form.
type jsonObject struct {
	b []byte
	n int
}

func openObject(dst []byte) jsonObject { return jsonObject{b: append(dst, '{')} }

func (o *jsonObject) close() []byte { return append(o.b, '}') }

func (o *jsonObject) key(name string) {
	if o.n > 0 {
		o.b = append(o.b, ',')
	}
	o.n++
	o.b = append(append(append(o.b, '"'), name...), '"', ':')
}

func (o *jsonObject) str(name, v string) {
	if v != "" {
		o.key(name)
		o.b = canonical.AppendString(o.b, v)
	}
}

func (o *jsonObject) int(name string, v int64) {
	if v != 0 {
		o.key(name)
		o.b = canonical.AppendInt(o.b, v)
	}
}

func (o *jsonObject) bool(name string, v bool) {
	if v {
		o.key(name)
		o.b = canonical.AppendBool(o.b, v)
	}
}

func (o *jsonObject) digest(name string, v canonical.Digest) {
	if !v.IsZero() {
		o.key(name)
		o.b = append(v.Append(append(o.b, '"')), '"')
	}
}

func (o *jsonObject) time(name string, v time.Time) {
	if !v.IsZero() {
		o.key(name)
		o.b = append(v.AppendFormat(append(o.b, '"'), registerTime), '"')
	}
}

// strs writes an array of n strings, or nothing if n is 0.
func (o *jsonObject) strs(name string, n int, at func(int) string) {
	if n == 0 {
		return
	}
	o.key(name)
	o.b = append(o.b, '[')
	for i := range n {
		if i > 0 {
			o.b = append(o.b, ',')
		}
		o.b = canonical.AppendString(o.b, at(i))
	}
	o.b = append(o.b, ']')
}

// registerTime is RFC 3339 in UTC with exactly six decimals.
const registerTime = "2006-01-02T15:04:05.000000Z"
