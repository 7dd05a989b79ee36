package cli

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

const newDetails = `It asks what it is not told by flags: an empty answer takes what stands in brackets, and the end of the input ends it
with nothing written. With --yes it asks nothing. It writes <id>/<version>/<id>.yaml, the lifecycle beside it, which says
that it is a draft, and a first scenario, all to be changed by you. What is there already is never overwritten.`

// newFramework is the subcommand new.
func newFramework(flags *flag.FlagSet) action {
	var given draft
	for _, q := range questions() {
		flags.StringVar(q.of(&given), q.name, "", q.usage)
	}
	yes := flags.Bool("yes", false, "asks nothing, and takes what is usual for what no flag says")
	return func(s *session, args []string) (bool, error) {
		if len(args) > 1 {
			return false, wrong("name one folder to write into, not %d", len(args))
		}
		dir := "."
		if len(args) == 1 {
			dir = args[0]
		}
		d := given
		if err := d.check(); err != nil {
			return false, err
		}
		if !*yes {
			a := &asking{session: s, draft: &d, dir: dir}
			if err := a.all(); errors.Is(err, errNoAnswer) {
				s.printf("\nnothing was written\n")
				return false, nil
			} else if err != nil {
				return false, err
			}
		} else if d.Title == "" && d.ID == "" {
			return false, wrong("say by --title what the framework is called, or by --id")
		}
		return true, s.writeDraft(dir, d.whole())
	}
}

// check finds all that is wrong with what flags say.
func (d draft) check() error {
	whole := d.wrong()
	if whole == nil {
		return nil
	}
	var reasons []string
	for _, q := range questions() {
		value := *q.of(&d)
		if value == "" {
			continue
		}
		if err := q.check(draft{}, value); err != nil { // each by itself, so that none is blamed for another
			reasons = append(reasons, fmt.Sprintf("--%s: %v", q.name, err))
		}
	}
	if len(reasons) == 0 {
		reasons = append(reasons, whole.Error()) // of several together
	}
	return wrong("%s", strings.Join(reasons, "\n"))
}

// writeDraft writes the files of a draft, or none of them.
func (s *session) writeDraft(dir string, d draft) error {
	folder := filepath.Join(dir, d.ID, d.Version)
	files, err := d.files(folder)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(folder), 0o777); err != nil {
		return err
	}
	if err := os.Mkdir(folder, 0o777); errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s is there already, and nothing is overwritten: take another --version or --id", folder)
	} else if err != nil {
		return err
	}
	for _, f := range files {
		if err := writeNew(filepath.Join(folder, filepath.FromSlash(f.name)), f.content); err != nil {
			return errors.Join(err, os.RemoveAll(folder)) // it was made here, a moment ago
		}
	}
	for _, f := range files {
		s.printf("wrote %s\n", plain(filepath.Join(folder, filepath.FromSlash(f.name))))
	}
	s.printf("next: %s validate %s\n      %s test %s\n", name, plain(folder), name, plain(folder))
	return nil
}

// writeNew writes a file that is not there yet.
func writeNew(file string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		return err
	}
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	return errors.Join(err, f.Close())
}
