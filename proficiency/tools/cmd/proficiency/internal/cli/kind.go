package cli

import (
	"bytes"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/countersign-go/countersign/proficiency"
)

// A kind is what a file holds.
type kind uint8

const (
	otherKind kind = iota // nothing of ours
	frameworkKind
	lifecycleKind
	migrationKind
	policyKind
)

// formatLine is the line that says which format a file has, wherever it stands
// and however its key is spelt, so that a file with mistakes is known, too.
var formatLine = regexp.MustCompile(`(?:^|[\r\n])[ \t{]*["']?[\w-]+["']?[ \t]*:[ \t]*["']?countersign(-policy|-migration)?/`)

// kindOf says what a file holds, by its name, its text or its place in a
// catalogue. The text need be neither YAML nor UTF-8.
func kindOf(file string, src []byte) kind {
	if filepath.Base(file) == proficiency.LifecycleFile {
		return lifecycleKind
	}
	if bytes.IndexByte(src[:min(len(src), 8)], 0) >= 0 {
		src = bytes.ReplaceAll(src, []byte{0}, nil) // UTF-16, in which Latin letters are pairs with a zero
	}
	src = bytes.TrimPrefix(bytes.TrimLeft(src, "\xFF\xFE"), []byte("\uFEFF"))
	if m := formatLine.FindSubmatch(src); m != nil {
		switch string(m[1]) {
		case "-policy":
			return policyKind
		case "-migration":
			return migrationKind
		}
		return frameworkKind
	}
	if _, _, _, placed := migrationPlace(file); placed {
		return migrationKind
	}
	if _, _, placed := proficiency.Place(filepath.ToSlash(file)); placed {
		return frameworkKind
	}
	return otherKind
}

// migrationPlace takes apart the path of a migration that stands where a
// catalogue has one: the files of the frameworks that it is between.
func migrationPlace(file string) (dir, old, new string, ok bool) {
	from, named := proficiency.MigrationFrom(filepath.ToSlash(file))
	dir = filepath.Dir(file)
	id, _, placed := versionFolder(dir)
	if !named || !placed {
		return "", "", "", false
	}
	name := string(id) + ".yaml"
	return dir, filepath.Join(filepath.Dir(dir), from.String(), name), filepath.Join(dir, name), true
}

// statusLine is how a lifecycle begins.
var statusLine = regexp.MustCompile(`(?:^|[\r\n])["']?status["']?[ \t]*:`)

// kindNamed is the kind of a file that somebody named: what it is meant to be,
// where it does not say so.
func kindNamed(file string, src []byte) kind {
	k := kindOf(file, src)
	if k != otherKind {
		return k
	}
	if statusLine.Match(src) {
		return lifecycleKind
	}
	return frameworkKind
}

func isYAML(file string) bool {
	ext := strings.ToLower(filepath.Ext(file))
	return ext == ".yaml" || ext == ".yml"
}
