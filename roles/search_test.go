package roles

import (
	"flag"
	"maps"
	"os"
	"slices"
	"testing"
)

var searchStates = flag.Int("search.states", 0, "how many worlds each search visits at most; 0 stands for a few hundred, -1 for all there are")

func searchMost() int {
	if *searchStates == 0 {
		return searchFew
	}
	return *searchStates
}

// watched is a policy in which the host names somebody who may suspend and
// revoke the role that is kept: under the others its holders alone could, and
// they are holders themselves.
const watched = `
format: countersign-policy/v1
id: watched
version: 1.0.0
title: Leads who are watched
roles:
  - id: lead
    title: Lead
    rank: 1
    admin: true
    capabilities: [appoint, confirm]
    appoints:
      - roles: [lead]
    keep_last: true
  - id: watch
    title: Watch
    comes_from: host
    capabilities: [register, approve, revoke, suspend, appoint-first-manager]
    appoints:
      - {roles: [lead], capability: appoint-first-manager, only_while_none_in_force: true}
    revokes: [lead]
    suspends: [lead]
`

func searchPolicies(t *testing.T) map[string]*Policy {
	mentors, err := os.ReadFile("testdata/ok/mentors.yaml")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]*Policy{"default": Default(), "higher-education": HigherEducation()}
	for name, src := range map[string][]byte{"mentors": mentors, "watched": []byte(watched)} {
		p, findings := Parse(name+".yaml", src)
		if findings.HasErrors() {
			t.Fatal(findings)
		}
		out[name] = p
	}
	return out
}

// searching runs a test for each policy, in the same order each time.
func searching(t *testing.T, do func(*testing.T, *Policy)) {
	t.Parallel()
	policies := searchPolicies(t)
	for _, name := range slices.Sorted(maps.Keys(policies)) {
		t.Run(name, func(t *testing.T) { do(t, policies[name]) })
	}
}

// search runs a search and reports what it found.
func (s *space) search(t *testing.T, most int) *search {
	t.Helper()
	out := s.run(most)
	t.Logf("%d worlds visited of %d found, to depth %d, complete %v: %d decisions, %d transitions, %d left a role unfilled",
		out.visited, len(out.nodes), out.depth(), out.complete(), out.decided, out.transitions, out.unfilled)
	t.Logf("%d pairs of acts at once: decided on one state, %d lose the last holder and %d lack a path", out.pairs, out.staleLast, out.stalePath)
	if s.twice {
		t.Logf("decided one after the other, of %d the second is refused", out.late)
	}
	if out.ordered > 0 {
		t.Logf("%d times the order of appointments made a difference, such as at the end of this:\n%s", out.ordered, out.way(out.orderedExample))
	}
	if out.fault != nil {
		t.Fatalf("after %d worlds: %s", out.visited, out.way(out.fault))
	}
	return out
}

// At one centre, with the roles whose holders act on others: every world there is.
func TestSearchOneCentreToItsEnd(t *testing.T) {
	searching(t, func(t *testing.T, p *Policy) {
		most := -1
		if underRace {
			most = searchMost()
		}
		out := actingSpace(p).search(t, most)
		if most < 0 && !out.complete() {
			t.Error("not every world was visited")
		}
		provesCompareAndSet(t, out)
	})
}

// At one centre, with all roles.
func TestSearchOneCentre(t *testing.T) {
	searching(t, func(t *testing.T, p *Policy) {
		s := closedSpace(p)
		s.twice = *searchStates == 0 // else it takes as long again
		provesCompareAndSet(t, s.search(t, searchMost()))
	})
}

// At two centres, with staff lists, a category and registrations to approve.
func TestSearchTwoCentres(t *testing.T) {
	searching(t, func(t *testing.T, p *Policy) {
		openSpace(p).search(t, searchMost())
	})
}

// provesCompareAndSet makes sure that the search would see it if two acts were
// decided on the same state.
func provesCompareAndSet(t *testing.T, s *search) {
	t.Helper()
	keeps := slices.ContainsFunc(slices.Collect(s.p.roles.Values()), func(r *Role) bool { return r.keepLast.On })
	if !keeps {
		return
	}
	if s.staleLast == 0 || s.unfilled == 0 {
		t.Fatalf("of two acts decided on one state none loses the last holder, or the host takes none: nothing was shown")
	}
	t.Logf("if both were decided on one state:\n%s", s.way(s.staleExample))
}

// What can be reached from somebody in one role, while the host does nothing,
// is what the policy's data leads to from there: no more and no less.
func TestSearchReachesWhatThePolicySays(t *testing.T) {
	searching(t, func(t *testing.T, p *Policy) {
		for r := range p.roles.Values() {
			if !r.held() {
				continue
			}
			out := holderSpace(p, r.id).run(searchMost())
			want := paths(p, r.id)
			slices.Sort(want)
			if out.fault != nil {
				t.Errorf("from %s, after %d worlds: %s", r.id, out.visited, out.way(out.fault))
			} else if got := out.rolesHeld(); !slices.Equal(got, want) {
				t.Errorf("from %s: %v, want %v", r.id, got, want)
			}
		}
	})
}

// rolesHeld are those that anybody holds in any world found.
func (s *search) rolesHeld() (out []RoleID) {
	var all spot
	for i := range s.nodes {
		for _, x := range s.nodes[i].world[0] {
			all |= x
		}
	}
	for _, h := range s.held {
		if all&h.bit != 0 && !slices.Contains(out, h.role.id) {
			out = append(out, h.role.id)
		}
	}
	slices.Sort(out)
	return out
}
