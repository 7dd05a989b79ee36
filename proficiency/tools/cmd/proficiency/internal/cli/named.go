package cli

import (
	"errors"
	"flag"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/source"
)

const namedDetails = `A framework is named by its id and version, of those that come with the library and those in folders, or by its file;
- is standard input. Without a version the newest one is meant.`

// foldersFlag is the flag of subcommands that look at more than comes with the library.
func foldersFlag(flags *flag.FlagSet) *texts {
	var folders texts
	flags.Var(&folders, "dir", "`DIR` is a folder of frameworks beside those that come with the library; may be repeated")
	return &folders
}

// framework reads a framework by its id or its file. Where it has errors these
// are printed, and it is nil without an error.
func (s *session) framework(named string, folders []string) (*proficiency.Framework, error) {
	if extension := filepath.Ext(named); named == standardInput || extension == ".yaml" || extension == ".yml" || strings.ContainsAny(named, `/\`) {
		t, err := s.read(named)
		if err != nil {
			return nil, err
		}
		fw, findings := proficiency.Parse(t.name, t.src)
		if fw == nil {
			s.findings(findings, t)
		}
		return fw, nil
	}
	catalog, err := catalogOf(folders)
	if err != nil {
		return nil, err
	}
	fw, err := frameworkOf(catalog, named)
	var findings source.Diagnostics
	if errors.As(err, &findings) {
		for _, d := range findings {
			s.printf("%s\n", plain(d.String()))
		}
		return nil, nil
	}
	return fw, err
}

// frameworkOf is the one that an id, with or without a version, names.
func frameworkOf(catalog *proficiency.Catalog, named string) (*proficiency.Framework, error) {
	if strings.Contains(named, "@") {
		ref, err := proficiency.ParseRef(named)
		if err != nil {
			return nil, wrong("%v", err)
		}
		return catalog.Framework(ref)
	}
	ref, ok := catalog.Newest(proficiency.FrameworkID(named))
	if !ok {
		return nil, unknownName(catalog, named)
	}
	return catalog.Framework(ref)
}

// unknownName says which frameworks there are.
func unknownName(catalog *proficiency.Catalog, named string) error {
	var ids []string
	for _, ref := range catalog.Refs() {
		ids = append(ids, string(ref.ID))
	}
	ids = slices.Compact(ids)
	hint := source.DidYouMean(named, ids)
	if hint == "" {
		hint = ": there are " + source.Listing(ids) + "; --dir names a folder of others, and a file ends in .yaml"
	}
	return fmt.Errorf("there is no framework %s%s", source.Quote(named), hint)
}
