package sqlstore

import (
	"encoding/hex"
	"errors"
	"slices"
	"strconv"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// A word is where an id stands in what is unpacked.
type word struct{ from, to int }

// An unpacker undoes what a packer does.
type unpacker struct {
	in, out []byte
	words   []word
}

var errPacked = errors.New("what is stored was not packed by any version up to this one, or is cut off")

// unpack fills in what was packed of a record: under a heading that names the
// centre, or alone.
func unpack(packed []byte, centre string, r *workflow.Record) error {
	if len(packed) < 1+len(r.Command) {
		return errPacked
	}
	u := unpacker{in: packed[1:], out: make([]byte, 0, 512)}
	_ = u.take(len(r.Command), func(b []byte) { copy(r.Command[:], b) }) // there are as many
	var err error
	switch packed[0] {
	case packedUnder:
		u.out = append(u.out, centre...)
		u.learn(0)
	case packedAlone:
		err = u.heading(r)
	default:
		err = errPacked
	}
	if err != nil {
		return err
	}
	return u.record(r)
}

// heading unpacks what mostly stands in a heading.
func (u *unpacker) heading(r *workflow.Record) error {
	err := u.take(len(r.FrameworkDigest), func(b []byte) { copy(r.FrameworkDigest[:], b) })
	if err == nil {
		err = u.take(len(r.PolicyDigest), func(b []byte) { copy(r.PolicyDigest[:], b) })
	}
	if err != nil {
		return err
	}
	var fields [4]string
	for i := range fields {
		if fields[i], err = u.text(); err != nil {
			return err
		}
	}
	r.Kind, r.Framework.ID = workflow.Kind(fields[1]), proficiency.FrameworkID(fields[2])
	if r.Format, err = strconv.Atoi(fields[0]); err != nil {
		return errPacked
	}
	r.Framework.Version, err = proficiency.ParseVersion(fields[3])
	return err
}

// record unpacks the rest.
func (u *unpacker) record(r *workflow.Record) error {
	from := len(u.out)
	actor, err := u.text()
	if err != nil {
		return err
	}
	u.learn(from)
	request, err := u.text()
	if err != nil {
		return err
	}
	if r.Register, err = u.text(); err != nil {
		return err
	}
	from = len(u.out)
	if ended, err := u.field(); err != nil || ended {
		return errPacked
	}
	r.Actor, r.Request, r.Events = workflow.PersonID(actor), workflow.RequestID(request), bytesOf(slices.Clip(u.out[from:]))
	return nil
}

// text unpacks a field that ends before the record does.
func (u *unpacker) text() (string, error) {
	from := len(u.out)
	if ended, err := u.field(); err != nil || !ended {
		return "", errPacked
	}
	return string(u.out[from:]), nil
}

// learn makes what stands from a place on a word, if there is room.
func (u *unpacker) learn(from int) {
	id := string(u.out[from:])
	if len(u.words) == maxWords || len(id) < shortestWord {
		return
	}
	for _, w := range u.words {
		if string(u.out[w.from:w.to]) == id {
			return
		}
	}
	u.words = append(u.words, word{from, len(u.out)})
}

// field unpacks up to the end of a field, or of everything.
func (u *unpacker) field() (ended bool, err error) {
	for len(u.in) > 0 && err == nil {
		code := u.in[0]
		u.in = u.in[1:]
		if code == codeEnd {
			return true, nil
		}
		err = u.one(code)
	}
	return false, err
}

// one unpacks what a code stands for.
func (u *unpacker) one(code byte) error {
	from := len(u.out)
	switch {
	case printable(code):
		u.out = append(u.out, code)
	case code >= firstPhrase && int(code-firstPhrase) < len(phrases):
		u.out = append(u.out, phraseOf(code)...)
	case code >= firstWord && int(code-firstWord) < len(u.words):
		w := u.words[code-firstWord]
		u.out = append(u.out, u.out[w.from:w.to]...)
	case code == codeRun && len(u.in) > 0:
		n := int(u.in[0]) + 1
		u.in = u.in[1:]
		return u.take(n, func(b []byte) { u.out = append(u.out, b...) })
	case code == codeUUID:
		return u.take(16, func(b []byte) { u.out = appendUUID(u.out, b); u.learn(from) })
	case code == codeBase32:
		return u.take(16, func(b []byte) { u.out = lowerBase32.AppendEncode(u.out, b); u.learn(from) })
	case code == codeDigest:
		return u.take(32, func(b []byte) { u.out = hex.AppendEncode(append(u.out, digestMark...), b) })
	default:
		return errPacked
	}
	return nil
}

// take gives the next n bytes away.
func (u *unpacker) take(n int, to func([]byte)) error {
	if len(u.in) < n {
		return errPacked
	}
	to(u.in[:n])
	u.in = u.in[n:]
	return nil
}
