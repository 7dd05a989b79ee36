package cli

import (
	"flag"

	"github.com/countersign-go/countersign/proficiency"
)

const namedDetails = `A framework is named by its id and version, of those that come with the library and those in folders, or by its file;
- is standard input. Without a version the newest one is meant that is published, or else the newest.`

// foldersFlag is the flag of subcommands that look at more than comes with the library.
func foldersFlag(flags *flag.FlagSet) *texts {
	var folders texts
	flags.Var(&folders, "dir", "`DIR` is a folder of frameworks beside those that come with the library; may be repeated")
	return &folders
}

// framework reads a framework by its id or its file. Where it has errors these
// are printed, and it is nil without an error.
func (s *session) framework(named string, folders []string) (*proficiency.Framework, error) {
	c, err := s.content(named, folders)
	if c == nil {
		return nil, err
	}
	return c.Framework, err
}
