package roles

import (
	"time"

	"github.com/countersign-go/countersign/proficiency/source"
)

// What the hours are where a policy does not say, and the most they can be: a
// year of 365 days, beyond which is surely a mistake.
const (
	confirmationHours = 1
	signOffHours      = 24
	maxHours          = 8760
)

// Reminders says how often learners may remind those whom they asked: the
// least time that passes between two messages to one addressee about one
// enrolment. Both are whole hours from 0 to 8760, a year of 365 days; 0 sets no
// limit. Where a policy does not say, they are 1 hour and 24 hours.
type Reminders struct {
	// Confirmation is for requests to confirm proficiencies.
	Confirmation time.Duration
	// SignOff is for requests for the final sign-off.
	SignOff time.Duration
	// Position is where the policy says so, or that of the policy if it does not.
	Position source.Position
}

// Reminders says how often learners may remind those whom they asked.
func (p *Policy) Reminders() Reminders { return p.reminders }

var remindersShape = source.Shape{What: "the rule of reminders", Optional: []string{"confirmation_hours", "sign_off_hours"}}

func readReminders(policy source.Mapping) draftReminders {
	n := policy.Get("reminders")
	m := n.Mapping(&remindersShape)
	r := draftReminders{
		confirmation: m.Get("confirmation_hours").Int(0, maxHours, confirmationHours),
		signOff:      m.Get("sign_off_hours").Int(0, maxHours, signOffHours),
		position:     n.Position(),
	}
	if !n.Present() {
		r.position = policy.Position()
	}
	return r
}

func (r draftReminders) build() Reminders {
	return Reminders{
		Confirmation: time.Duration(r.confirmation) * time.Hour,
		SignOff:      time.Duration(r.signOff) * time.Hour,
		Position:     r.position,
	}
}

func (r Reminders) canonical() object {
	o := object{}
	o.put("confirmation_hours", int(r.Confirmation/time.Hour), r.Confirmation == confirmationHours*time.Hour)
	o.put("sign_off_hours", int(r.SignOff/time.Hour), r.SignOff == signOffHours*time.Hour)
	return o
}
