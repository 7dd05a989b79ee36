package cli

import (
	"errors"
	"flag"
	"io/fs"
	"slices"
	"strings"

	"github.com/countersign-go/countersign/proficiency/source"
	"github.com/countersign-go/countersign/roles"
)

// rolesCommands are the rows below roles.
func rolesCommands() []subcommand {
	return []subcommand{
		{name: "check", summary: "finds everything that is wrong with policies of roles",
			args: "POLICY.yaml… [--framework FILE]…", details: checkDetails, prepare: rolesCheck},
		{name: "explain", summary: "says what somebody with some roles may do, by which line of the policy, and else why not",
			args:    "--as ROLE[,ROLE]… [--may CAPABILITY [--at-kind KIND] | --appoint ROLE | --revoke ROLE] [--policy POLICY]",
			details: explainDetails, prepare: rolesExplain},
		{name: "graph", summary: "draws who may appoint, take and end whom, as a Mermaid flowchart",
			args: "[--policy POLICY]", prepare: rolesGraph},
		{name: "matrix", summary: "prints who may appoint, take, revoke and suspend whom, as grids",
			args: "[--policy POLICY]", details: "Rows act, columns are acted on.", prepare: rolesMatrix},
	}
}

// policyFlag is the flag of subcommands that look at one policy.
func policyFlag(flags *flag.FlagSet) *string {
	return flags.String("policy", "default", "`POLICY` is a file, - for standard input, or one that comes with the library: "+
		strings.Join(shippedNames(), " or "))
}

// shippedNames are the policies that come with the library.
func shippedNames() []string {
	names, _ := fs.Glob(roles.FS(), "*.yaml") // the pattern is sound
	for i, n := range names {
		names[i] = strings.TrimSuffix(n, ".yaml")
	}
	return names
}

// A policy is one that was read, with its text to show lines of.
type policy struct {
	*roles.Policy
	text text
}

// policy reads the policy of that name or file. Where it has errors these are
// printed, and the policy is nil without an error.
func (s *session) policy(named string) (*policy, error) {
	t, err := s.policyText(named)
	if err != nil {
		return nil, err
	}
	p, findings := roles.Parse(t.name, t.src)
	if p == nil {
		s.findings(findings, t)
		return nil, nil
	}
	return &policy{p, t}, nil
}

func (s *session) policyText(named string) (text, error) {
	shipped := shippedNames()
	if slices.Contains(shipped, named) {
		file := named + ".yaml"
		src, err := fs.ReadFile(roles.FS(), file)
		return newText("roles/"+file, src), err
	}
	t, err := s.read(named)
	if hint := source.DidYouMean(named, shipped); errors.Is(err, fs.ErrNotExist) && hint != "" {
		return t, &hinted{err, hint}
	}
	return t, err
}

// hinted is an error with what was probably meant.
type hinted struct {
	error
	hint string
}

func (h *hinted) Error() string { return h.error.Error() + h.hint }

func (h *hinted) Unwrap() error { return h.error }

// role is the policy's role of that name.
func (p *policy) role(named string) (*roles.Role, error) {
	if r := p.Role(roles.RoleID(named)); r != nil {
		return r, nil
	}
	var known []string
	for r := range p.Roles().Values() {
		known = append(known, string(r.ID()))
	}
	hint := source.DidYouMean(named, known)
	if hint == "" {
		hint = ": its roles are " + source.Listing(known)
	}
	return nil, wrong("the policy has no role %s%s", source.Quote(named), hint)
}

// onPolicy is the action of a subcommand that only prints something of a policy.
func onPolicy(flags *flag.FlagSet, print func(*policy) string) action {
	named := policyFlag(flags)
	return func(s *session, args []string) (bool, error) {
		if err := noArguments(args); err != nil {
			return false, err
		}
		p, err := s.policy(*named)
		if p != nil {
			s.printf("%s", print(p))
		}
		return p != nil, err
	}
}
