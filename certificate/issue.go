package certificate

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// ErrNotSignedOff means that there is no certificate to make: nobody signed
// off, or the last sign-off is not valid any more, which the message says.
var ErrNotSignedOff = errors.New("certificate: not signed off")

// Options are the choices for making certificates. Nil means the defaults.
type Options struct {
	// Policy gives the roles their titles; nil means [roles.Default].
	Policy *roles.Policy
	// VerifyURL is the address of the page on which the host answers [Check],
	// with {serial} once where the serial goes:
	// "https://learning.example/verify/{serial}". It is http or https, ASCII,
	// and has at most MaxURLLength bytes. Empty leaves the link out.
	VerifyURL string
	// Languages are those of whoever reads the certificate, best first; nil
	// means the learner's, if the directory is a [DirectoryOfLanguages], and
	// otherwise the framework's own. They change neither content nor code.
	Languages []string
	// Words are the certificate's own words in further languages than English
	// and Welsh, or in place of these. [Words.Check] must find nothing wrong.
	Words []Words
}

// For makes the certificate of the last sign-off, if that is valid at the
// instant now; if not, the error wraps [ErrNotSignedOff]. The framework is the
// one that the state is pinned to. What the certificate says was fixed when
// the sign-off was given, whenever For is called; only the names are those that
// dir gives now, and its errors are passed on.
//
// For asks nobody's rights: take the state from [workflow.Engine.View] or from
// the result of a command.
func For(ctx context.Context, fw *proficiency.Framework, s *workflow.State, now time.Time, dir Directory, o *Options) (*Certificate, error) {
	given, err := lastValid(fw, s, now)
	if err != nil {
		return nil, err
	}
	if o == nil {
		o = &Options{}
	}
	link, err := link(o.VerifyURL, given.Serial)
	if err != nil {
		return nil, err
	}
	words, err := wordsOf(o)
	if err != nil {
		return nil, err
	}
	names, err := look(ctx, dir, s.Learner(), given)
	if err != nil {
		return nil, fmt.Errorf("certificate: %w", err)
	}
	languages, err := languagesFor(ctx, dir, s.Learner(), o)
	if err != nil {
		return nil, err
	}
	content := Content{
		Learner: names.people[s.Learner()], Framework: frameworkOf(fw), Signatory: names.signatory(given, o.Policy),
		On: given.On, Mandatory: given.Attained.Mandatory, Confirmers: names.confirmers(given),
		Waived: given.Attained.Waived, Paper: given.Attained.Paper, ValidTo: given.ValidTo,
		Serial: given.Serial, Head: Head{Record: given.Seq, Hash: s.LastSignOffHash()}, Example: s.Trial() != 0,
	}
	var groups, optional []*proficiency.Section
	if content.Groups, groups, err = groupsOf(fw, given); err != nil {
		return nil, err
	}
	if content.Optional, optional, err = optionalOf(fw, given); err != nil {
		return nil, err
	}
	c, err := certificateOf(content, link)
	if err != nil {
		return nil, err
	}
	c.framework, c.groups, c.optional, c.languages, c.words = fw, groups, optional, languages, words
	return c, nil
}

// lastValid is the last sign-off, if there is a certificate to make of it.
func lastValid(fw *proficiency.Framework, s *workflow.State, now time.Time) (*workflow.SignedOff, error) {
	given := s.LastSignOff()
	if given == nil {
		return nil, ErrNotSignedOff
	}
	switch status := statusOf(s, given, now); status {
	case "":
		return nil, ErrNewer
	case StatusValid:
	default:
		return nil, fmt.Errorf("%w: the certificate of %s is %s", ErrNotSignedOff, given.On, status)
	}
	if fw == nil || fw.Digest() != s.FrameworkDigest() {
		return nil, fmt.Errorf("certificate: the framework is not the one that the enrolment is pinned to, %s %s", s.Framework(), s.FrameworkDigest())
	}
	return given, nil
}

func frameworkOf(fw *proficiency.Framework) Framework {
	return Framework{
		Title: clean(fw.Title()), ID: fw.ID(), Version: fw.Version(), Digest: fw.Digest(),
		Language: fw.Language(), Items: clean(fw.Vocabulary().Many),
	}
}

func optionalOf(fw *proficiency.Framework, given *workflow.SignedOff) (counts []OptionalCount, sections []*proficiency.Section, err error) {
	for _, o := range given.Attained.Optional {
		section, err := counted(fw, o.Section)
		if err != nil {
			return nil, nil, err
		}
		counts = append(counts, OptionalCount{Section: heading(section), Items: o.Items})
		sections = append(sections, section)
	}
	return counts, sections, nil
}

func groupsOf(fw *proficiency.Framework, given *workflow.SignedOff) (counts []GroupCount, sections []*proficiency.Section, err error) {
	for _, g := range given.Attained.Groups {
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

// counted is a section that the sign-off counts.
func counted(fw *proficiency.Framework, id proficiency.SectionID) (*proficiency.Section, error) {
	if section := fw.Section(id); section != nil {
		return section, nil
	}
	return nil, fmt.Errorf("certificate: %s has no section %q, which the sign-off counts", fw.Ref(), id)
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
