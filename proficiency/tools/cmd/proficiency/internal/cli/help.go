package cli

import (
	"flag"
	"strings"
)

// help explains the subcommand that its arguments name.
func help(*flag.FlagSet) action {
	return func(s *session, args []string) (bool, error) {
		var path []string
		above := &subcommand{sub: commands()}
		for i, word := range args {
			c, err := lookUp(path, above.sub, word)
			if err != nil {
				return false, err
			}
			if path = append(path, c.name); c.prepare != nil {
				if i+1 < len(args) {
					return false, usage(path, nil, "it has no subcommands")
				}
				return true, s.explainCommand(path, c)
			}
			above = c
		}
		return true, s.explainTable(path, above)
	}
}

func (s *session) explainTable(path []string, above *subcommand) error {
	if len(path) == 0 {
		s.printf("%s checks and explains what authors write, and looks after stores of enrolments.\n\n", name)
	}
	s.printf("usage: %s SUBCOMMAND …\n\n", strings.Join(append([]string{name}, path...), " "))
	width := 0
	for _, c := range above.sub {
		width = max(width, len(c.name))
	}
	for _, c := range above.sub {
		s.printf("  %-*s  %s\n", width, c.name, c.summary)
	}
	if above.details != "" {
		s.printf("\n%s\n", above.details)
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
		s.printf("%s  %s\n        %s", head, strings.TrimSpace(dashed(f.Name)+" "+value), what)
		if f.DefValue != "" && f.DefValue != "false" && f.DefValue != "0" {
			s.printf(" (default %s)", f.DefValue)
		}
		s.printf("\n")
		head = ""
	})
	s.printf("\n%s\n", exitCodes)
	return nil
}

// dashed is a flag as it is written: one letter has one dash.
func dashed(flagName string) string {
	if len(flagName) == 1 {
		return "-" + flagName
	}
	return "--" + flagName
}

func sentence(words string) string { return strings.ToUpper(words[:1]) + words[1:] + "." }
