package cli

import (
	"errors"
	"flag"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
)

const checkDetails = `Each finding has the place, what is wrong and what is allowed, and the rule that it breaks, with the line below.
Warnings alone are no failure. - is standard input. With --framework, the roles that frameworks name are held
against the policy, too; that takes one policy.`

func rolesCheck(flags *flag.FlagSet) action {
	var frameworks texts
	flags.Var(&frameworks, "framework", "`FILE` is a framework to hold against the policy; may be repeated")
	return func(s *session, files []string) (bool, error) {
		switch {
		case len(files) == 0:
			return false, wrong("name the file of a policy, or %s for standard input", standardInput)
		case len(files) > 1 && len(frameworks) > 0:
			return false, wrong("--framework takes one policy to hold frameworks against, not %d; each framework has a --framework of its own", len(files))
		}
		fine, failed := true, error(nil)
		for _, file := range files {
			ok, err := s.checkPolicy(file, frameworks)
			fine, failed = fine && ok, errors.Join(failed, err)
		}
		return fine, failed
	}
}

// checkPolicy checks a policy, and frameworks against it.
func (s *session) checkPolicy(file string, frameworks []string) (bool, error) {
	t, err := s.read(file)
	if err != nil {
		return false, err
	}
	p, findings := roles.Parse(t.name, t.src)
	fine := s.findings(findings, t)
	if len(findings) == 0 {
		s.printf("ok  %s: %s@%s\n", plain(t.name), p.ID(), p.Version())
	}
	var failed error
	for _, file := range frameworks {
		if p == nil {
			break // nothing to hold them against
		}
		ok, err := s.checkFramework(p, file)
		fine, failed = fine && ok, errors.Join(failed, err)
	}
	return fine, failed
}

// checkFramework holds a framework against the policy. What else is wrong with
// the framework is shown only where it cannot be read as one.
func (s *session) checkFramework(p *roles.Policy, file string) (bool, error) {
	t, err := s.read(file)
	if err != nil {
		return false, err
	}
	fw, findings := proficiency.Parse(t.name, t.src)
	if fw != nil {
		findings = roles.CheckFramework(p, fw)
	}
	if len(findings) == 0 {
		s.printf("ok  %s: %s with %s@%s\n", plain(t.name), fw.Ref(), p.ID(), p.Version())
	}
	return s.findings(findings, t), nil
}
