package credential

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/countersign-go/countersign/certificate"
	"github.com/countersign-go/countersign/certificate/formats/internal/strict"
	"github.com/countersign-go/countersign/workflow"
)

// A CLR is what a learner record says, a ClrCredential of Comprehensive Learner
// Record 2.0: how far the records of one learner's enrolments have come, the badges
// that came of them, and which files belong to it.
type CLR struct {
	// Learner is the person that the records are of, as they know them. It is hashed.
	Learner workflow.PersonID
	// LearnerName is written into the credential, for all to read. Empty leaves it out.
	LearnerName string
	// Subject is an id of the learner's own, such as a did:key in their wallet. Empty
	// gives an id that is this credential's alone and says nothing.
	Subject string
	// Entries are the enrolments; there is at least one.
	Entries []Entry
	// Resources are the files beside it.
	Resources []Resource
	// Status is its place in a status list; see [Options].Status.
	Status StatusEntry
	// Now is the instant of issue; it must be there. Until is when it ends; zero for never.
	Now, Until time.Time
}

// An Entry is one enrolment in a [CLR].
type Entry struct {
	// Name is what was worked on, in words.
	Name string
	// Progress says in one or more sentences how far it has come.
	Progress string
	// Head is the last record of its chain.
	Head certificate.Head
	// Badge is a signed credential in JSON that came of it. Nil makes a statement
	// of how far it has come, which is nothing that was achieved.
	Badge []byte
}

// IssueCLR gives a learner record with two embedded proofs, as [Issue] gives a
// badge. Every badge in it keeps its own proofs, and its identities of the learner
// become the record's, too. The same CLR and issuer give the same bytes.
func IssueCLR(ctx context.Context, c *CLR, issuer Issuer) ([]byte, error) {
	if err := errors.Join(issuer.check(EdDSA), c.check()); err != nil {
		return nil, err
	}
	id, _, err := issuer.identify()
	if err != nil {
		return nil, err
	}
	b := newCLRBuilder(c, issuer.profile(id))
	for i := range c.Entries {
		if err := b.add(ctx, &c.Entries[i], &issuer); err != nil {
			return nil, err
		}
	}
	return issuer.sign(ctx, b.document(), c.Now)
}

// check finds everything that is wrong with the record, but for its badges.
func (c *CLR) check() error {
	var faults []error
	fault := func(wrong bool, format string, args ...any) {
		if wrong {
			faults = append(faults, fmt.Errorf("credential: "+format, args...))
		}
	}
	fault(c.Learner == "", "the CLR does not say whose it is")
	fault(c.Now.IsZero(), "CLR.Now is missing: the instant of issue")
	fault(!c.Until.IsZero() && !c.Until.After(c.Now), "CLR.Until is not after Now")
	fault(c.Subject != "" && !isURL(c.Subject), "CLR.Subject %q is no URL, URN or DID", clip(c.Subject))
	fault(len(c.Entries) == 0 || len(c.Entries) > MaxContained, "a CLR of %d enrolments: want 1 to %d", len(c.Entries), MaxContained)
	for _, e := range c.Entries {
		fault(strings.TrimSpace(e.Name) == "", "an enrolment in the CLR has no name")
	}
	for _, r := range c.Resources {
		fault(!isURL(r.ID), "CLR.Resources: %q is no URL or URN", clip(r.ID))
	}
	if l := c.Status; l.List != "" {
		fault(!l.usable(), "CLR.Status: %s", wantedEntry)
	}
	return errors.Join(faults...)
}

// A clrBuilder makes the parts of a learner record.
type clrBuilder struct {
	clr        *CLR
	issuer     map[string]any
	urn        func(part string) string
	subject    string
	identities []any
	within     []any
	evidence   []any
}

func newCLRBuilder(c *CLR, issuer map[string]any) *clrBuilder {
	// Heads are hashes of histories with drawn serials and salts in them: nobody guesses their URNs.
	of := []string{"clr", string(c.Learner), instant(c.Now)}
	for _, e := range c.Entries {
		of = append(of, e.Head.Hash.String())
	}
	b := &clrBuilder{clr: c, issuer: issuer, urn: urnsOf(of...), subject: c.Subject}
	if b.subject == "" {
		b.subject = b.urn("subject")
	}
	salt := strings.TrimPrefix(b.urn("salt"), "urn:uuid:")
	b.identities = []any{identityFor(string(c.Learner), identityLearner, salt).object()}
	if c.LearnerName != "" {
		b.identities = append(b.identities, Identity{Type: identityName, Hash: oneLine(c.LearnerName)}.object())
	}
	return b
}

