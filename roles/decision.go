package roles

import "github.com/countersign-go/countersign/proficiency/source"

// A Decision is the answer to "may this standing do that here": either what it
// rests on or every reason against it.
type Decision struct {
	// As is the role relied on.
	As Held
	// With is the second role relied on, where one role is named by content and
	// another one gives the capability; zero where As gives both.
	With Held
	// Reasons are why not; none means allowed.
	Reasons []Reason
}

// Allowed reports whether nothing speaks against it.
func (d Decision) Allowed() bool { return len(d.Reasons) == 0 }

// A Reason is one reason for a refusal. Code is stable and part of the
// interface; messages may be reworded.
type Reason struct {
	Code    string
	Message string
	// Params are the values that the message speaks of, for translation, by name.
	Params map[string]string
	// Clause is the place in the policy or the framework that decided.
	Clause source.Position
	// Remedy says what would make it possible; it may be empty.
	Remedy string
}
