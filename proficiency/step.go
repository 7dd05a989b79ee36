package proficiency

// A Step is how much newer a version says that it is, from the least to the
// most. What each promises a learner:
//
//   - a patch changes words and not what they mean;
//   - a minor version adds what may be chosen or helps, and asks nothing of
//     those who are half-way;
//   - a major version changes what a result means, who may give it, or what has
//     to be reached.
//
// It is the same below 1.0.0: once learners are enrolled, content is no longer
// in initial development, of which Semantic Versioning 2.0.0 §4 speaks.
type Step uint8

const (
	// StepNone is no step: the version is the same, or an older one.
	StepNone Step = iota
	// StepPatch raises the last number.
	StepPatch
	// StepMinor raises the number in the middle.
	StepMinor
	// StepMajor raises the first number.
	StepMajor
)

// String gives "none", "patch", "minor" or "major".
func (s Step) String() string {
	switch s {
	case StepPatch:
		return "patch"
	case StepMinor:
		return "minor"
	case StepMajor:
		return "major"
	}
	return "none"
}

// StepTo is the step that w claims beyond v; StepNone if w is not newer.
func (v Version) StepTo(w Version) Step {
	switch {
	case w.Compare(v) <= 0:
		return StepNone
	case w.Major > v.Major:
		return StepMajor
	case w.Minor > v.Minor:
		return StepMinor
	}
	return StepPatch
}

// Next is the first version that claims the step beyond v: v itself for StepNone.
func (v Version) Next(s Step) Version {
	switch s {
	case StepPatch:
		v.Patch++
	case StepMinor:
		v.Minor, v.Patch = v.Minor+1, 0
	case StepMajor:
		v = Version{Major: v.Major + 1}
	}
	return v
}