// identityLearner is the kind of identity that is a person's id in records.
const identityLearner = "systemId"

// add takes up an enrolment.
func (b *clrBuilder) add(ctx context.Context, e *Entry, issuer *Issuer) error {
	text := strings.TrimSpace(oneLine(e.Name) + ". " + oneLine(e.Progress))
	id := b.urn("record " + e.Head.Hash.String())
	record := piece(id, oneLine(e.Name), genreRecord, text+" The last entry is "+headText(e.Head))
	b.evidence = append(b.evidence, record)
	if e.Badge == nil {
		statement, err := b.statement(ctx, e, issuer)
		if err != nil {
			return err
		}
		b.within = append(b.within, statement)
		return nil
	}
	badge, err := strict.ParseObject(e.Badge, MaxCredential)
	if err != nil {
		return fmt.Errorf("credential: the badge of %s: %w", e.Name, err)
	}
	if !slices.Contains(texts(badge["type"]), typeCredential) || badge["proof"] == nil {
		return fmt.Errorf("credential: the badge of %s is no credential with signatures in it", e.Name)
	}
	for _, identity := range list(object(badge["credentialSubject"])["identifier"]) {
		if !slices.ContainsFunc(b.identities, func(other any) bool { return same(other, identity) }) {
			b.identities = append(b.identities, identity)
		}
	}
	b.within = append(b.within, badge)
	return nil
}

// same reports whether two identities are one.
func same(a, b any) bool { return identityOf(object(a)) == identityOf(object(b)) }

// statement says of an enrolment how far it has come, as a credential of the data
// model alone: a CLR has at least one credential in it, and an achievement that was
// not reached is none.
func (b *clrBuilder) statement(ctx context.Context, e *Entry, issuer *Issuer) (any, error) {
	doc := map[string]any{
		"@context": []any{contextV2, contextBadges}, "id": b.urn("statement " + e.Head.Hash.String()), "type": []any{typeCredential},
		"name": "Progress: " + oneLine(e.Name), "issuer": b.issuer["id"], "validFrom": instant(b.clr.Now), "credentialSubject": map[string]any{"id": b.subject},
		"evidence": []any{piece(b.urn("progress "+e.Head.Hash.String()), oneLine(e.Name), genreRecord,
			strings.TrimSpace(oneLine(e.Progress)+" No badge goes with it. The last entry is "+headText(e.Head)))},
	}
	b.bound(doc)
	if entry := object(doc["credentialStatus"]); entry != nil {
		delete(entry, "id") // with it, what is said of the entry could be left out in one of two places
	}
	text, err := issuer.sign(ctx, doc, b.clr.Now)
	if err != nil {
		return nil, err
	}
	return strict.ParseObject(text, MaxCredential)
}

// bound adds what ends a document: its last day, and its place in a status list.
func (b *clrBuilder) bound(doc map[string]any) {
	if until := b.clr.Until; !until.IsZero() {
		doc["validUntil"] = instant(until)
	}
	if s := b.clr.Status; s.List != "" {
		doc["credentialStatus"] = s.object()
	}
}

func (b *clrBuilder) document() map[string]any {
	names := make([]string, len(b.clr.Entries))
	for i, e := range b.clr.Entries {
		names[i] = oneLine(e.Name)
	}
	doc := map[string]any{
		"@context": []any{contextV2, contextCLR, contextBadges}, "id": b.urn("clr"), "type": []any{typeCredential, typeCLR},
		"name": "Learner record: " + strings.Join(names, "; "), "issuer": b.issuer, "validFrom": instant(b.clr.Now), "evidence": b.evidence,
		"credentialSubject": map[string]any{
			"id": b.subject, "type": []any{"ClrSubject"}, "identifier": b.identities, "verifiableCredential": b.within,
		},
	}
	var resources []any
	for _, r := range b.clr.Resources {
		resources = append(resources, r.object())
	}
	if resources != nil {
		doc["relatedResource"] = resources
	}
	b.bound(doc)
	return doc
}
