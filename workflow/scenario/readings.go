package scenario

import (
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/source"
	"github.com/countersign-go/countersign/roles"
)

// Readings remember what was made of content, for a shrinker, which asks for most of it thousands of times. What they
// give is immutable. Nil reads everything anew.
type readings map[reading]any

// mostReadings keeps memory bounded: what a shrinker leaves a line out of is asked for a few times, and then never again.
const mostReadings = 100

// A reading is what was read: a file, and of a migration the frameworks that it leads between.
type reading struct {
	name, content string
	from, to      *proficiency.Framework
}

// A read is what came of it.
type read[T any] struct {
	value *T
	found source.Diagnostics
}

// reread reads content that was not read before.
func reread[T any](r readings, of reading, anew func() (*T, source.Diagnostics)) (*T, source.Diagnostics) {
	if before, ok := r[of].(read[T]); ok {
		return before.value, before.found
	}
	value, found := anew()
	if len(r) >= mostReadings {
		clear(r)
	}
	if r != nil {
		r[of] = read[T]{value, found}
	}
	return value, found
}

func (r readings) framework(name string, content []byte) (*proficiency.Framework, source.Diagnostics) {
	return reread(r, reading{name: name, content: string(content)}, func() (*proficiency.Framework, source.Diagnostics) {
		return proficiency.Parse(name, content)
	})
}

func (r readings) migration(name string, content []byte, from, to *proficiency.Framework) (*proficiency.Migration, source.Diagnostics) {
	return reread(r, reading{name, string(content), from, to}, func() (*proficiency.Migration, source.Diagnostics) {
		return proficiency.ParseMigration(name, content, from, to)
	})
}

func (r readings) policy(name string, content []byte) (*roles.Policy, source.Diagnostics) {
	return reread(r, reading{name: name, content: string(content)}, func() (*roles.Policy, source.Diagnostics) {
		return roles.Parse(name, content)
	})
}
