package cli

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// The form of an exported store is lines of JSON: this one, one for each
// enrolment as workflow.AppendExport writes it, in order of their ids, one for
// each register of roles as roles.AppendRegisterExport writes it, and how many
// of each there were.
const firstLine = `{"format":"countersign-store/1"}` + "\n"

type lastLine struct {
	Enrolments int `json:"enrolments"`
	Registers  int `json:"registers"`
}

func (l lastLine) bytes() []byte {
	b, _ := json.Marshal(struct { // of numbers
		End lastLine `json:"end"`
	}{l})
	return append(b, '\n')
}

// A line is one of an exported store. One of the three is set.
type line struct {
	enrolment workflow.EnrolmentID
	centre    roles.CentreID
	end       *lastLine
	bytes     []byte
}

// A lineReader reads an exported store.
type lineReader struct {
	r      *bufio.Reader
	longer []byte
}

func newLineReader(r io.Reader) *lineReader { return &lineReader{r: bufio.NewReaderSize(r, 64<<10)} }

var (
	errNoStore = errors.New("this is no exported store: it does not begin as one")
	errCut     = errors.New("the export has no end: something is missing")
)

// head reads the first line.
func (l *lineReader) head() error {
	b, err := l.read()
	if err == nil && string(b) == firstLine {
		return nil
	}
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, errCut) {
		return err
	}
	return errNoStore
}

// read gives a whole line, io.EOF where there is none, and errCut where its end
// is missing. It is good until the next call.
func (l *lineReader) read() ([]byte, error) {
	l.longer = l.longer[:0]
	for {
		part, err := l.r.ReadSlice('\n')
		l.longer = append(l.longer, part...)
		switch {
		case len(l.longer) > workflow.MaxExportSize:
			return nil, fmt.Errorf("a line has more than %d bytes", workflow.MaxExportSize)
		case err == nil:
			return l.longer, nil
		case errors.Is(err, bufio.ErrBufferFull):
		case errors.Is(err, io.EOF) && len(l.longer) > 0:
			return nil, errCut
		default:
			return nil, err
		}
	}
}

// next is the next line behind the first.
func (l *lineReader) next() (line, error) {
	b, err := l.read()
	if err != nil {
		return line{}, err
	}
	got := line{bytes: bytes.Clone(b)}
	name, value, err := firstMember(b)
	switch {
	case err != nil:
	case name == "enrolment":
		err = json.Unmarshal(value, &got.enrolment)
	case name == "centre":
		err = json.Unmarshal(value, &got.centre)
	case name == "end":
		err = json.Unmarshal(value, &got.end)
	default:
		err = errors.New("it begins with something else")
	}
	if err != nil {
		return line{}, fmt.Errorf("a line is neither an enrolment nor a register: %w", err)
	}
	return got, nil
}

// firstMember is the first of an object, without a look at the others.
func firstMember(b []byte) (name string, value json.RawMessage, err error) {
	d := json.NewDecoder(bytes.NewReader(b))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return "", nil, errors.New("it is no object")
	}
	t, err := d.Token()
	name, ok := t.(string)
	if err != nil || !ok {
		return "", nil, errors.New("it is empty")
	}
	err = d.Decode(&value)
	return name, value, err
}
