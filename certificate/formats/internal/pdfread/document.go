package pdfread

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
)

// A Document is a PDF being read. It is for one goroutine.
type Document struct {
	data    []byte
	places  map[int]place       // by number of object, the newest
	Trailer Dict                // the newest Root, Encrypt and ID
	packed  map[int]map[int]any // what was read of object streams
	open    map[int]bool        // the objects that are being read
	nodes   int                 // of the tree of files, so far
	budget  int                 // how many bytes may still be inflated
	work    int                 // how many bytes may still be read, those read twice counted twice
}

// A place is where an object is: at an offset, or in an object stream. It is
// gone where both are 0.
type place struct{ offset, in int }

var (
	errNoPDF     = errors.New("this is no PDF")
	errEncrypted = errors.New("the PDF is encrypted: give one that is not")
)

// header begins every PDF.
const header = "%PDF-"

const (
	mostTail    = 2048
	mostUpdates = 100
	mostObjects = 1 << 20

	mostReadings = 4       // of the whole file, on average
	mostPacked   = 2 << 20 // bytes of objects in streams
)

// Is reports whether data is a PDF, readable or not.
func Is(data []byte) bool { return bytes.HasPrefix(data, []byte(header)) }

// Read reads where the objects of a document are, from the newest addition to the oldest.
func Read(data []byte) (*Document, error) {
	if !Is(data) {
		return nil, errNoPDF
	}
	d := &Document{
		data: data, places: map[int]place{}, Trailer: Dict{}, packed: map[int]map[int]any{}, open: map[int]bool{},
		budget: MaxInflated, work: mostReadings*len(data) + mostPacked,
	}
	tail := max(0, len(data)-mostTail)
	start := bytes.LastIndex(data[tail:], []byte("startxref"))
	if start < 0 {
		return nil, errors.New("the PDF is damaged: it does not say where its objects are (startxref)")
	}
	l := &lexer{data, tail + start + len("startxref")}
	v, err := l.value(0)
	at, ok := whole(v)
	seen := map[int]bool{}
	for err == nil && ok {
		if seen[at] || len(seen) == mostUpdates {
			return nil, l.wrong("its cross-references go in circles")
		}
		seen[at] = true
		var section Dict
		if section, err = d.section(at); err == nil {
			at, ok = whole(section["Prev"])
		}
	}
	switch {
	case err != nil:
		return nil, err
	case len(seen) == 0:
		return nil, l.wrong("startxref has no number")
	case d.Trailer["Encrypt"] != nil:
		return nil, errEncrypted
	}
	return d, nil
}

// section reads the cross-references at an offset, a table or a stream.
func (d *Document) section(at int) (Dict, error) {
	l := &lexer{d.data, at}
	if at < 0 || at >= len(d.data) {
		l.at = 0
		return nil, l.wrong("cross-references are said to be at byte %d", at)
	}
	l.skip()
	if !bytes.HasPrefix(d.data[l.at:], []byte("xref")) {
		return d.streamSection(&lexer{d.data, at})
	}
	l.at += len("xref")
	if err := d.table(l); err != nil {
		return nil, err
	}
	v, err := l.value(0)
	if err != nil {
		return nil, err
	}
	if err := d.spend(l.at - at); err != nil {
		return nil, err
	}
	trailer, ok := v.(Dict)
	if !ok {
		return nil, l.wrong("there is no trailer")
	}
	d.add(trailer)
	if beside, ok := whole(trailer["XRefStm"]); ok { // for readers that know streams (§7.5.8.4)
		if beside < 0 || beside >= len(d.data) {
			return nil, l.wrong("cross-references are said to be at byte %d", beside)
		}
		if _, err := d.streamSection(&lexer{d.data, beside}); err != nil {
			return nil, err
		}
	}
	return trailer, nil
}

