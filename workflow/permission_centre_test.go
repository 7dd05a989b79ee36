package workflow_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// Enrolments of a centre for the permission table: the same places, with the
// accountable person where a learner is, and contributors who answer.

// castOfCentre is a cast of different people.
var castOfCentre = cast{accountable, "supervisor-1", "addressee-1", "decider-1", "enroller-1"}

func ofCentre(id proficiency.FrameworkID) proficiency.FrameworkID { return id + "-centre" }

// withCentres adds the same content with a centre as its subject.
func withCentres(content map[string]string) map[string]string {
	out := map[string]string{}
	for id, text := range content {
		of := string(ofCentre(proficiency.FrameworkID(id)))
		head, rest, required := strings.Cut(text, "requires:\n")
		if required { // which a centre has none of
			_, rest, _ = strings.Cut(rest, "\n\n")
		}
		out[id], out[of] = text, strings.NewReplacer("id: "+id+"\n", "id: "+of+"\nsubject: centre\n").Replace(head+rest)
	}
	return out
}

// centrePlaces are the places at which the enrolment of a centre can be.
func centrePlaces() (out []place) {
	for _, p := range places {
		if p.note != trialNote && p.note != atTwo.note && p.note != ruledNote {
			out = append(out, p.atCentre())
		}
	}
	return out
}

func (p place) atCentre() place {
	p.centre = true
	return p
}

// cast is who stands in which relation there.
func (p place) cast() cast {
	if p.centre {
		return castOfCentre
	}
	return castApart
}

// path is a name that tells places of the two kinds apart.
func (p place) path() string {
	if p.centre {
		return "centre, " + p.name()
	}
	return p.name()
}

func scenesAt(t *testing.T, list []place, c cast) map[string]*scene {
	t.Helper()
	scenes := map[string]*scene{}
	for _, p := range list {
		scenes[p.name()] = newScene(t, p, c)
	}
	return scenes
}

// placesOf are those of the scenes, in the order of the list.
func placesOf(scenes map[string]*scene) []place {
	if scenes[progress.name()].centre {
		return centrePlaces()
	}
	return supervisedPlaces
}

// ofCentre makes a casting one of a centre, of which these are delegates.
func (k *casting) ofCentre() {
	k.centre = true
	for _, p := range (people{contributor, another, joining, next}) {
		k.host.Delegate(p, "trust-1")
	}
}

func (k *casting) enrol() *workflow.Enrol {
	c := &workflow.Enrol{Framework: k.ref, Centre: "trust-1", Attributes: inRole("clinical")}
	if k.centre {
		c.Contributors, c.Accountable = people{contributor, another}, k.learner
	} else {
		c.Learner = k.learner
	}
	return c
}

// author is who answers.
func (k *casting) author() workflow.PersonID {
	if k.centre {
		return contributor
	}
	return k.learner
}

func theAccountable(s *scene, _ *proficiency.Item) workflow.PersonID {
	if s.centre {
		return s.learner
	}
	return ""
}

func theContributor(s *scene, _ *proficiency.Item) workflow.PersonID {
	if s.centre {
		return contributor
	}
	return ""
}

// contributes reports whether a person is, or is to be, a contributor.
func (s *scene) contributes(p workflow.PersonID) bool {
	return s.centre && slices.Contains(people{contributor, another}, p)
}

var (
	centreOpeningColumns = share("Acc=Acc A+all", "Con", "C+all", "CCM=CCM Adm", "E/M", "Asr=Asr CM", "none=none far", "unk", "cat",
		"s=s:CCM s:Adm s:Asr d:Asr", "s:E/M=s:E/M d:E/M enr", "a=a:E/M a:Asr a:Adm", "s:far", "s:cat=s:cat a:cat", "s:susp")
	centreColumns = share("Acc=Acc A+all", "Con=Con C+all", "CCM", "Adm", "out=E/M Asr CM none unk far cat", "s:CCM", "s:Adm", "s:E/M", "s:Asr",
		"a:E/M", "a:Asr", "a:Adm", "d:E/M", "d:Asr", "enr", "gone=s:far s:cat a:cat s:susp")
)
