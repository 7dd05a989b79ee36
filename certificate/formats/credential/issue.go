package credential

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/countersign-go/countersign/certificate"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// ErrExample means that a certificate is that of a trial, EXAMPLE ONLY, of
// which there is no credential.
var ErrExample = errors.New("credential: the certificate is that of a trial")

// Options are the choices for issuing a credential.
type Options struct {
	// Now is the instant of issue, from which on the credential is valid. It must
	// be there.
	Now time.Time
	// Framework is the one that was signed off or submitted. With it the credential describes
	// what was achieved, each proficiency with its own alignment; nil leaves that out.
	Framework *proficiency.Framework
	// State is the enrolment's. With it and the Framework the credential has a
	// result for each proficiency that was confirmed or waived, or answered where
	// nobody confirms, and its end is that of the sign-off as it is now, renewals
	// counted; nil leaves the results out and takes the end from the certificate.
	State *workflow.State
	// Zone is that of the signatory's centre, for the end of the certificate's
	// last day where there is no State; nil is UTC.
	Zone *time.Location
	// Subject says how the credential names the learner.
	Subject Subject
	// Status is the credential's place in a status list; without one nobody can
	// tell from files whether it was taken back.
	Status StatusEntry
	// ItemURL is the address of a proficiency, for programs that follow
	// alignments, with {framework}, {version} and {item} where these go:
	// "https://learning.example/{framework}/{version}#{item}". Empty makes a URN of
	// each, the same in all versions: a UUID of version 5 in the namespace of URLs, of
	// "countersign:FRAMEWORK/ITEM".
	ItemURL string
}

// A StatusEntry is a credential's place in a status list.
type StatusEntry struct {
	// List is what the list is named by, a URL or a URN; see [NewStatusList]. Empty is no place.
	List string
	// Index is the place, from 0. The host gives out each only once, better not
	// in the order of issue, and keeps it with the certificate.
	Index int
}

// object is the entry as a credential writes it.
func (e StatusEntry) object() map[string]any {
	return map[string]any{
		"id": fmt.Sprintf("%s#%d", e.List, e.Index), "type": typeStatusEntry, "statusPurpose": purposeRevocation,
		"statusListIndex": fmt.Sprint(e.Index), "statusListCredential": e.List,
	}
}

// usable reports whether there can be such a place.
func (e StatusEntry) usable() bool {
	return isURL(e.List) && !strings.Contains(e.List, "#") && e.Index >= 0 && e.Index < MaxEntries
}

var wantedEntry = fmt.Sprintf("want the URL or the URN of a list, without a #, and a place from 0 to %d", MaxEntries-1)

// A Subject says how a credential names the learner. The zero Subject keeps a
// salted hash of the registration number on the certificate, or else of the
// name, so that only whoever is told it can compare. The salt stands in the credential:
// who has the credential can try out numbers and names, too.
type Subject struct {
	// ID is the learner's own, such as a did:key in their wallet. Empty gives
	// an id that is this credential's alone and says nothing.
	ID string
	// Identity is what the learner can show to be theirs, of the kind that
	// IdentityType says ("emailAddress"; Open Badges 3.0 §B.4.3); it is hashed. Empty takes what
	// the certificate says.
	Identity, IdentityType string
	// Named writes the learner's name into the credential, for all to read.
	Named bool
}

// Issue gives the certificate as an OpenBadgeCredential of Open Badges 3.0, on
// the W3C Verifiable Credentials Data Model 2.0, with two embedded proofs by the
// issuer's Ed25519 key: eddsa-rdfc-2022, which all verifiers know, and
// eddsa-jcs-2022, which covers every byte. The same certificate, issuer and
// options give the same bytes: pass them on as they are.
func Issue(ctx context.Context, c *certificate.Certificate, issuer Issuer, o Options) ([]byte, error) {
	doc, err := document(c, &issuer, &o, EdDSA)
	if err != nil {
		return nil, err
	}
	return issuer.sign(ctx, doc, o.Now)
}

