package proficiency

import (
	"path"

	"github.com/countersign-go/countersign/proficiency/source"
)

// Place is the framework that a file holds if it stands where a [Catalog] has
// one, <id>/<version>/<id>.yaml, and the folder of that catalogue. It goes by
// the path alone, with slashes; ok is false for any other path.
func Place(file string) (catalogue string, ref Ref, ok bool) {
	dir := path.Dir(file)
	version, err := ParseVersion(path.Base(dir))
	dir = path.Dir(dir)
	id := path.Base(dir)
	if err != nil || !ValidID(id) || path.Base(file) != id+".yaml" {
		return "", Ref{}, false
	}
	return path.Dir(dir), Ref{FrameworkID(id), version}, true
}

// Misplaced finds a framework where a [Catalog] has another: in a file
// <id>/<version>/<id>.yaml, whatever the folders before, of another id or
// version. In any other file it may stand.
func Misplaced(f *Framework, file string) source.Diagnostics {
	if _, ref, ok := Place(file); !ok || ref == f.Ref() {
		return nil
	}
	return source.Diagnostics{finding(file, source.Error, codeMisplaced, "the file says that it is %s: its place is %s",
		f.Ref(), path.Join(string(f.ID()), f.Version().String(), string(f.ID())+".yaml"))}
}

// Strays are those findings of [Catalog.Check] that are about the folders
// themselves: for whoever reads the files another way. It reads none.
func (c *Catalog) Strays() source.Diagnostics { return append(source.Diagnostics(nil), c.strays...) }
