package certificate

import (
	"context"
	"fmt"
	"slices"

	"github.com/countersign-go/countersign/workflow"
)

// MaxNameLength is the greatest length of a name and of a registration
// number on a certificate, in characters.
const MaxNameLength = 200

// A Directory tells what people and centres are called, as it is to stand on
// a certificate. It must honour ctx and must not keep its arguments; it must
// be safe for concurrent use if certificates are made concurrently. An error
// is passed on by [For]. It need not check who asks: that was done when the
// enrolment was read.
type Directory interface {
	// NamesOfPeople must hold an entry with a name for every id; more are
	// ignored. It is asked once per certificate, with no id twice. For a person
	// whom the host no longer knows by name it must hold what is to stand in
	// the name's place.
	NamesOfPeople(ctx context.Context, ids []workflow.PersonID) (map[workflow.PersonID]Person, error)
	// NamesOfCentres must hold a name for every id; more are ignored.
	NamesOfCentres(ctx context.Context, ids []workflow.CentreID) (map[workflow.CentreID]string, error)
}

// A DirectoryOfLanguages is a [Directory] that also knows which languages
// people read. It is asked about the learner whose certificate it is, or the
// accountable person of a centre. The same holds for it as for a Directory.
type DirectoryOfLanguages interface {
	Directory
	// LanguagesOf gives BCP 47 tags, best first, or none where it knows of
	// none. What is no tag is passed over.
	LanguagesOf(ctx context.Context, id workflow.PersonID) ([]string, error)
}

// languagesFor are those of whoever reads the certificate; without any it is in
// the framework's own.
func languagesFor(ctx context.Context, dir Directory, of about, o *Options) ([]string, error) {
	if o.Languages != nil {
		return slices.Clone(o.Languages), nil
	}
	knows, ok := dir.(DirectoryOfLanguages)
	if !ok {
		return nil, nil
	}
	languages, err := knows.LanguagesOf(ctx, of.who())
	if err != nil {
		return nil, fmt.Errorf("certificate: the directory gave no languages: %w", err)
	}
	return slices.Clone(languages), nil
}

// A Person is what a certificate calls a person.
type Person struct {
	// Name has 1 to MaxNameLength characters, in any script.
	Name string
	// Registration is the professional registration number, with its register
	// as it should be read ("NMC 00A0000Z"); it may be empty.
	Registration string
}

// Names is a Directory made by hand, for tests and examples. It must not be
// changed while it is used.
type Names struct {
	People  map[workflow.PersonID]Person
	Centres map[workflow.CentreID]string
	// Languages are those that people read, best first.
	Languages map[workflow.PersonID][]string
}

// NamesOfPeople implements [Directory].
func (n Names) NamesOfPeople(ctx context.Context, _ []workflow.PersonID) (map[workflow.PersonID]Person, error) {
	return n.People, ctx.Err()
}

// NamesOfCentres implements [Directory].
func (n Names) NamesOfCentres(ctx context.Context, _ []workflow.CentreID) (map[workflow.CentreID]string, error) {
	return n.Centres, ctx.Err()
}

// LanguagesOf implements [DirectoryOfLanguages].
func (n Names) LanguagesOf(ctx context.Context, id workflow.PersonID) ([]string, error) {
	return n.Languages[id], ctx.Err()
}
