package workflow

import (
	"encoding/binary"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/canonical"
)

// A coder writes a state, or reads one, by one description of what is in it:
// each method takes the place of a value, which it only looks at where it
// writes and fills where it reads, so that the two cannot differ. What is to be
// filled is zero. Strings and texts stand where they come
// first, and by number from then on.
//
// What is read may be anything: no list is longer than what is left could hold,
// and behind the first thing that is wrong everything is zero.
type coder struct {
	b       []byte // written so far, or still to be read
	reading bool
	wrong   bool // what was read is not what is written

	strings map[string]uint64 // writing
	texts   map[Text]uint64
	read    []string // reading
	said    []*Text

	item proficiency.ItemID // that the events about to come are about
}

func newCoder() *coder { return &coder{strings: map[string]uint64{}, texts: map[Text]uint64{}} }

func newDecoder(b []byte) *coder { return &coder{b: b, reading: true} }

// fail ends reading.
func (c *coder) fail() { c.b, c.wrong = nil, true }

// uint writes v, or gives what is read.
func (c *coder) uint(v uint64) uint64 {
	if !c.reading {
		c.b = binary.AppendUvarint(c.b, v)
		return v
	}
	v, n := binary.Uvarint(c.b)
	if n <= 0 {
		c.fail()
		return 0
	}
	c.b = c.b[n:]
	return v
}

// number is for whatever counts.
func number[N ~int | ~uint32 | ~uint64](c *coder, p *N) {
	v := c.uint(uint64(*p))
	if !c.reading {
		return
	}
	if *p = N(v); uint64(*p) != v { // of more bits than there is room for
		c.fail()
	}
}

// flags are up to eight truths in one byte.
func (c *coder) flags(all ...*bool) {
	var bits byte
	for i, p := range all {
		if *p {
			bits |= 1 << i
		}
	}
	if !c.reading {
		c.b = append(c.b, bits)
		return
	}
	bits = 0
	if raw := c.take(1); raw != nil {
		bits = raw[0]
	}
	for i, p := range all {
		*p = bits>>i&1 == 1
	}
}

// take is the next n bytes; nil if there are not so many.
func (c *coder) take(n uint64) []byte {
	if n > uint64(len(c.b)) {
		c.fail()
		return nil
	}
	b := c.b[:n]
	c.b = c.b[n:]
	return b
}

// bytes are as many as there are in p.
func (c *coder) bytes(p []byte) {
	if !c.reading {
		c.b = append(c.b, p...)
		return
	}
	copy(p, c.take(uint64(len(p))))
}

// raw is a string that stands for itself.
func raw[S ~string](c *coder, p *S) {
	n := c.uint(uint64(len(*p)))
	if !c.reading {
		c.b = append(c.b, *p...)
		return
	}
	*p = S(c.take(n))
}

// str is a string that is likely to come again. 0 is the empty one, 1 one that
// was not there before.
func str[S ~string](c *coder, p *S) {
	if c.reading {
		*p = S(c.readString())
		return
	}
	s := string(*p)
	if s == "" {
		c.uint(0)
		return
	}
	if i, ok := c.strings[s]; ok {
		c.uint(i)
		return
	}
	c.strings[s] = uint64(len(c.strings)) + 2
	c.uint(1)
	raw(c, &s)
}

func (c *coder) readString() (s string) {
	switch i := c.uint(0); {
	case i == 0:
	case i == 1:
		raw(c, &s)
		c.read = append(c.read, s)
	case i-2 < uint64(len(c.read)):
		s = c.read[i-2]
	default:
		c.fail()
	}
	return s
}

// itemID is mostly that of the item at which its event is kept.
func (c *coder) itemID(p *proficiency.ItemID) {
	same := *p == c.item
	switch c.flags(&same); {
	case !same:
		str(c, p)
	case c.reading:
		*p = c.item
	}
}

// text is a free text with its salt; 0 is none, 1 one that was not there before.
func (c *coder) text(p **Text) {
	if c.reading {
		*p = c.readText()
		return
	}
	if *p == nil {
		c.uint(0)
		return
	}
	if i, ok := c.texts[**p]; ok {
		c.uint(i)
		return
	}
	c.texts[**p] = uint64(len(c.texts)) + 2
	c.uint(1)
	c.words(*p)
}

func (c *coder) readText() *Text {
	switch i := c.uint(0); {
	case i == 0:
	case i == 1:
		t := new(Text)
		c.words(t)
		c.said = append(c.said, t)
		return t
	case i-2 < uint64(len(c.said)):
		return c.said[i-2]
	default:
		c.fail()
	}
	return nil
}

func (c *coder) words(t *Text) {
	raw(c, &t.Words)
	c.bytes(t.Salt[:])
	c.bytes(t.Digest[:])
}

// time is in UTC, to the microsecond.
func (c *coder) time(p *time.Time) {
	const offset = 1 << 62 // so that the years 1 to 9999 are above 0, which is none
	v := uint64(0)
	if !p.IsZero() {
		v = uint64(p.UnixMicro() + offset)
	}
	if v = c.uint(v); c.reading && v != 0 {
		*p = time.UnixMicro(int64(v) - offset).UTC()
	}
}

func (c *coder) date(p *proficiency.Date) {
	is := !p.IsZero()
	if c.flags(&is); !is {
		return
	}
	number(c, &p.Year)
	number(c, &p.Month)
	number(c, &p.Day)
}

func (c *coder) digest(p *canonical.Digest) {
	is := !p.IsZero()
	if c.flags(&is); is {
		c.bytes(p[:])
	}
}

func (c *coder) held(p *Held) {
	str(c, &p.Role)
	str(c, &p.Centre)
}

// pointer is to a value, or to none.
func pointer[T any](c *coder, p **T, value func(*coder, *T)) {
	is := *p != nil
	c.flags(&is)
	present(c, is, p, value)
}

// present is a value that is there, or not, as was said before.
func present[T any](c *coder, is bool, p **T, value func(*coder, *T)) {
	if !is || c.wrong {
		return
	}
	if c.reading {
		*p = new(T)
	}
	value(c, *p)
}

// listOf is of values that take a byte or more each. An empty one and none are the same.
func listOf[T any](c *coder, p *[]T, value func(*coder, *T)) {
	n := c.uint(uint64(len(*p)))
	if c.reading {
		if n > uint64(len(c.b)) {
			c.fail()
			n = 0
		}
		if n > 0 {
			*p = make([]T, n)
		}
	}
	for i := range *p {
		value(c, &(*p)[i])
	}
}
