package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"

	"github.com/countersign-go/countersign/proficiency/source"
)

// standardInput is what names it as an argument.
const standardInput = "-"

// A text is a file that was read, for findings to show lines of.
type text struct {
	name  string // in positions
	src   []byte
	index func() *index
}

func newText(name string, src []byte) text {
	return text{name, src, sync.OnceValue(func() *index { return newIndex(src) })}
}

// read reads a file, or standard input for "-". Its size is bounded.
func (s *session) read(file string) (text, error) {
	var from fs.FS = disk{}
	called := file
	if file == standardInput {
		if s.inRead {
			return text{}, wrong("%s stands for standard input, which can be read once", standardInput)
		}
		s.inRead = true
		called, from = "stdin", stream{s}
	}
	src, err := source.ReadFile(from, file, nil)
	if err != nil {
		return text{}, err
	}
	return newText(called, src), nil
}

// disk opens any path, also one outside the folder that the command runs in,
// but nothing of which reading may not end.
type disk struct{}

func (disk) Open(name string) (fs.File, error) {
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() && !info.IsDir() {
		return nil, fmt.Errorf("%s is no file but a pipe or a device: give what it holds to standard input, named %s", name, standardInput)
	}
	return os.Open(name)
}

// stream opens standard input.
type stream struct{ s *session }

func (st stream) Open(string) (fs.File, error) { return st, nil }

func (st stream) Read(b []byte) (int, error) { return st.s.in.Read(b) }

func (stream) Stat() (fs.FileInfo, error) { return nil, errors.ErrUnsupported }

func (stream) Close() error { return nil } // it is not ours
