package cli

import (
	"flag"
	"slices"
	"strings"

	"github.com/countersign-go/countersign/proficiency/source"
	"github.com/countersign-go/countersign/roles"
)

const explainDetails = `It is about somebody who is registered, approved and active at a centre and holds the roles there, for every
category. Without a question it lists all that they may do.`

// A question is what explain is asked.
type question struct {
	as, may, kind, appoint, revoke string
}

func rolesExplain(flags *flag.FlagSet) action {
	var q question
	named := policyFlag(flags)
	flags.StringVar(&q.as, "as", "", "`ROLE[,ROLE]…` are the roles that somebody holds")
	flags.StringVar(&q.may, "may", "", "`CAPABILITY` is what they want to use")
	flags.StringVar(&q.kind, "at-kind", "", "`KIND` of the centre, with --may enrol: "+strings.Join(centreKinds(), ", "))
	flags.StringVar(&q.appoint, "appoint", "", "`ROLE` is what they want to appoint somebody to")
	flags.StringVar(&q.revoke, "revoke", "", "`ROLE` is what they want to end for somebody")
	return func(s *session, args []string) (bool, error) {
		if err := noArguments(args); err != nil {
			return false, err
		}
		p, err := s.policy(*named)
		if p == nil {
			return false, err
		}
		e := &explanation{session: s, policy: p}
		if err := e.roles(q.as); err != nil {
			return false, err
		}
		return e.answer(q)
	}
}

func centreKinds() []string {
	return []string{string(roles.Trust), string(roles.University), string(roles.OtherKind)}
}

// An explanation is of what somebody who holds some roles may do.
type explanation struct {
	*session
	policy *policy
	as     []*roles.Role
}

// roles reads those that somebody holds.
func (e *explanation) roles(as string) error {
	if strings.Trim(as, ", ") == "" {
		return wrong("say with --as which roles they hold")
	}
	for _, word := range strings.Split(as, ",") {
		r, err := e.policy.role(strings.TrimSpace(word))
		if err != nil {
			return err
		}
		if !slices.Contains(e.as, r) {
			e.as = append(e.as, r)
		}
	}
	return nil
}

// answer answers the one question that was asked.
func (e *explanation) answer(q question) (bool, error) {
	asked := 0
	for _, word := range []string{q.may, q.appoint, q.revoke} {
		if word != "" {
			asked++
		}
	}
	switch {
	case asked > 1:
		return false, wrong("ask one thing at a time: --may, --appoint or --revoke")
	case q.kind != "" && q.may != roles.CanEnrol.String():
		return false, wrong("--at-kind is for --may enrol: nothing else depends on the kind of the centre")
	case q.may != "":
		return e.may(q.may, q.kind)
	case q.appoint != "":
		return e.about(q.appoint, e.appoint)
	case q.revoke != "":
		return e.about(q.revoke, e.revoke)
	}
	e.list()
	return true, nil
}

// about asks about one role of the policy.
func (e *explanation) about(named string, ask func(*roles.Role) bool) (bool, error) {
	r, err := e.policy.role(named)
	if err != nil {
		return false, err
	}
	return ask(r), nil
}

// The persons and the centre that decisions are asked about. Their ids stand in messages.
const (
	somebody roles.PersonID = "somebody"
	another  roles.PersonID = "the other person"
	centre   roles.CentreID = "the centre"
)

// somebody is an active delegate of the centre who holds the roles, with the other person on their staff list.
func (e *explanation) somebody(held ...*roles.Role) *roles.Standing {
	s := standing(somebody, held...)
	s.Staff = []roles.StaffEntry{{Centre: centre, Person: another}}
	return s
}

func standing(who roles.PersonID, held ...*roles.Role) *roles.Standing {
	s := &roles.Standing{Person: who, Memberships: []roles.Membership{{Centre: centre, Active: true}}}
	for _, r := range held {
		s.Appointments = append(s.Appointments, roles.Appointment{Role: r.ID(), Centre: centre})
	}
	return s
}

// several says that more than one person holds each role, so that nobody is the last.
func (e *explanation) several() roles.Holders {
	n := roles.Holders{}
	for r := range e.policy.Roles().Values() {
		n[r.ID()] = 2
	}
	return n
}

// because prints every reason of a refusal, with what would make it possible.
func (e *explanation) because(reasons []roles.Reason) {
	for _, r := range reasons {
		e.line(r.Clause, r.Message+" ["+r.Code+"]")
		if r.Remedy != "" {
			e.printf("remedy: %s\n", plain(r.Remedy))
		}
	}
}

// line prints something about a line of the policy.
func (e *explanation) line(at source.Position, message string) { e.at(at, message, e.policy.text) }

// held names the roles held.
func (e *explanation) held() string {
	ids := make([]string, len(e.as))
	for i, r := range e.as {
		ids[i] = string(r.ID())
	}
	return source.Listing(ids)
}
