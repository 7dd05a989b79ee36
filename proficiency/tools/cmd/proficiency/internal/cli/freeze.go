package cli

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/source"
)

const freezeDetails = `FOLDER is a catalogue: it has frameworks in <id>/<version>/<id>.yaml. What its lifecycles say is published is added to
the list FOLDER/frozen.txt, a line for each version with the digest of its content; drafts are not. No line that is there
changes. From then on validate fails if published content has changed, or is gone. Keep the list under version
control with the content. The exit code is 1, and nothing is written, if anything has errors or has changed already.`

func freeze(*flag.FlagSet) action {
	return func(s *session, args []string) (bool, error) {
		if len(args) != 1 {
			return false, wrong("name one folder of frameworks")
		}
		return s.freeze(filepath.Clean(args[0]))
	}
}

func (s *session) freeze(folder string) (bool, error) {
	if _, err := os.ReadDir(folder); err != nil {
		return false, err
	}
	fsys := os.DirFS(folder)
	catalog, err := proficiency.NewCatalog(fsys)
	if err != nil {
		return false, err
	}
	if len(catalog.Refs()) == 0 {
		return false, fmt.Errorf("%s is no catalogue: it has no <id>/<version>/<id>.yaml", folder)
	}
	was, err := source.ReadFile(fsys, proficiency.FrozenFile, nil)
	absent := errors.Is(err, fs.ErrNotExist)
	if err != nil && !absent {
		return false, err
	}
	now, added, found, err := catalog.Freeze(was)
	if err != nil {
		return false, err
	}
	for _, d := range found {
		src, _ := source.ReadFile(fsys, d.Position.File, nil) // for its lines alone
		d.Position.File = filepath.Join(folder, filepath.FromSlash(d.Position.File))
		s.at(d.Position, message(d), newText(d.Position.File, src))
	}
	if found.HasErrors() {
		s.printf("nothing was written\n")
		return false, nil
	}
	file := filepath.Join(folder, proficiency.FrozenFile)
	switch {
	case len(added) == 0:
		s.printf("nothing to add to %s\n", plain(file))
		return true, nil
	case absent:
		err = writeNew(file, now)
	default:
		err = rewrite(file, was, now)
	}
	if err != nil {
		return false, err
	}
	for _, ref := range added {
		s.printf("added %s to %s\n", ref, plain(file))
	}
	return true, nil
}
