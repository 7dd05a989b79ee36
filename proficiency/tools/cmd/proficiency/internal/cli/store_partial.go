package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/countersign-go/countersign/workflow"
)

// A partial is a file that is not whole yet.
type partial struct {
	path       string
	file       *os.File
	w          *bufio.Writer
	enrolments int                  // that it had already
	last       workflow.EnrolmentID // of these
}

// openPartial begins a file, or goes on behind the last enrolment of one that
// was begun. It never writes over one that is whole.
func openPartial(path string) (*partial, error) {
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		if err == nil {
			err = fmt.Errorf("%s is there already, and is left as it is", path)
		}
		return nil, err
	}
	file, err := os.OpenFile(path+".partial", os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	p := &partial{path: path, file: file}
	if err := p.resume(); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", file.Name(), err), file.Close())
	}
	return p, nil
}

// resume puts the end of the file behind its last whole enrolment.
func (p *partial) resume() error {
	info, err := p.file.Stat()
	if err != nil {
		return err
	}
	end := int64(0)
	if info.Size() > 0 {
		if end, err = p.read(); err != nil {
			return err
		}
	}
	if err := p.file.Truncate(end); err != nil {
		return err
	}
	if _, err := p.file.Seek(end, io.SeekStart); err != nil {
		return err
	}
	p.w = bufio.NewWriterSize(p.file, 1<<20)
	if end == 0 {
		_, err = p.w.WriteString(firstLine)
	}
	return err
}

// read gives where the last whole enrolment ends.
func (p *partial) read() (int64, error) {
	lines := newLineReader(p.file)
	if err := lines.head(); err != nil {
		return 0, err
	}
	end := int64(len(firstLine))
	for {
		l, err := lines.next()
		if errors.Is(err, io.EOF) || errors.Is(err, errCut) || err == nil && l.enrolment == "" {
			return end, nil
		}
		if err != nil {
			return 0, err
		}
		p.enrolments++
		p.last = l.enrolment
		end += int64(len(l.bytes))
	}
}

// end makes the file whole, if nothing failed.
func (p *partial) end(failed error) error {
	err := errors.Join(failed, p.w.Flush(), p.file.Sync(), p.file.Close())
	if err != nil {
		return err
	}
	return os.Rename(p.file.Name(), p.path)
}
