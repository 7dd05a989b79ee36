package roles

import (
	"strings"

	"github.com/countersign-go/countersign/proficiency/source"
)

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

// String gives "file:line:col: message [code]", without a position where there is none.
func (r Reason) String() string {
	text := r.Message + " [" + r.Code + "]"
	if r.Clause.IsZero() {
		return text
	}
	return r.Clause.String() + ": " + text
}

// because makes a reason. The message is a template: {name} stands for the
// value of that parameter, and params are names and values in turn.
func because(code string, clause source.Position, message string, params ...string) Reason {
	values := make(map[string]string, len(params)/2)
	fill := make([]string, 0, len(params))
	for i := 0; i+1 < len(params); i += 2 {
		values[params[i]] = params[i+1]
		fill = append(fill, "{"+params[i]+"}", params[i+1])
	}
	return Reason{
		Code:    code,
		Message: strings.NewReplacer(fill...).Replace(message),
		Params:  values,
		Clause:  clause,
	}
}

func (r Reason) cure(remedy string) Reason {
	r.Remedy = remedy
	return r
}

// list writes ids for a parameter: "a, b".
func list[T ~string](ids []T) string { return join(ids, ", ") }

// either writes ids for a remedy: "a, b or c".
func either[T ~string](ids []T) string {
	n := len(ids)
	if n < 2 {
		return join(ids, "")
	}
	return join(ids[:n-1], ", ") + " or " + string(ids[n-1])
}

func join[T ~string](ids []T, between string) string {
	words := make([]string, len(ids))
	for i, id := range ids {
		words[i] = string(id)
	}
	return strings.Join(words, between)
}
