package proficiency

import "github.com/countersign-go/countersign/proficiency/source"

func roleRules() []ContentRule {
	return []ContentRule{
		{"no-confirmers", source.Error, "Every proficiency names, itself or by default, the roles that may confirm it, unless nobody confirms anything.", checkConfirmersGiven},
		{"duplicate-role", source.Error, "A list of roles names each role once.", checkRolesOnce},
	}
}

func checkConfirmersGiven(r *raw, report reporter) {
	if r.unsupervised.set {
		return
	}
	for _, it := range r.items {
		d := it.section.defaults
		if it.sound && d.sound && !d.confirmersOr(it.confirmedBy).given {
			report(it.position, "nobody may confirm the proficiency %s: give it confirmed_by, or one in defaults", quoteID(it.id))
		}
	}
}

func checkRolesOnce(r *raw, report reporter) {
	r.eachRoles(func(what string, roles rawRoles) {
		eachRepeated(roles.roles, func(role source.Text) {
			report(role.Position, "%s names the role %s twice: remove one", what, source.Quote(role.Value)).Fix = r.removing(role, false)
		})
	})
}

// removing is the fix that takes an entry out of a list which has it already.
// It is not safe where another may have been meant and it matters which.
func (r *raw) removing(entry source.Text, safe bool) *source.Fix {
	fix := r.doc.Removing(entry)
	if fix != nil {
		fix.Safe = safe
	}
	return fix
}

// eachRepeated gives each text that stands earlier in the list too.
func eachRepeated(list []source.Text, yield func(source.Text)) {
	seen := make(map[string]bool, len(list))
	for _, t := range list {
		if seen[t.Value] {
			yield(t)
		}
		seen[t.Value] = true
	}
}
