package workflow

import "github.com/countersign-go/countersign/proficiency"

// What a Walker does for a centre.

// ofCentres reports whether only the enrolments of centres know commands of a kind.
func ofCentres(kind Kind) bool { return kind == KindSetContributors || kind == KindSetAccountable }

// follow keeps in mind who is accountable now.
func (w *Walker) follow(r *Record) {
	events, _ := r.decoded()
	for _, e := range events {
		switch e := e.(type) {
		case *Enrolled:
			if e.Accountable != "" {
				w.Learner = e.Accountable
			}
		case *AccountableSet:
			w.Learner = e.To
		}
	}
}

// author is somebody who may answer.
func (w *Walker) author(s *State) PersonID {
	if len(w.Stand) > 0 && w.IntN(30) > 0 {
		return pick(w, s.Contributors())
	}
	return w.Learner
}

// standing are a few who might contribute, rarely nobody.
func (w *Walker) standing() (out []PersonID) {
	for _, p := range w.Stand {
		if w.IntN(2) == 0 {
			out = append(out, p)
		}
	}
	return out
}

// openCentre enrols the centre, mostly by somebody else than who stands for it.
func (w *Walker) openCentre(ref proficiency.Ref) (PersonID, Command) {
	c := &Enrol{Contributors: w.standing(), Accountable: pick(w, w.Stand), Framework: ref, Centre: w.Centres[0]}
	return pick(w, append([]PersonID{c.Accountable}, w.Signatories...)), c
}
