package cli

import (
	"flag"
	"strings"
)

// help explains the subcommand that its arguments name.
func help(*flag.FlagSet) action {
	return func(s *session, args []string) (bool, error) {
		var path []string
		table := commands()
		for i, word := range args {
			c, err := lookUp(path, table, word)
			if err != nil {
				return false, err
			}
			if path = append(path, c.name); c.prepare != nil {
				if i+1 < len(args) {
					return false, usage(path, nil, "it has no subcommands")
				}
				return true, s.explainCommand(path, c)
			}
			table = c.sub
		}
		return true, s.explainTable(path, table)
	}
}

func (s *session) explainTable(path []string, table []subcommand) error {
	if len(path) == 0 {
		s.printf("%s checks signed certificates, and makes what their issuers need beside them.\n\n", name)
	}
	s.printf("usage: %s SUBCOMMAND …\n\n", strings.Join(append([]string{name}, path...), " "))
	width := 0
	for _, c := range table {
		width = max(width, len(c.name))
	}
	for _, c := range table {
		s.printf("  %-*s  %s\n", width, c.name, c.summary)
	}
	s.printf("\n%s\n", exitCodes)
	return nil
}

func (s *session) explainCommand(path []string, c *subcommand) error {
	s.printf("usage: %s %s\n\n%s\n", strings.Join(append([]string{name}, path...), " "), c.args, sentence(c.summary))
	if c.details != "" {
		s.printf("\n%s\n", c.details)
	}
	flags := newFlags(path)
	c.prepare(flags)
	head := "\nflags:\n"
	flags.VisitAll(func(f *flag.Flag) {
		value, what := flag.UnquoteUsage(f)
		s.printf("%s  %s\n        %s", head, strings.TrimSpace("--"+f.Name+" "+value), what)
		if f.DefValue != "" && f.DefValue != "0" {
			s.printf(" (default %s)", f.DefValue)
		}
		s.printf("\n")
		head = ""
	})
	s.printf("\n%s\n", exitCodes)
	return nil
}

func sentence(words string) string { return strings.ToUpper(words[:1]) + words[1:] + "." }
