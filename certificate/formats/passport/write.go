package passport

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"github.com/countersign-go/countersign/certificate/formats/credential"
	"github.com/countersign-go/countersign/certificate/formats/internal/parcel"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// Options are what goes into a passport.
type Options struct {
	// Now is the instant of issue, as of which progress is told; it must be there.
	// Until is when the passport ends: the records may have gone on since. Zero
	// stands for [DefaultTerm] after Now.
	Now, Until time.Time
	// Enrolments are those that the learner chose, all of one learner, 1 to
	// [credential.MaxContained].
	Enrolments []Enrolment
	// Content is the folder of a catalogue. With it the versions that the
	// enrolments are on go with them, for receivers who do not have them.
	Content fs.FS
	// StatusLists are the newest lists of those who issued the badges, and of the
	// passport's own Status; at most 16.
	StatusLists [][]byte
	// Trust is whose keys are whose by the sender's own word; nil leaves it out.
	Trust *credential.Trust
	// Status is the passport's place in a status list. Without one nobody can tell
	// from files whether it was taken back before it ends: no check accepts it as a
	// whole, and what it proves can be taken over.
	Status credential.StatusEntry
	// LearnerName is written into the passport, for all to read; empty leaves it out.
	LearnerName string
	// Subject is an id of the learner's own, such as a did:key in their wallet; empty
	// gives one that says nothing.
	Subject string
}

// DefaultTerm is for how long a passport is good by default.
const DefaultTerm = 90 * 24 * time.Hour

// An Enrolment is one record for a passport.
type Enrolment struct {
	ID workflow.EnrolmentID
	// Records are all that a store has of it.
	Records []workflow.Record
	// Framework is the content that the last record is on.
	Framework *proficiency.Framework
	// Badge is the credential of its sign-off, as [credential.Issue] gave it; nil for none.
	Badge []byte
}

// Write gives a passport, signed by an issuer's Ed25519 key. What is wrong with the
// enrolments is told all at once: a history that is not whole, content other than
// that of the record, another learner's record, that of a trial or of a centre, a
// badge that names none of the records. The texts that were redacted in a store are
// not in it.
func Write(ctx context.Context, issuer credential.Issuer, o Options) ([]byte, error) {
	l := &layout{lists: o.StatusLists}
	if err := errors.Join(o.check(), l.addContent(&o), l.addTrust(o.Trust)); err != nil {
		return nil, err
	}
	for i := range o.Enrolments {
		l.records = append(l.records, workflow.AppendExport(nil, o.Enrolments[i].ID, o.Enrolments[i].Records))
	}
	if err := l.countable(); err != nil {
		return nil, fmt.Errorf("passport: %w", err)
	}
	clr := o.clr()
	for _, f := range l.others() {
		clr.Resources = append(clr.Resources, resource(f))
	}
	var err error
	if l.clr, err = credential.IssueCLR(ctx, clr, issuer); err != nil {
		return nil, fmt.Errorf("passport: %w", err)
	}
	return l.pack()
}

// pack puts the files together, in no more than what is read again.
func (l *layout) pack() ([]byte, error) {
	files, unpacked := l.files(), 0
	for _, f := range files {
		unpacked += len(f.Data)
	}
	if len(files) > defaultLimits.Files || unpacked > defaultLimits.Unpacked {
		return nil, fmt.Errorf("passport: %d files of %d bytes: at most %d of %d are read", len(files), unpacked, defaultLimits.Files, defaultLimits.Unpacked)
	}
	data, err := parcel.Append(nil, files)
	if err == nil && len(data) > defaultLimits.Size {
		err = fmt.Errorf("%d bytes: at most %d are read", len(data), defaultLimits.Size)
	}
	if err != nil {
		return nil, fmt.Errorf("passport: %w", err)
	}
	return data, nil
}

