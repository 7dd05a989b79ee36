// Package frameworks ships frameworks to start from, as an embedded catalogue:
//
//	catalog := frameworks.Catalog()
//	fw, err := catalog.Framework(proficiency.Ref{ID: "hand-hygiene", Version: proficiency.Version{Major: 1}})
//
// Their texts are this project's own. They are illustrative and not clinically
// endorsed: an organisation that assesses people brings its own content, or
// has this content reviewed by those who answer for it. What is published here
// never changes within its version.
package frameworks

import (
	"embed"
	"fmt"
	"io/fs"
	"sync"

	"github.com/countersign-go/countersign/proficiency"
)

//go:embed frozen.txt */*/*.yaml */*/scenarios/*.scenario
var files embed.FS

// FS holds the files: <id>/<version>/<id>.yaml with lifecycle.yaml beside it,
// and in <id>/<version>/scenarios what happens to a learner on it, for package
// workflow/scenario to run. In frozen.txt are the digests of what was published.
func FS() fs.FS { return files }

// Catalog is the catalogue of the frameworks shipped. Each call gives the same
// one; nothing is parsed until it is asked for. It is safe for concurrent use.
func Catalog() *proficiency.Catalog { return catalog() }

var catalog = sync.OnceValue(func() *proficiency.Catalog {
	c, err := proficiency.NewCatalog(files)
	if err != nil {
		// The folders are part of the program: they are there or it does not build.
		panic(fmt.Sprintf("frameworks: %v", err))
	}
	return c
})
