package cli

import (
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"slices"

	"github.com/countersign-go/countersign/frameworks"
	"github.com/countersign-go/countersign/proficiency"
)

// catalogOf is the catalogue of what stands in folders and of what comes with
// the library. Of two files at the same place the first counts.
func catalogOf(folders []string) (*proficiency.Catalog, error) {
	var all layers
	for _, folder := range folders {
		if info, err := os.Stat(folder); err != nil {
			return nil, err
		} else if !info.IsDir() {
			return nil, fmt.Errorf("%s is not a folder of frameworks", folder)
		}
		all = append(all, os.DirFS(folder))
	}
	return proficiency.NewCatalog(append(all, frameworks.FS()))
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
