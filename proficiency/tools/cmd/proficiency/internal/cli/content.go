package cli

import (
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/countersign-go/countersign/frameworks"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/source"
)

// A library is the frameworks in folders and those that come with the library,
// with their files. Of two files at the same place the first counts.
type library struct {
	layers
	folders []string // what each layer is called
}

// shippedFolder is what the folder of the frameworks is called that come with the library.
const shippedFolder = "frameworks"

// libraryOf is what stands in folders, and what comes with the library.
func libraryOf(folders []string) (library, error) {
	var l library
	for _, folder := range folders {
		if info, err := os.Stat(folder); err != nil {
			return l, err
		} else if !info.IsDir() {
			return l, fmt.Errorf("%s is not a folder of frameworks", folder)
		}
		l.layers, l.folders = append(l.layers, os.DirFS(folder)), append(l.folders, folder)
	}
	l.layers, l.folders = append(l.layers, frameworks.FS()), append(l.folders, shippedFolder)
	return l, nil
}

// catalogOf is the catalogue of what stands in folders and of what comes with the library.
func catalogOf(folders []string) (*proficiency.Catalog, error) {
	l, err := libraryOf(folders)
	if err != nil {
		return nil, err
	}
	return proficiency.NewCatalog(l)
}

// where is what a file of the library is called outside of it.
func (l library) where(name string) string {
	for i, layer := range l.layers {
		if _, err := fs.Stat(layer, name); err == nil {
			return filepath.Join(l.folders[i], filepath.FromSlash(name))
		}
	}
	return name
}

// text reads a file of the library, for findings to show lines of. Where that
// fails there are none.
func (l library) text(name string) text {
	src, _ := source.ReadFile(l, name, nil) // who looks for lines knows that the file could be read
	return newText(l.where(name), src)
}

// layers are folders that lie upon one another.
type layers []fs.FS

func (l layers) Open(name string) (f fs.File, err error) {
	for _, layer := range l {
		if f, err = layer.Open(name); err == nil {
			return f, nil
		}
	}
	return nil, err
}

// ReadDir gives what any of them has in a folder.
func (l layers) ReadDir(name string) (all []fs.DirEntry, err error) {
	found := false
	for _, layer := range l {
		entries, failed := fs.ReadDir(layer, name)
		if found = found || failed == nil; failed != nil {
			err = failed
		}
		all = append(all, entries...)
	}
	if !found {
		return nil, err
	}
	slices.SortStableFunc(all, func(a, b fs.DirEntry) int { return cmp.Compare(a.Name(), b.Name()) })
	return slices.CompactFunc(all, func(a, b fs.DirEntry) bool { return a.Name() == b.Name() }), nil
}
