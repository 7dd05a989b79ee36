package workflow

import (
	"encoding/hex"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/canonical"
)

// object writes one JSON object in canonical form. Members are written in the
// order of their names and left out where they are zero; a test holds every
// event to the canonical form. Writing by hand rather than by reflection is
// what lets a whole command take a microsecond or two.
type object struct {
	b []byte
	n int
}

func open(dst []byte) object { return object{b: append(dst, '{')} }

func (o *object) key(name string) {
	if o.n > 0 {
		o.b = append(o.b, ',')
	}
	o.n++
	o.b = append(o.b, '"')
	o.b = append(o.b, name...)
	o.b = append(o.b, '"', ':')
}

func (o *object) close() []byte { return append(o.b, '}') }

func (o *object) str(name, v string) {
	if v != "" {
		o.key(name)
		o.b = canonical.AppendString(o.b, v)
	}
}

func (o *object) int(name string, v int64) {
	if v != 0 {
		o.key(name)
		o.b = canonical.AppendInt(o.b, v)
	}
}

func (o *object) bool(name string, v bool) {
	if v {
		o.key(name)
		o.b = append(o.b, "true"...)
	}
}

func (o *object) date(name string, v proficiency.Date) {
	if !v.IsZero() {
		o.str(name, v.String())
	}
}

func (o *object) time(name string, v time.Time) {
	if !v.IsZero() {
		o.key(name)
		o.b = append(v.AppendFormat(append(o.b, '"'), timeFormat), '"')
	}
}

func (o *object) digest(name string, v canonical.Digest) {
	if !v.IsZero() {
		o.key(name)
		o.b = append(v.Append(append(o.b, '"')), '"')
	}
}

func (o *object) hex(name string, v []byte) {
	o.key(name)
	o.b = append(hex.AppendEncode(append(o.b, '"'), v), '"')
}

func (o *object) text(name string, v *Text) {
	if v != nil {
		o.key(name)
		o.b = append(v.Digest.Append(append(o.b, '"')), '"')
	}
}

func (o *object) held(name string, v Held) {
	if !v.IsZero() {
		o.key(name)
		h := open(o.b)
		h.str("centre", string(v.Centre))
		h.str("role", string(v.Role))
		o.b = h.close()
	}
}

// list writes an array by calling one for each of n elements, or nothing if n is 0.
func (o *object) list(name string, n int, one func(dst []byte, i int) []byte) {
	if n == 0 {
		return
	}
	o.key(name)
	o.b = append(o.b, '[')
	for i := range n {
		if i > 0 {
			o.b = append(o.b, ',')
		}
		o.b = one(o.b, i)
	}
	o.b = append(o.b, ']')
}

func (o *object) evidence(list []Evidence) {
	o.list("evidence", len(list), func(dst []byte, i int) []byte { return list[i].appendJSON(dst) })
}

func (o *object) settings(list []proficiency.Setting) {
	o.list("attributes", len(list), func(dst []byte, i int) []byte {
		s := open(dst)
		s.str("attribute", string(list[i].Attribute))
		s.str("value", string(list[i].Value))
		return s.close()
	})
}

func (o *object) attainments(list []Attainment) {
	o.list("attainments", len(list), func(dst []byte, i int) []byte { return list[i].appendJSON(dst) })
}

func (o *object) roles(name string, list []proficiency.RoleID) {
	o.list(name, len(list), func(dst []byte, i int) []byte { return quoted(dst, string(list[i])) })
}

// quoted appends a string.
func quoted(dst []byte, s string) []byte { return canonical.AppendString(dst, s) }

// event writes the member that names an event's kind; it stands in the order of names like any other.
func (o *object) event(kind string) { o.str("event", kind) }
