package roles_test

import (
	"os"
	"testing"
	"time"

	"github.com/countersign-go/countersign/proficiency/source"
	"github.com/countersign-go/countersign/roles"
)

func TestReminders(t *testing.T) {
	t.Parallel()
	small, err := os.ReadFile("testdata/ok/small.yaml")
	if err != nil {
		t.Fatal(err)
	}
	const hour = time.Hour
	cases := []struct {
		name, reminders       string
		confirmation, signOff time.Duration
		line, col             int
	}{
		{"absent", "", hour, 24 * hour, 1, 1},
		{"empty", "reminders: {}\n", hour, 24 * hour, 33, 12},
		{"confirmations", "reminders: {confirmation_hours: 2}\n", 2 * hour, 24 * hour, 33, 12},
		{"sign-offs", "reminders: {sign_off_hours: 2}\n", hour, 2 * hour, 33, 12},
		{"no limit", "reminders: {confirmation_hours: 0, sign_off_hours: 0}\n", 0, 0, 33, 12},
		{"a year", "reminders:\n  confirmation_hours: 8760\n  sign_off_hours: 8760\n", 8760 * hour, 8760 * hour, 34, 3},
	}
	for _, c := range cases {
		p, findings := roles.Parse("small.yaml", []byte(string(small)+c.reminders))
		if p == nil {
			t.Errorf("%s: %v", c.name, findings)
			continue
		}
		want := roles.Reminders{Confirmation: c.confirmation, SignOff: c.signOff,
			Position: source.Position{File: "small.yaml", Line: c.line, Col: c.col}}
		if got := p.Reminders(); got != want {
			t.Errorf("%s: got %+v, want %+v", c.name, got, want)
		}
	}
}

func TestRemindersOfFiles(t *testing.T) {
	t.Parallel()
	if r := roles.Default().Reminders(); r.Confirmation != time.Hour || r.SignOff != 24*time.Hour || r.Position == roles.Default().Position() {
		t.Errorf("the default says %+v", r)
	}
	if r := mustParse(t, "ok/mentors.yaml").Reminders(); r.Confirmation != 0 || r.SignOff != 72*time.Hour {
		t.Errorf("mentors are reminded %+v", r)
	}
}