// IssueJWT gives the same credential as a VC-JWT, for receivers that read JOSE,
// signed by an ES256 or an RS256 key. An issuer that is a did:key is the did:key
// of that key, and RS256 needs a did:web.
func IssueJWT(ctx context.Context, c *certificate.Certificate, issuer Issuer, o Options) ([]byte, error) {
	doc, err := document(c, &issuer, &o, ES256, RS256)
	if err != nil {
		return nil, err
	}
	return issuer.Key.jwtOf(ctx, doc, o.Now)
}

// document is the credential without a signature.
func document(c *certificate.Certificate, issuer *Issuer, o *Options, algorithms ...Algorithm) (map[string]any, error) {
	if c == nil {
		return nil, errors.New("credential: there is no certificate")
	}
	if err := errors.Join(issuer.check(algorithms...), o.check(c)); err != nil {
		return nil, err
	}
	id, _, err := issuer.identify()
	if err != nil {
		return nil, err
	}
	content := c.Content()
	b := &builder{content: &content, o: o, urn: urnsOf(content.Serial)}
	doc := map[string]any{
		"@context": []any{contextV2, contextBadges}, "id": b.urn("credential"), "type": []any{typeCredential, typeBadge},
		"name": content.Framework.Title, "issuer": issuer.profile(id),
		"validFrom": instant(o.Now), "awardedDate": content.On.String() + "T00:00:00Z",
		"credentialSubject": b.subject(), "evidence": b.evidence(c),
	}
	if until := b.until(); !until.IsZero() {
		doc["validUntil"] = instant(until)
	}
	if o.Status.List != "" {
		doc["credentialStatus"] = o.Status.object()
	}
	return doc, nil
}

// lastSerial is that of the last sign-off or, for a certificate of completion, of
// the last round; empty where there is none.
func lastSerial(s *workflow.State, content *certificate.Content) string {
	if content.Round > 0 {
		if last := s.LastSubmission(); last != nil {
			return last.Serial
		}
		return ""
	}
	if last := s.LastSignOff(); last != nil {
		return last.Serial
	}
	return ""
}

// check finds everything that is wrong with the options.
func (o *Options) check(c *certificate.Certificate) error {
	content := c.Content()
	var faults []error
	fault := func(format string, args ...any) { faults = append(faults, fmt.Errorf("credential: "+format, args...)) }
	if content.Example {
		faults = append(faults, ErrExample)
	}
	if o.Now.IsZero() {
		fault("Options.Now is missing: the instant of issue")
	}
	if f := o.Framework; f != nil && f.Digest() != content.Framework.Digest {
		fault("Options.Framework is %s %s, and not what the certificate is for", f.Ref(), f.Digest())
	}
	if s := o.State; s != nil && lastSerial(s, &content) != content.Serial {
		fault("Options.State is not of the enrolment, or of the sign-off or round, that the certificate is for")
	}
	if l := o.Status; l.List != "" && !l.usable() || l.Index < 0 || l.Index >= MaxEntries {
		fault("Options.Status: %s", wantedEntry)
	}
	if id := o.Subject.ID; id != "" && !isURL(id) {
		fault("Options.Subject.ID %q is no URL, URN or DID", clip(id))
	}
	if s := o.Subject; (s.Identity == "") != (s.IdentityType == "") || s.IdentityType != "" && !(&faultsOfShape).isSimple(s.IdentityType, "=identity") {
		fault("Options.Subject: an Identity and its IdentityType go together, the type being %s", described("=identity"))
	}
	if !isItemURL(o.ItemURL) {
		fault("Options.ItemURL %q: want an address with {item} in it", clip(o.ItemURL))
	}
	return errors.Join(faults...)
}

var faultsOfShape faults

func isItemURL(template string) bool {
	return template == "" || strings.Contains(template, "{item}") &&
		isURL(strings.NewReplacer("{framework}", "f", "{version}", "1.0.0", "{item}", "i").Replace(template))
}
