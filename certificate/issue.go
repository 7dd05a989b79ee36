package certificate

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

var (
	// ErrNotSignedOff means that there is no certificate to make: nobody signed
	// off, or the last sign-off is not valid any more, which the message says.
	ErrNotSignedOff = errors.New("certificate: not signed off")
	// ErrNotCompleted means that there is no certificate of completion to make:
	// nothing was submitted, what was submitted last is not valid any more, or
	// the content has no certificate issued. The message says which.
	ErrNotCompleted = errors.New("certificate: not completed")
)

// Options are the choices for making certificates. Nil means the defaults.
type Options struct {
	// Policy gives the roles their titles; nil means [roles.Default].
	Policy *roles.Policy
	// VerifyURL is the address of the page on which the host answers [Check],
	// with {serial} once where the serial goes:
	// "https://learning.example/verify/{serial}". It is http or https, ASCII,
	// and has at most MaxURLLength bytes. Empty leaves the link out.
	VerifyURL string
	// Records are the enrolment's, from the first, as [workflow.Engine.Records]
	// gives them; later ones than the sign-off's are passed over. With them an
	// activity summary follows on a page of its own, item by item what the
	// sign-off rested on, and the code covers that, too. Nil leaves it out; a certificate of
	// completion never has one, because it says nothing of single answers.
	Records []workflow.Record
	// Languages are those of whoever reads the certificate, best first; nil
	// means those of the learner, or of a centre's accountable person, if the
	// directory is a [DirectoryOfLanguages], and otherwise the framework's own.
	// They change neither content nor code.
	Languages []string
	// Words are the certificate's own words in further languages than English
	// and Welsh, or in place of these. [Words.Check] must find nothing wrong.
	Words []Words
}

// For makes the certificate of the last sign-off, if that is valid at the
// instant now; if not, the error wraps [ErrNotSignedOff]. Where the content is
// unsupervised it makes the one of the last round that was submitted, also
// while the next one is open; without one that is valid the error wraps
// [ErrNotCompleted]. The framework is the one that was signed off or submitted,
// [workflow.View.SignedOff]: another than that of the enrolment where this was
// upgraded since. What the certificate says was fixed when it was signed off or
// submitted, whenever For is called; only the names are those that dir gives now,
// and its errors are passed on.
//
// For asks nobody's rights: take the state from [workflow.Engine.View] or from
// the result of a command.
func For(ctx context.Context, fw *proficiency.Framework, s *workflow.State, now time.Time, dir Directory, o *Options) (*Certificate, error) {
	p, err := lastValid(fw, s, now)
	if err != nil {
		return nil, err
	}
	if o == nil {
		o = &Options{}
	}
	link, err := link(o.VerifyURL, p.serial())
	if err != nil {
		return nil, err
	}
	words, err := wordsOf(o)
	if err != nil {
		return nil, err
	}
	of := aboutOf(fw, s, &p)
	names, err := look(ctx, dir, of, &p)
	if err != nil {
		return nil, fmt.Errorf("certificate: %w", err)
	}
	languages, err := languagesFor(ctx, dir, of, o)
	if err != nil {
		return nil, err
	}
	content := Content{
		Learner: names.people[of.learner], Subject: names.centres[of.centre], Accountable: names.people[of.accountable],
		Framework: frameworkOf(fw), On: p.on(), ValidTo: p.validTo(), Serial: p.serial(), Head: p.head(s), Example: s.Trial() != 0,
		Overridden: names.overridden(fw, p.overrides()),
	}
	if given := p.signOff; given != nil {
		content.Signatory, content.Confirmers = names.signatory(given, o.Policy), names.confirmers(given)
		content.Mandatory, content.Waived, content.Paper = given.Attained.Mandatory, given.Attained.Waived, given.Attained.Paper
		content.Transferred = transferred(given)
	} else {
		content.Round, content.Mandatory = p.round.Number, p.round.Submitted.Coverage.Mandatory
	}
	inOptional, inGroups := p.counts()
	var optional, groups []*proficiency.Section
	if content.Optional, optional, err = optionalOf(fw, inOptional); err != nil {
		return nil, err
	}
	if content.Groups, groups, err = groupsOf(fw, inGroups); err != nil {
		return nil, err
	}
	if o.Records != nil && p.signOff != nil {
		if content.Activity, err = names.activity(fw, s, p.signOff, o.Records); err != nil {
			return nil, err
		}
	}
	c, err := certificateOf(content, link)
	if err != nil {
		return nil, err
	}
	c.framework, c.groups, c.optional, c.languages, c.words = fw, groups, optional, languages, words
	return c, nil
}

