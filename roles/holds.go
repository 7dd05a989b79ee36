package roles

// Holds reports whether the person holds that role, in force, in the scope.
func (p *Policy) Holds(s *Standing, role RoleID, sc Scope) bool {
	if s == nil {
		return false
	}
	for i := range s.Appointments {
		if a := &s.Appointments[i]; a.Role == role && sc.covers(a) && p.InForce(s, a) {
			return true
		}
	}
	return false
}
