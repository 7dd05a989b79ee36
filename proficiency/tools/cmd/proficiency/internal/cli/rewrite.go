package cli

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// rewrite gives a file other content, all at once: whoever reads it meanwhile
// sees the one or the other, and so does everybody after a crash. It keeps the
// file's mode. Was is what it held when it was read; if it holds something else
// by now, it is left alone. Of a link, what it leads to is rewritten.
func rewrite(file string, was, now []byte) (err error) {
	file, err = filepath.EvalSymlinks(file)
	if err != nil {
		return err
	}
	info, err := os.Stat(file)
	if err != nil {
		return err
	}
	if info.Mode().Perm()&0o200 == 0 {
		return fmt.Errorf("%s is read-only, and is left as it is", file)
	}
	beside, err := os.CreateTemp(filepath.Dir(file), "."+filepath.Base(file)+".*.partial")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(beside.Name())
		}
	}()
	_, err = beside.Write(now)
	err = errors.Join(err, beside.Chmod(info.Mode().Perm()), beside.Sync(), beside.Close())
	if err != nil {
		return err
	}
	if there, err := os.ReadFile(file); err != nil || !bytes.Equal(there, was) {
		return errors.Join(err, fmt.Errorf("%s was changed by somebody else meanwhile, and is left as it is", file))
	}
	return os.Rename(beside.Name(), file)
}