// check finds everything that is wrong with what is to go in.
func (o *Options) check() error {
	var faults []error
	if o.Now.IsZero() {
		faults = append(faults, errors.New("passport: Options.Now is missing: the instant of issue"))
	}
	if len(o.Enrolments) == 0 {
		faults = append(faults, errors.New("passport: there is no enrolment"))
	}
	for i := range o.Enrolments {
		if err := o.Enrolments[i].check(); err != nil {
			faults = append(faults, fmt.Errorf("passport: enrolment %s: %w", o.Enrolments[i].ID, err))
		}
	}
	if len(faults) > 0 {
		return errors.Join(faults...)
	}
	for i := range o.Enrolments {
		if who := learnerOf(o.Enrolments[i].Records); who != learnerOf(o.Enrolments[0].Records) {
			faults = append(faults, fmt.Errorf("passport: enrolment %s is %s's, and the first is another learner's", o.Enrolments[i].ID, who))
		}
		if slices.ContainsFunc(o.Enrolments[:i], func(e Enrolment) bool { return e.ID == o.Enrolments[i].ID }) {
			faults = append(faults, fmt.Errorf("passport: enrolment %s is there twice", o.Enrolments[i].ID))
		}
	}
	for i, list := range o.StatusLists {
		if in, err := credential.Inspect(list); err != nil || in.Kind != credential.KindStatusList {
			faults = append(faults, fmt.Errorf("passport: status list %d is none", i+1))
		}
	}
	return errors.Join(faults...)
}

func (e *Enrolment) check() error {
	if len(e.Records) == 0 || e.Framework == nil {
		return errors.New("it has no records, or no framework")
	}
	if err := workflow.Verify(e.ID, e.Records); err != nil {
		return err
	}
	last := &e.Records[len(e.Records)-1]
	if ref, digest := e.Framework.Ref(), e.Framework.Digest(); ref != last.Framework || digest != last.FrameworkDigest {
		return fmt.Errorf("it is on %s %s, and given was %s %s", last.Framework, last.FrameworkDigest, ref, digest)
	}
	if err := portable(e.Records); err != nil {
		return err
	}
	if e.Badge == nil {
		return nil
	}
	in, err := credential.Inspect(e.Badge)
	if err != nil {
		return fmt.Errorf("its badge: %w", err)
	}
	if tie := tied(&in.Says, e.Records); tie.Outcome != credential.Passed {
		return fmt.Errorf("its badge: %s", tie.Reasons[0].Message)
	}
	return nil
}

// clr is the learner record of the passport, but for its resources.
func (o *Options) clr() *credential.CLR {
	c := &credential.CLR{
		Learner: learnerOf(o.Enrolments[0].Records), LearnerName: o.LearnerName, Subject: o.Subject, Status: o.Status, Now: o.Now, Until: o.Until,
	}
	if c.Until.IsZero() {
		c.Until = o.Now.Add(DefaultTerm)
	}
	for i := range o.Enrolments {
		e := &o.Enrolments[i]
		standing := standingOf(e.Framework, e.ID, e.Records, o.Now)
		c.Entries = append(c.Entries, credential.Entry{
			Name: e.Framework.Title() + " (" + e.Framework.Ref().String() + ")", Progress: standing.text(e.Framework, o.Now),
			Head: headOf(e.Records), Badge: e.Badge,
		})
	}
	return c
}

// addContent takes the versions that the enrolments are on from the catalogue.
func (l *layout) addContent(o *Options) error {
	if o.Content == nil {
		return nil
	}
	var faults []error
	for _, e := range o.Enrolments {
		if e.Framework == nil {
			continue
		}
		name := contentName(e.Framework.Ref())
		if slices.ContainsFunc(l.content, func(f parcel.File) bool { return f.Name == name }) {
			continue
		}
		src, err := fs.ReadFile(o.Content, strings.TrimPrefix(name, folderText+"/"))
		if err != nil {
			faults = append(faults, fmt.Errorf("passport: the content of %s: %w", e.Framework.Ref(), err))
			continue
		}
		if fw, _ := proficiency.Parse(name, src); fw == nil || fw.Digest() != e.Framework.Digest() {
			faults = append(faults, fmt.Errorf("passport: the content of %s in that folder is not what the enrolment is on", e.Framework.Ref()))
		}
		l.content = append(l.content, parcel.File{Name: name, Data: src})
	}
	slices.SortFunc(l.content, func(a, b parcel.File) int { return strings.Compare(a.Name, b.Name) })
	return errors.Join(faults...)
}

func (l *layout) addTrust(trust *credential.Trust) (err error) {
	if trust == nil {
		return nil
	}
	if l.trust, err = trust.AppendTrust(nil); err != nil {
		return fmt.Errorf("passport: the trust list: %w", err)
	}
	return nil
}
