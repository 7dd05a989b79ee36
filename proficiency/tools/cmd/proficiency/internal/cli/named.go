package cli

import (
	"flag"
	"fmt"
	"strings"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/source"
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

// languages are those of whoever reads what is shown, best first.
type languages []string

func (l *languages) String() string { return strings.Join(*l, ",") }

func (l *languages) Set(s string) error {
	for tag := range strings.SplitSeq(s, ",") {
		if !proficiency.ValidLanguage(tag) {
			return fmt.Errorf("%s is not a language tag: write one such as cy, or several such as cy,en-GB", source.Quote(tag))
		}
		*l = append(*l, tag)
	}
	return nil
}

// languageFlag is the flag of subcommands that show frameworks in other languages.
func languageFlag(flags *flag.FlagSet) *languages {
	var l languages
	flags.Var(&l, "language", "`LANGUAGES` are those to show it in, best first, with commas between; otherwise the framework's own")
	return &l
}
