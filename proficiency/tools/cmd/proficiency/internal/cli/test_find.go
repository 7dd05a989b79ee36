package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow/scenario"
)

// A testCase is a scenario's file.
type testCase struct {
	name   string // what it is called
	shown  string // the file, as seen from where the command runs
	folder string // that of the framework beside which it stands, or its own; seen likewise
	root   string // the folder, by its whole path, whose frameworks it runs with
	file   string // the file in the root, with slashes
}

// foundTests are the scenarios below some paths, in order, and the folders of
// frameworks that have none.
type foundTests struct {
	tests   []testCase
	without []string
}

// findTests finds scenarios. What cannot be read is an error beside what can.
func findTests(paths []string) (foundTests, error) {
	var found foundTests
	var failed error
	for _, path := range paths {
		failed = errors.Join(failed, found.below(filepath.Clean(path)))
	}
	slices.SortFunc(found.tests, byFolder)
	found.tests = slices.CompactFunc(found.tests, func(a, b testCase) bool { return a.root == b.root && a.file == b.file })
	slices.Sort(found.without)
	found.without = slices.Compact(found.without)
	return found, failed
}

func (f *foundTests) below(path string) error {
	info, err := os.Stat(path)
	switch ext := filepath.Ext(path); {
	case err != nil:
		return err
	case info.IsDir():
		return f.inFolder(path)
	case ext == scenario.Suffix:
		return f.add(path)
	case ext == ".yaml" || ext == ".yml":
		return f.beside(path)
	}
	return wrong("%s is neither a folder nor a framework's file, nor does its name end with %s", path, scenario.Suffix)
}

// beside adds the scenarios of the framework in a file.
func (f *foundTests) beside(file string) error {
	folder := filepath.Join(filepath.Dir(file), scenarioFolder)
	if info, err := os.Stat(folder); err == nil && info.IsDir() {
		return f.inFolder(folder)
	}
	f.without = append(f.without, filepath.Dir(file))
	return nil
}

// inFolder adds all scenarios in a folder, at any depth. It follows no links to
// folders, so that there is an end to it.
func (f *foundTests) inFolder(folder string) error {
	return filepath.WalkDir(folder, func(path string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir() && path != folder && strings.HasPrefix(e.Name(), "."):
			return fs.SkipDir
		case e.IsDir():
			if id, _, ok := versionFolder(path); ok && isFramework(path, id) && !hasScenarios(path) {
				f.without = append(f.without, path)
			}
		case strings.HasSuffix(path, scenario.Suffix):
			return f.add(path)
		}
		return nil
	})
}

func (f *foundTests) add(file string) error {
	whole, err := filepath.Abs(file)
	if err != nil {
		return err
	}
	c := testCase{shown: file, folder: filepath.Dir(file), root: filepath.Dir(whole)}
	c.name = strings.TrimSuffix(filepath.ToSlash(file), scenario.Suffix)
	if filepath.Base(c.root) == scenarioFolder {
		version := filepath.Dir(c.root)
		if id, v, ok := versionFolder(version); ok {
			c.folder = filepath.Join(c.folder, "..")
			c.name = fmt.Sprintf("%s/%s", proficiency.Ref{ID: id, Version: v}, strings.TrimSuffix(filepath.Base(file), scenario.Suffix))
			c.root = filepath.Dir(filepath.Dir(version))
		}
	}
	inside, err := filepath.Rel(c.root, whole)
	c.file = filepath.ToSlash(inside)
	f.tests = append(f.tests, c)
	return err
}

// versionFolder reads <id>/<version> at the end of the path of a folder.
func versionFolder(folder string) (id proficiency.FrameworkID, v proficiency.Version, ok bool) {
	whole, err := filepath.Abs(folder)
	if err != nil {
		return "", v, false
	}
	v, err = proficiency.ParseVersion(filepath.Base(whole))
	name := filepath.Base(filepath.Dir(whole))
	return proficiency.FrameworkID(name), v, err == nil && proficiency.ValidID(name)
}

func isFramework(folder string, id proficiency.FrameworkID) bool {
	info, err := os.Stat(filepath.Join(folder, string(id)+".yaml"))
	return err == nil && !info.IsDir()
}

func hasScenarios(folder string) bool {
	entries, err := os.ReadDir(filepath.Join(folder, scenarioFolder))
	return err == nil && slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return strings.HasSuffix(e.Name(), scenario.Suffix) })
}
