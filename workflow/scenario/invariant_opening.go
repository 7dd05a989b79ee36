package scenario

import (
	"fmt"
	"slices"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// checkOpening holds Enrol and EnrolTrial to the rules: what is accepted and
// what is not, and that an enrolment that exists is named to those only who see
// it. It knows the default policy, and frameworks that are open for enrolment.
func checkOpening(before, after *Moment) error {
	t, cmd := before.tale, after.Request.Command
	if _, opening := opens(after.Request.Actor, cmd); !opening || after.Err != nil && after.Denied == nil || t.request(after.Request.ID) != nil {
		return nil
	}
	if !after.x.open {
		return nil
	}
	why := after.x.notOpened(t, after)
	switch {
	case why == "" && after.Denied != nil:
		return come(Accepted, fmt.Errorf("%s by %s was refused for %v, and nothing in the rules is against it", cmd.Kind(), after.Request.Actor, reasonsOf(after.Denied)))
	case why != "" && after.Denied == nil:
		return refuse(fmt.Errorf("%s by %s was accepted, and should not: %s", cmd.Kind(), after.Request.Actor, why), guess(cmd.Kind()))
	case after.Denied != nil && !before.Sees && (names(after.Denied, after.ID) || t.about.Centre == "" && after.Denied.Has(workflow.AlreadyEnrolled)):
		return refuse(fmt.Errorf("the enrolment is named to %s, who may not see it", after.Request.Actor), workflow.AlreadyEnrolledElsewhere)
	}
	return nil
}

// names reports whether a refusal names an enrolment by its id.
func names(d *workflow.Denied, id workflow.EnrolmentID) bool {
	return slices.ContainsFunc(d.Reasons, func(r workflow.Reason) bool { return says(r, string(id)) })
}

// notOpened is why the rules would not have an enrolment opened.
func (x *stretch) notOpened(t *tale, m *Moment) string {
	switch c := m.Request.Command.(type) {
	case *workflow.EnrolTrial:
		_, err := time.LoadLocation(c.Zone)
		switch {
		case t.exists && !t.withdrawn:
			return "it is there"
		case c.Trial < 1 || c.Trial > workflow.MaxTrials || err != nil:
			return "its number or zone is none"
		}
		if why := x.notVersion(t, c.Framework); why != "" {
			return why
		}
		return x.notSaid(t, m, x.opens(t, c.Framework), c.Attributes)
	case *workflow.Enrol:
		if why := x.notVersion(t, c.Framework); why != "" {
			return why
		}
		if !c.CompleteBy.IsZero() && c.CompleteBy.Before(proficiency.DateOf(m.Now, x.book.zone(t, c.Centre))) {
			return "the date to complete by is past"
		}
		why := x.notEnrolledOn(t, m, c, x.opens(t, c.Framework))
		if why == "" && t.exists && !x.book.mayView(t, m.Request.Actor) { // who has to hear what they would if there were none
			why = x.notEnrolledOn(t, m, c, x.version(c.Framework))
		}
		return why
	}
	return ""
}

// notEnrolledOn is why the rules would not have somebody enrolled on a version.
func (x *stretch) notEnrolledOn(t *tale, m *Moment, c *workflow.Enrol, fw *proficiency.Framework) string {
	if why := x.book.notEnroller(t, fw, m, c); why != "" {
		return why
	}
	if why := x.notSaid(t, m, fw, c.Attributes); why != "" {
		return why
	}
	if why := x.book.notLetIn(fw, m, c); why != "" {
		return why
	}
	return unless(x.book.enrolsHere(c, fw), "a centre of that kind does not enrol them")
}

// opens is the version that an enrolment goes on with, or begins with.
func (x *stretch) opens(t *tale, ref proficiency.Ref) *proficiency.Framework {
	if t.exists {
		return t.plan.fw
	}
	return x.version(ref)
}

// notSaid is for attributes that the framework has not, or that are lacking: an
// enrolment that is revived by who may see it goes on with what it said.
func (x *stretch) notSaid(t *tale, m *Moment, fw *proficiency.Framework, list []proficiency.Setting) string {
	good, all := settings(list, fw)
	return unless(good && (all || t.exists && x.book.mayView(t, m.Request.Actor)), "it is not said, or wrong, what decides what applies")
}

// notVersion is for a version that there is none of, or not the one that a
// withdrawn enrolment is pinned to.
func (x *stretch) notVersion(t *tale, ref proficiency.Ref) string {
	if t.exists {
		return unless(ref.Version == proficiency.Version{} || ref == t.plan.fw.Ref(), "it is pinned to another version")
	}
	return unless(x.version(ref) != nil, "there is no such version")
}

// version is the version named, or the newest.
func (x *stretch) version(ref proficiency.Ref) (out *proficiency.Framework) {
	for _, fw := range x.world.known[ref.ID] {
		if fw.Ref() == ref {
			return fw
		}
		if ref.Version == (proficiency.Version{}) && (out == nil || fw.Version().Compare(out.Version()) > 0) {
			out = fw
		}
	}
	return out
}

// enrolsHere: trusts enrol, and universities those who are delegates of no
// trust, suspended there or not, and themselves.
func (b *book) enrolsHere(c *workflow.Enrol, fw *proficiency.Framework) bool {
	at := c.Centre
	centre := b.centres[at]
	if centre == nil || centre.kind != roles.University || fw.Subject() == proficiency.SubjectCentre {
		return centre != nil && (centre.kind == roles.Trust || centre.kind == roles.University)
	}
	p := b.person(c.Learner)
	return !slices.ContainsFunc(p.centres(), func(c workflow.CentreID) bool {
		return c != at && p.member[c].active && b.centres[c] != nil && b.centres[c].kind == roles.Trust
	})
}

// centres are where somebody is registered.
func (p *bookPerson) centres() (out []workflow.CentreID) {
	for c := range p.member {
		out = append(out, c)
	}
	return out
}
