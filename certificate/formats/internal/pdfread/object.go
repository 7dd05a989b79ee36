package pdfread

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// MaxInflated is how many bytes all streams of a PDF that are read come to at most.
const MaxInflated = 16 << 20

// Resolve is a value, or the object that it names; nil for one that is not there.
func (d *Document) Resolve(v any) (any, error) {
	r, ok := v.(Ref)
	if !ok {
		return v, nil
	}
	p, ok := d.places[r.Number]
	if !ok || p == (place{}) {
		return nil, nil
	}
	if d.open[r.Number] {
		return nil, fmt.Errorf("the PDF is damaged: object %d is in itself", r.Number)
	}
	if len(d.open) > mostDepth { // a length can be the length of an object whose length is another
		return nil, fmt.Errorf("the PDF is damaged: its objects name one another deeper than %d", mostDepth)
	}
	d.open[r.Number] = true
	defer delete(d.open, r.Number)
	if p.in > 0 {
		return d.unpacked(p.in, r.Number)
	}
	if p.offset < 0 || p.offset >= len(d.data) {
		return nil, d.missing(r.Number)
	}
	v, err := d.object(&lexer{d.data, p.offset}, r.Number)
	if _, again := v.(Ref); again {
		return nil, d.missing(r.Number)
	}
	return v, err
}

// object reads an object with its number; any with -1. All that is passed over is spent, and where it
// ends in an error, too: a text that cannot be read is left out, and the next may lead there again.
func (d *Document) object(l *lexer, number int) (any, error) {
	from := l.at
	v, err := d.numbered(l, number)
	of, ok := v.(Dict)
	streams := err == nil && ok && l.beginsStream()
	if spent := d.spend(l.at - from); err == nil {
		err = spent
	}
	switch {
	case err != nil:
		return nil, err
	case streams:
		return d.stream(l, of)
	}
	return v, nil
}

// numbered reads the number of an object and its value.
func (d *Document) numbered(l *lexer, number int) (any, error) {
	l.skip()
	got, err := strconv.Atoi(l.digits())
	l.skip()
	l.digits()
	l.skip()
	if err != nil || l.regular() != "obj" || number >= 0 && got != number {
		if number < 0 {
			return nil, l.wrong("there is no object")
		}
		return nil, d.missing(number)
	}
	return l.value(0)
}

// beginsStream passes over what stands between a dictionary and the data of its stream, if it has any.
func (l *lexer) beginsStream() bool {
	l.skip()
	if !bytes.HasPrefix(l.data[l.at:], []byte("stream")) {
		return false
	}
	l.at += len("stream")
	if l.next(0) == '\r' {
		l.at++
	}
	if l.next(0) == '\n' {
		l.at++
	}
	return true
}

// stream is the stream whose data begins here.
func (d *Document) stream(l *lexer, of Dict) (any, error) {
	length, err := d.Resolve(of["Length"])
	if err != nil {
		return nil, err
	}
	n, ok := whole(length)
	if !ok || n < 0 || n > len(l.data)-l.at {
		return nil, l.wrong("a stream without a length")
	}
	return &Stream{of, l.data[l.at : l.at+n]}, nil
}

// unpacked is an object of an object stream (§7.5.7).
func (d *Document) unpacked(in, number int) (any, error) {
	if objects, ok := d.packed[in]; ok {
		return objects[number], nil
	}
	if d.places[in].in > 0 {
		return nil, d.missing(number)
	}
	v, err := d.Resolve(Ref{in, 0})
	if err != nil {
		return nil, err
	}
	s, ok := v.(*Stream)
	if !ok || s.Dict["Type"] != Name("ObjStm") {
		return nil, d.missing(number)
	}
	data, err := d.Data(s)
	if err != nil {
		return nil, err
	}
	count, ok := whole(s.Dict["N"])
	first, ok2 := whole(s.Dict["First"])
	if !ok || !ok2 || count < 0 || count > len(data) || first < 0 || first > len(data) {
		return nil, d.missing(number)
	}
	objects := map[int]any{}
	head := &lexer{data[:first], 0}
	for range count {
		head.skip()
		n, err := strconv.Atoi(head.digits())
		head.skip()
		at, err2 := strconv.Atoi(head.digits())
		if err != nil || err2 != nil || at > len(data)-first {
			return nil, d.missing(number)
		}
		l := &lexer{data, first + at}
		v, err := l.value(0)
		if err == nil {
			err = d.spend(l.at - first - at)
		}
		if err != nil {
			return nil, fmt.Errorf("in object stream %d: %w", in, err)
		}
		objects[n] = v
	}
	d.packed[in] = objects
	return objects[number], nil
}

