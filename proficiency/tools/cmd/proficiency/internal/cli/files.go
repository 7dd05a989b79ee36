package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// An input is a file to look at.
type input struct {
	path string // standardInput, too
	root string // the folder in which it was found; empty for a file that was named
}

// A finder collects the files that arguments name: files, folders, and standard
// input. In folders it takes those named like YAML, whatever they hold.
type finder struct {
	inputs []input
	roots  []string
	seen   map[string]bool
	notes  []string // what was left out
	others int      // files found that turned out to be nothing of ours
	failed []error  // what could not be looked into
}

// find collects files in the order of the arguments, those of a folder by name.
func find(args []string) (*finder, error) {
	if len(args) == 0 {
		return nil, wrong("name a file, a folder, or %s for standard input", standardInput)
	}
	f := &finder{seen: map[string]bool{}}
	for _, arg := range args {
		if arg == standardInput {
			if f.seen[arg] {
				return nil, wrong("%s stands for standard input, which can be read once", standardInput)
			}
			f.add(arg, "")
			continue
		}
		switch info, err := os.Stat(arg); {
		case err != nil:
			f.failed = append(f.failed, err)
		case info.IsDir():
			f.folder(filepath.Clean(arg))
		default:
			f.add(filepath.Clean(arg), "")
		}
	}
	return f, nil
}

// add takes a file, unless it is there already.
func (f *finder) add(file, root string) {
	if !f.seen[file] {
		f.seen[file] = true
		f.inputs = append(f.inputs, input{file, root})
	}
}

// folder takes what stands in a folder, but for what begins with a dot. Links
// are not followed: what they lead to has its own place, or is not in the folder.
func (f *finder) folder(root string) {
	f.roots = append(f.roots, root)
	inside := root
	if info, err := os.Lstat(root); err == nil && info.Mode()&fs.ModeSymlink != 0 {
		inside += string(filepath.Separator) // the link was named, and is followed
	}
	_ = filepath.WalkDir(inside, func(file string, d fs.DirEntry, err error) error { // it gives no error
		switch {
		case err != nil:
			f.failed = append(f.failed, err)
			if d != nil && d.IsDir() {
				return fs.SkipDir
			}
		case file == inside:
		case strings.HasPrefix(d.Name(), "."):
			if d.IsDir() {
				return fs.SkipDir
			}
		case d.Type()&fs.ModeSymlink != 0:
			f.link(file, root)
		case !d.IsDir() && isYAML(file):
			f.add(file, root)
		}
		return nil
	})
}

// link says of a link in a folder that what it leads to was left out, if there
// is anything that one would expect to be looked at.
func (f *finder) link(file, root string) {
	target, err := filepath.EvalSymlinks(file)
	if err != nil {
		if isYAML(file) {
			f.failed = append(f.failed, fmt.Errorf("the link %s leads nowhere: %w", file, errors.Unwrap(err)))
		}
		return
	}
	info, err := os.Stat(target)
	if err != nil || !info.IsDir() && !isYAML(file) {
		return
	}
	home, err := filepath.EvalSymlinks(root)
	if err == nil && !within(home, target) {
		f.notes = append(f.notes, fmt.Sprintf("the link %s leads out of %s: what is there was left out", file, root))
	}
}

// within reports whether a file is in a folder, or is the folder.
func within(folder, file string) bool {
	folder, err := filepath.Abs(folder)
	if err != nil {
		return false
	}
	if file, err = filepath.Abs(file); err != nil {
		return false
	}
	rel, err := filepath.Rel(folder, file)
	return err == nil && filepath.IsLocal(rel)
}

// nothingIn is the error for folders without anything of ours.
func nothingIn(root string) error {
	return fmt.Errorf("%s holds no framework, lifecycle, migration or policy of roles: looked for files *.yaml and *.yml "+
		"that say format: countersign/…, countersign-migration/… or countersign-policy/…, for <id>/<version>/<id>.yaml, and for lifecycle.yaml", root)
}