// transferred are those who confirmed elsewhere, with most items first.
func transferred(given *workflow.SignedOff) (all []Transferred) {
	for _, t := range given.Attained.Transferred {
		all = append(all, Transferred(t))
	}
	slices.SortStableFunc(all, func(a, b Transferred) int { return cmp.Compare(b.Items, a.Items) })
	return all
}

// lastValid is what the last certificate proves, if there is one to make of it.
func lastValid(fw *proficiency.Framework, s *workflow.State, now time.Time) (proof, error) {
	p, none := lastSignOff(s), ErrNotSignedOff
	unsupervised := fw != nil && fw.Unsupervised().Set
	if unsupervised {
		p, none = lastCompletion(s), ErrNotCompleted
	}
	if !p.found() {
		if unsupervised && s.LastSubmission() != nil {
			return proof{}, fmt.Errorf("%w: the content has no certificate issued", none)
		}
		return proof{}, none
	}
	switch status := p.status(s, now); status {
	case "":
		return proof{}, ErrNewer
	case StatusValid:
	default:
		return proof{}, fmt.Errorf("%w: the certificate of %s is %s", none, p.on(), status)
	}
	if ref, digest := s.ContentAt(p.head(s).Record); fw == nil || fw.Digest() != digest {
		return proof{}, fmt.Errorf("certificate: the framework is not the one that was signed off or submitted, %s %s", ref, digest)
	}
	return p, nil
}

func frameworkOf(fw *proficiency.Framework) Framework {
	return Framework{
		Title: clean(fw.Title()), ID: fw.ID(), Version: fw.Version(), Digest: fw.Digest(),
		Language: fw.Language(), Items: clean(fw.Vocabulary().Many),
	}
}

func optionalOf(fw *proficiency.Framework, attained []workflow.OptionalCount) (counts []OptionalCount, sections []*proficiency.Section, err error) {
	for _, o := range attained {
		section, err := counted(fw, o.Section)
		if err != nil {
			return nil, nil, err
		}
		counts = append(counts, OptionalCount{Section: heading(section), Items: o.Items})
		sections = append(sections, section)
	}
	return counts, sections, nil
}

func groupsOf(fw *proficiency.Framework, attained []workflow.GroupCount) (counts []GroupCount, sections []*proficiency.Section, err error) {
	for _, g := range attained {
		section, err := counted(fw, g.Section)
		if err != nil {
			return nil, nil, err
		}
		sections = append(sections, section)
		counts = append(counts, GroupCount{
			Section: heading(section), Needed: g.Needed, Reached: g.Reached, Items: len(g.Items),
			Points: section.Rule().Kind == proficiency.RulePoints,
		})
	}
	return counts, sections, nil
}

// counted is a section that the certificate counts.
func counted(fw *proficiency.Framework, id proficiency.SectionID) (*proficiency.Section, error) {
	if section := fw.Section(id); section != nil {
		return section, nil
	}
	return nil, fmt.Errorf("certificate: %s has no section %q, which the certificate counts", fw.Ref(), id)
}

func heading(s *proficiency.Section) string { return clean(s.Number() + " " + s.Title()) }

// certificateOf is the certificate of some content.
func certificateOf(content Content, link string) (*Certificate, error) {
	json, err := content.canonicalJSON()
	if err != nil {
		return nil, fmt.Errorf("certificate: %w", err)
	}
	return &Certificate{content: content, json: json, code: codeOf(json), link: link}, nil
}