// Data is what a stream holds, as it is or from Flate.
func (d *Document) Data(s *Stream) ([]byte, error) {
	filter, err := d.Resolve(s.Dict["Filter"])
	if err != nil {
		return nil, err
	}
	parameters, err := d.Resolve(s.Dict["DecodeParms"])
	if err != nil {
		return nil, err
	}
	if all, ok := filter.(Array); ok && len(all) <= 1 {
		filter = nil
		if len(all) == 1 {
			filter = all[0]
		}
		if p, ok := parameters.(Array); ok && len(p) == 1 {
			parameters = p[0]
		}
	}
	if err := d.spend(len(s.raw)); err != nil {
		return nil, err
	}
	switch name, named := filter.(Name); {
	case filter == nil:
		return s.raw, nil
	case !named:
		return nil, errors.New("the PDF packs more than once, or with what has no name, which is not read here: only FlateDecode is")
	case name != "FlateDecode":
		return nil, fmt.Errorf("the PDF packs with %q, which is not read here: only FlateDecode is", clip(name))
	}
	return d.inflated(s.raw, parameters)
}

// inflated takes from the budget also what it inflates of damaged data.
func (d *Document) inflated(raw []byte, parameters any) ([]byte, error) {
	r, err := zlib.NewReader(bytes.NewReader(raw))
	if err != nil {
		return nil, fmt.Errorf("the PDF is damaged: a stream cannot be unpacked: %w", err)
	}
	data, err := io.ReadAll(io.LimitReader(r, int64(d.budget)+1))
	if d.budget -= len(data); d.budget < 0 {
		return nil, fmt.Errorf("the PDF unpacks to more than the %d bytes allowed", MaxInflated)
	}
	if err != nil {
		return nil, fmt.Errorf("the PDF is damaged: a stream cannot be unpacked: %w", err)
	}
	of, _ := parameters.(Dict)
	return unpredicted(data, of)
}

// The predictors of PNG (§7.4.4.4) that cross-reference streams have.
const (
	noPredictor = 1
	leastPNG    = 10
	none        = 0
	sub         = 1
	up          = 2
)

var errPredictor = errors.New("the PDF packs with a predictor that is not read here")

// unpredicted takes back that bytes say how they differ from those above or before them.
func unpredicted(data []byte, of Dict) ([]byte, error) {
	predictor, ok := whole(of["Predictor"])
	if !ok || predictor == noPredictor {
		return data, nil
	}
	columns, ok := whole(of["Columns"])
	if !ok {
		columns = 1
	}
	colours, bits := of["Colors"], of["BitsPerComponent"]
	if predictor < leastPNG || columns < 1 || columns > 1<<16 || colours != nil && colours != 1.0 || bits != nil && bits != 8.0 {
		return nil, errPredictor
	}
	out := make([]byte, 0, len(data))
	above := make([]byte, columns)
	for len(data) > 0 {
		kind, row := data[0], append([]byte(nil), data[1:min(1+columns, len(data))]...)
		data = data[1+len(row):]
		for i := range row {
			switch kind {
			case none:
			case sub:
				if i > 0 {
					row[i] += row[i-1]
				}
			case up:
				row[i] += above[i]
			default:
				return nil, errPredictor
			}
		}
		out, above = append(out, row...), append(row, make([]byte, columns-len(row))...)
	}
	return out, nil
}
