package jetstream

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"github.com/countersign-go/countersign/workflow"
)

// A message is what one message of a stream says of an enrolment.
type message struct {
	// erases says that nothing before it counts any more.
	erases bool
	// worded says that any of the records came with words. These, and their salts,
	// are in a message of their own before this one, so that they can go: the
	// texts of the records have digests alone.
	worded bool
	// records follow one another; there is at least one.
	records []workflow.Record
	// gone are texts of earlier records that count as removed.
	gone []workflow.TextRef
	// summary is the enrolment's after the records, as [workflow.AppendSummary]
	// writes it; empty in all but the last message of a batch.
	summary []byte
}

// messageForm begins a message of records, textsForm one of texts. Another way to write them begins otherwise.
const (
	messageForm = 1
	textsForm   = 2
)

// append writes the message.
func (m *message) append(dst []byte) []byte {
	w := writer{append(dst, messageForm)}
	w.flag(m.erases)
	w.flag(m.worded)
	w.bytes(m.summary)
	w.uint(uint64(len(m.gone)))
	for i := range m.gone {
		w.uint(uint64(m.gone[i].Seq))
		w.raw(m.gone[i].Text[:])
	}
	w.uint(uint64(len(m.records)))
	for i := range m.records {
		w.record(&m.records[i])
	}
	return w.b
}

// readMessage reads what append wrote.
func readMessage(b []byte) (*message, error) {
	r := reader{b: b}
	if form := r.byte(); form != messageForm {
		return nil, fmt.Errorf("a message of the form %d: this version reads %d", form, messageForm)
	}
	m := &message{erases: r.flag(), worded: r.flag(), summary: r.bytes()}
	for range r.count(1 + len(workflow.TextRef{}.Text)) {
		ref := workflow.TextRef{Seq: workflow.Seq(r.uint())}
		r.raw(ref.Text[:])
		m.gone = append(m.gone, ref)
	}
	for range r.count(1) {
		m.records = append(m.records, r.record())
	}
	if err := r.end(); err != nil {
		return nil, err
	}
	if len(m.records) == 0 {
		return nil, errors.New("a message without records")
	}
	return m, nil
}

func (m *message) first() workflow.Seq { return m.records[0].Seq }
func (m *message) last() workflow.Seq  { return m.records[len(m.records)-1].Seq }

// areOf reports whether texts are a record's, with or without their words.
func areOf(r *workflow.Record, list []workflow.Text) bool {
	return slices.EqualFunc(r.Texts, list, func(a, b workflow.Text) bool { return a.Digest == b.Digest })
}

// texts are those of some records, by the record's number, each record's in order.
type texts map[workflow.Seq][]workflow.Text

// textsOf are those of the records that have any words.
func textsOf(records []workflow.Record) texts {
	all := texts{}
	for i := range records {
		if said(records[i].Texts) {
			all[records[i].Seq] = records[i].Texts
		}
	}
	return all
}

func said(all []workflow.Text) bool {
	return slices.ContainsFunc(all, func(t workflow.Text) bool { return t != workflow.Text{Digest: t.Digest} })
}

func (t texts) append(dst []byte) []byte {
	w := writer{append(dst, textsForm)}
	w.uint(uint64(len(t)))
	for _, seq := range t.seqs() {
		w.uint(uint64(seq))
		w.uint(uint64(len(t[seq])))
		for i := range t[seq] {
			one := &t[seq][i]
			w.raw(one.Digest[:])
			w.raw(one.Salt[:])
			w.bytes([]byte(one.Words))
		}
	}
	return w.b
}

// seqs are the numbers of the records in order.
func (t texts) seqs() []workflow.Seq {
	all := make([]workflow.Seq, 0, len(t))
	for seq := range t {
		all = append(all, seq)
	}
	slices.Sort(all)
	return all
}

func readTexts(b []byte) (texts, error) {
	r := reader{b: b}
	if form := r.byte(); form != textsForm {
		return nil, fmt.Errorf("texts of the form %d: this version reads %d", form, textsForm)
	}
	all := texts{}
	for range r.count(2) {
		seq := workflow.Seq(r.uint())
		list := make([]workflow.Text, r.count(len(workflow.Text{}.Digest)+len(workflow.Text{}.Salt)+1))
		for i := range list {
			r.raw(list[i].Digest[:])
			r.raw(list[i].Salt[:])
			list[i].Words = string(r.bytes())
		}
		all[seq] = list
	}
	return all, r.end()
}

// without has some texts removed, and reports whether it had any of them.
func (t texts) without(gone []workflow.TextRef) (left texts, had bool) {
	left = texts{}
	for seq, list := range t {
		list = slices.Clone(list)
		for i := range list {
			if (list[i] != workflow.Text{Digest: list[i].Digest}) && slices.Contains(gone, workflow.TextRef{Seq: seq, Text: list[i].Digest}) {
				list[i], had = workflow.Text{Digest: list[i].Digest}, true
			}
		}
		left[seq] = list
	}
	return left, had
}

// A writer writes one field after another, each with its length where that is not fixed.
type writer struct{ b []byte }

func (w *writer) uint(n uint64)  { w.b = binary.AppendUvarint(w.b, n) }
func (w *writer) raw(b []byte)   { w.b = append(w.b, b...) }
func (w *writer) bytes(b []byte) { w.uint(uint64(len(b))); w.raw(b) }

func (w *writer) flag(on bool) {
	if on {
		w.b = append(w.b, 1)
	} else {
		w.b = append(w.b, 0)
	}
}

// record writes one without its words.
func (w *writer) record(r *workflow.Record) {
	bare := *r
	bare.Texts = make([]workflow.Text, len(r.Texts))
	for i := range r.Texts {
		bare.Texts[i].Digest = r.Texts[i].Digest
	}
	w.bytes(workflow.AppendRecord(nil, &bare))
}

// A reader reads what a writer wrote. What does not add up is kept as its error,
// after which everything is empty.
type reader struct {
	b   []byte
	err error
}

var errDamaged = errors.New("it is damaged")

func (r *reader) fail() {
	r.b, r.err = nil, errDamaged
}

func (r *reader) end() error {
	if r.err == nil && len(r.b) > 0 {
		r.fail()
	}
	return r.err
}

func (r *reader) byte() byte {
	if len(r.b) == 0 {
		r.fail()
		return 0
	}
	b := r.b[0]
	r.b = r.b[1:]
	return b
}

func (r *reader) flag() bool { return r.byte() == 1 }

func (r *reader) uint() uint64 {
	n, size := binary.Uvarint(r.b)
	if size <= 0 {
		r.fail()
		return 0
	}
	r.b = r.b[size:]
	return n
}

// count is a number of things that take so many bytes each, at least: no more than there can be.
func (r *reader) count(least int) int {
	n := r.uint()
	if n > uint64(len(r.b)/least) {
		r.fail()
		return 0
	}
	return int(n)
}

func (r *reader) raw(into []byte) {
	if len(r.b) < len(into) {
		r.fail()
		return
	}
	copy(into, r.b)
	r.b = r.b[len(into):]
}

func (r *reader) bytes() []byte {
	b := make([]byte, r.count(1))
	r.raw(b)
	return b
}

func (r *reader) record() workflow.Record {
	out, err := workflow.ReadRecord(r.bytes())
	if err != nil && r.err == nil {
		r.b, r.err = nil, err
	}
	return out
}
