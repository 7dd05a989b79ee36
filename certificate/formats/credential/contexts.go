package credential

import (
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"sync"

	"github.com/countersign-go/countersign/certificate/formats/internal/rdf"
	"github.com/countersign-go/countersign/certificate/formats/internal/strict"
)

// The contexts that what is issued here names.
const (
	contextV2     = "https://www.w3.org/ns/credentials/v2"
	contextBadges = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
	contextCLR    = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
)

// contextV1 is that of the data model before.
const contextV1 = "https://www.w3.org/2018/credentials/v1"

// What is built in are parts of the published contexts: the terms that are used
// here, with what they mean there. Nothing is ever fetched.
//
//go:embed contexts/credentials-v2.json contexts/open-badges-3.0.3.json contexts/clr-2.0.1.json
var contextFiles embed.FS

var builtIn = sync.OnceValue(func() map[string]any {
	parsed := map[string]any{}
	for url, name := range map[string]string{
		contextV2: "credentials-v2", contextBadges: "open-badges-3.0.3", contextCLR: "clr-2.0.1",
	} {
		src, err := contextFiles.ReadFile("contexts/" + name + ".json")
		if err != nil {
			panic(err)
		}
		if parsed[url], err = strict.Parse(src, maxContext); err != nil {
			panic(err)
		}
	}
	return parsed
})

// maxContext is the greatest size of a context, in bytes.
const maxContext = 1 << 20

var errNoContext = errors.New("it is not among those at hand, and nothing is fetched")

// contextsOf gives contexts from a folder of the host's, and else those built in.
func contextsOf(folder fs.FS) rdf.Contexts {
	return func(url string) (any, error) {
		if folder != nil {
			context, err := contextFrom(folder, url)
			if err == nil || !errors.Is(err, fs.ErrNotExist) {
				return context, err
			}
		}
		if context := builtIn()[url]; context != nil {
			return context, nil
		}
		return nil, errNoContext
	}
}

// contextFrom reads a context whose file stands where its URL says, without the
// scheme: www.w3.org/ns/credentials/v2, with or without .json or .jsonld behind.
func contextFrom(folder fs.FS, url string) (any, error) {
	_, name, found := strings.Cut(url, "://")
	if !found || !fs.ValidPath(name) {
		return nil, fs.ErrNotExist
	}
	for _, extension := range []string{"", ".json", ".jsonld"} {
		src, err := readBounded(folder, name+extension, maxContext)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("its file cannot be read: %w", err)
		}
		return strict.Parse(src, maxContext)
	}
	return nil, fs.ErrNotExist
}

func readBounded(folder fs.FS, name string, most int64) ([]byte, error) {
	f, err := folder.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	if info, err := f.Stat(); err == nil && info.IsDir() {
		return nil, fs.ErrNotExist
	}
	return io.ReadAll(io.LimitReader(f, most+1))
}