// add adds what newer trailers do not say. Of all else that trailers hold nothing is kept: there can be
// a hundred, in one another.
func (d *Document) add(trailer Dict) {
	for _, key := range []Name{"Root", "Encrypt", "ID"} {
		if _, ok := d.Trailer[key]; !ok && trailer[key] != nil {
			d.Trailer[key] = trailer[key]
		}
	}
}

// place notes where an object is, if nothing newer says so.
func (d *Document) place(number int, p place) {
	if _, ok := d.places[number]; !ok && len(d.places) < mostObjects {
		d.places[number] = p
	}
}

// spend counts what was read, so that small files that lead to the same place over and over end.
func (d *Document) spend(bytes int) error {
	if d.work -= bytes; d.work < 0 {
		return errors.New("the PDF is damaged: its objects are in one another")
	}
	return nil
}

// table reads a cross-reference table up to its trailer (§7.5.4).
func (d *Document) table(l *lexer) error {
	for {
		l.skip()
		word := l.regular()
		if word == "trailer" {
			return nil
		}
		first, err := strconv.Atoi(word)
		l.skip()
		count, err2 := strconv.Atoi(l.regular())
		if err != nil || err2 != nil || first < 0 || count < 0 || count > mostObjects {
			return l.wrong("the cross-reference table cannot be read")
		}
		for i := range count {
			l.skip()
			offset, err := strconv.Atoi(l.regular())
			l.skip()
			l.regular()
			l.skip()
			kind := l.regular()
			if err != nil || kind != "n" && kind != "f" {
				return l.wrong("the cross-reference table cannot be read")
			}
			if kind == "f" {
				offset = 0
			}
			d.place(first+i, place{offset: offset})
		}
	}
}

// streamSection reads a cross-reference stream (§7.5.8).
func (d *Document) streamSection(l *lexer) (Dict, error) {
	v, err := d.object(l, -1)
	if err != nil {
		return nil, err
	}
	s, ok := v.(*Stream)
	if !ok || s.Dict["Type"] != Name("XRef") {
		return nil, l.wrong("there are no cross-references here")
	}
	table, err := d.Data(s)
	if err != nil {
		return nil, err
	}
	widths, ok := s.Dict["W"].(Array)
	if !ok || len(widths) != 3 {
		return nil, l.wrong("cross-references without widths")
	}
	var w [3]int
	for i := range w {
		if w[i], ok = whole(widths[i]); !ok || w[i] < 0 || w[i] > 8 {
			return nil, l.wrong("cross-references with strange widths")
		}
	}
	index, ok := s.Dict["Index"].(Array)
	if !ok {
		index = Array{0.0, s.Dict["Size"]}
	}
	d.add(s.Dict)
	return s.Dict, d.entries(table, w, index, l)
}

// entries reads what a cross-reference stream holds.
func (d *Document) entries(table []byte, w [3]int, index Array, l *lexer) error {
	size := w[0] + w[1] + w[2]
	for i := 0; i+1 < len(index); i += 2 {
		first, ok := whole(index[i])
		count, ok2 := whole(index[i+1])
		if !ok || !ok2 || first < 0 || count < 0 || size == 0 || count > len(table)/size {
			return l.wrong("cross-references that are not there")
		}
		for n := range count {
			kind, second, _ := entry(table[n*size:], w)
			switch kind {
			case 1:
				d.place(first+n, place{offset: second})
			case 2:
				d.place(first+n, place{in: second})
			default:
				d.place(first+n, place{})
			}
		}
		table = table[count*size:]
	}
	return nil
}

func entry(b []byte, w [3]int) (kind, second, third int) {
	field := func(width, otherwise int) int {
		if width == 0 {
			return otherwise
		}
		n := uint64(0)
		for _, c := range b[:width] {
			n = n<<8 | uint64(c)
		}
		b = b[width:]
		if n > 1<<40 {
			return -1
		}
		return int(n)
	}
	kind = field(w[0], 1)
	second = field(w[1], 0)
	return kind, second, field(w[2], 0)
}

func (d *Document) missing(number int) error {
	return fmt.Errorf("the PDF is damaged: object %d is not where it should be", number)
}
