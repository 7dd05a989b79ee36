package roles_test

import (
	"testing"

	"github.com/countersign-go/countersign/roles"
)

// TestAllowedAllocatesNothing cannot run beside others: it counts all allocations.
func TestAllowedAllocatesNothing(t *testing.T) {
	p := roles.Default()
	s := limited(person("p-1", admin, assessor, educator), "clinical")
	scope, content := at("clinical"), named(educator)
	cases := map[string]func() bool{
		"May":      func() bool { return p.May(s, roles.CanSignOff, scope).Allowed() },
		"MayAs":    func() bool { return p.MayAs(s, roles.CanSignOff, content, scope).Allowed() },
		"HoldsAny": func() bool { return p.HoldsAny(s, scope) },
		"InForce":  func() bool { return p.InForce(s, &s.Appointments[0]) },
	}
	for name, f := range cases {
		if n := testing.AllocsPerRun(100, func() {
			if !f() {
				t.Errorf("%s refuses", name)
			}
		}); n != 0 {
			t.Errorf("%s allocates %v times", name, n)
		}
	}
}

func BenchmarkMay(b *testing.B) {
	p, scope := roles.Default(), at("clinical")
	for _, bench := range []struct {
		name string
		who  *roles.Standing
	}{
		{"1", person("p-1", educator)},
		{"3", person("p-1", manager, admin, educator)},
		{"3 limited", limited(person("p-1", manager, admin, educator), "clinical")},
	} {
		b.Run("appointments="+bench.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if !p.May(bench.who, roles.CanSignOff, scope).Allowed() {
					b.Fatal("refused")
				}
			}
		})
	}
}

func BenchmarkMayAs(b *testing.B) {
	p, scope, content := roles.Default(), at("clinical"), named(assessor, educator)
	for _, bench := range []struct {
		name string
		who  *roles.Standing
	}{
		{"1", person("p-1", assessor)},
		{"3", person("p-1", manager, admin, educator)},
	} {
		b.Run("appointments="+bench.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if !p.MayAs(bench.who, roles.CanConfirm, content, scope).Allowed() {
					b.Fatal("refused")
				}
			}
		})
	}
}

func BenchmarkHoldsAny(b *testing.B) {
	p, s, scope := roles.Default(), person("p-1", manager, admin, educator), at("clinical")
	b.ReportAllocs()
	for b.Loop() {
		if !p.HoldsAny(s, scope) {
			b.Fatal("refused")
		}
	}
}

func BenchmarkMayRefused(b *testing.B) {
	p, s, scope := roles.Default(), person("p-1", admin), at("clinical")
	b.ReportAllocs()
	for b.Loop() {
		if p.May(s, roles.CanSignOff, scope).Allowed() {
			b.Fatal("allowed")
		}
	}
}

func BenchmarkParse(b *testing.B) {
	src := readDefault(b)
	b.ReportAllocs()
	for b.Loop() {
		if p, _ := roles.Parse("default.yaml", src); p == nil {
			b.Fatal("refused")
		}
	}
}
