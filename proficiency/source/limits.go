package source

import (
	"fmt"
	"io"
	"io/fs"
)

// Limits bounds what is read. A nil *Limits, and each zero field, stands for
// the default.
type Limits struct {
	// Bytes is the greatest size of a file; by default 8 MiB.
	Bytes int
	// Depth is how deep lists and mappings may nest; by default 64.
	Depth int
	// Nodes is the greatest number of keys, values and comments; by default 1,000,000.
	// It is judged before parsing, from the punctuation that can begin one, so
	// that a file with very much punctuation in its texts may reach it earlier.
	Nodes int
	// ScalarBytes is the greatest length of one text; by default 64 KiB.
	ScalarBytes int
	// Findings is how many findings are kept; by default 10,000.
	Findings int
}

func (l *Limits) orDefault() Limits {
	var given Limits
	if l != nil {
		given = *l
	}
	positive := func(n, otherwise int) int {
		if n > 0 {
			return n
		}
		return otherwise
	}
	return Limits{
		Bytes:       positive(given.Bytes, 8<<20),
		Depth:       positive(given.Depth, 64),
		Nodes:       positive(given.Nodes, 1_000_000),
		ScalarBytes: positive(given.ScalarBytes, 64<<10),
		Findings:    positive(given.Findings, 10_000),
	}
}

// ReadFile reads a file for [Read], but never more than it takes for Read to
// say that the file is too large. The error says that the file could not be
// read; it wraps the file system's error, such as fs.ErrNotExist.
func ReadFile(fsys fs.FS, name string, limits *Limits) (src []byte, err error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, fmt.Errorf("cannot read the file: %w", err)
	}
	defer func() { _ = f.Close() }()
	src, err = io.ReadAll(io.LimitReader(f, int64(limits.orDefault().Bytes)+1))
	if err != nil {
		return nil, fmt.Errorf("cannot read the file: %w", err)
	}
	return src, nil
}
