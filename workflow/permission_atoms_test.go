package workflow_test

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency"
)

// atoms are single roles: of each kind at the enrolment's first centre, at its
// second, at neither, and for categories.
var atoms = slices.Concat(
	at1(ccm, adm, edm, ass, cm), at("trust-9", nil, ccm, adm, edm, ass), at5(ccm, edm), elsewhere(ccm, edm, ass),
	at("trust-1", []proficiency.Category{"clinical"}, ccm, edm),
)

// A mask is a set of atoms.
type mask uint32

func (m mask) holding() (h holding) {
	for i := range atoms {
		if m&(1<<i) != 0 {
			h = append(h, atoms[i])
		}
	}
	return h
}

// singles and pairs of a mask, and no atom at all.
func (m mask) singles() []mask {
	out := []mask{0}
	for i := range atoms {
		if m&(1<<i) != 0 {
			out = append(out, 1<<i)
		}
	}
	return out
}

func (m mask) pairs() (out []mask) {
	one := m.singles()[1:]
	for i, a := range one {
		for _, b := range one[:i] {
			out = append(out, a|b)
		}
	}
	return out
}

const everyAtom = mask(1<<16 - 1)
