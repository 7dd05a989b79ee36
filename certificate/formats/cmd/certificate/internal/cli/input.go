package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/countersign-go/countersign/certificate/formats/check"
)

// standardInput is what names it as an argument.
const standardInput = "-"

// read reads a file, or standard input for "-". Its size is bounded.
func (s *session) read(file string) ([]byte, error) {
	from, called := s.in, "stdin"
	if file == standardInput {
		if s.inRead {
			return nil, wrong("%s stands for standard input, which can be read once", standardInput)
		}
		s.inRead = true
	} else {
		f, err := open(file)
		if err != nil {
			return nil, err
		}
		defer func() { _ = f.Close() }()
		from, called = f, file
	}
	data, err := io.ReadAll(io.LimitReader(from, check.MaxSize+1))
	if err != nil {
		return nil, fmt.Errorf("cannot read %s: %w", called, cause(err))
	}
	if len(data) > check.MaxSize {
		return nil, fmt.Errorf("cannot read %s: it is longer than the %d bytes allowed", called, check.MaxSize)
	}
	return data, nil
}

// open opens a file, but nothing of which reading may not end.
func open(file string) (*os.File, error) {
	info, err := os.Stat(file)
	if err == nil && info.IsDir() {
		return nil, fmt.Errorf("%s is a folder: name the files in it", file)
	}
	if err == nil && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is no file: give what it holds to standard input, named %s", file, standardInput)
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, fmt.Errorf("cannot read %s: %w", file, cause(err))
	}
	return f, nil
}

// cause is what went wrong, without the path, which is said already.
func cause(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

// shown is how a file is called in results.
func shown(file string) string {
	if file == standardInput {
		return "stdin"
	}
	return filepath.ToSlash(file)
}

// write writes a result to a new file, or to standard output where none is
// named. What is there already stays.
func (s *session) write(file string, data []byte, mode fs.FileMode) error {
	if file == "" {
		_, err := s.out.Write(data)
		return err
	}
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s is there already: it stays as it is", file)
	}
	if err != nil {
		return fmt.Errorf("cannot write %s: %w", file, cause(err))
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("cannot write %s: %w", file, cause(err))
	}
	return nil
}
