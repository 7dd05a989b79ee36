package credential_test

import (
	"bytes"
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/certificate"
	"github.com/countersign-go/countersign/certificate/formats/credential"
	"github.com/countersign-go/countersign/proficiency/canonical"
)

// clrOf is a learner record of one enrolment that was signed off, and one that is under way.
func clrOf(t tester, issuer credential.Issuer) *credential.CLR {
	t.Helper()
	return &credential.CLR{
		Learner: learner, Now: now, Until: later.AddDate(0, 1, 0),
		Status: credential.StatusEntry{List: listURL, Index: 4300},
		Entries: []credential.Entry{
			{Name: "Skills on the ward", Progress: "Signed off.", Head: certificate.Head{Record: 9, Hash: canonical.Sum([]byte("a"))}, Badge: badge(t, issuer)},
			{Name: "Ward review", Progress: "2 of 5 are confirmed.", Head: certificate.Head{Record: 3, Hash: canonical.Sum([]byte("b"))}},
		},
		Resources: []credential.Resource{credential.NewResource("records/1.json", "application/json", canonical.Sum([]byte("c")))},
	}
}

func clr(t tester, c *credential.CLR, issuer credential.Issuer) []byte {
	t.Helper()
	b, err := credential.IssueCLR(context.Background(), c, issuer)
	require.NoError(t, err)
	return b
}

func TestLearnerRecord(t *testing.T) {
	t.Parallel()
	d, issuer := newDesk(t), hospitals(t, keyFrom("issuer"))
	c := clrOf(t, issuer)
	b := clr(t, c, issuer)
	assert.Equal(t, b, clr(t, clrOf(t, issuer), issuer), "the same gives the same bytes")
	r := d.verify(b)
	golden(t, "clr.json", indented(t, b))
	golden(t, "clr.txt", r.AppendText(nil))
	require.Equal(t, credential.Accepted, r.Verdict(), "%s", r.AppendText(nil))
	assert.Equal(t, credential.KindCLR, r.Kind)
	assert.Equal(t, []certificate.Head{c.Entries[0].Head, c.Entries[1].Head}, r.Says.Heads)
	assert.Equal(t, c.Resources, r.Says.Resources)
	assert.True(t, r.Says.Identities[0].Is(string(learner)))
	assert.False(t, r.Says.Identities[0].Is("learner-2"))
	require.Len(t, r.Contained, 2)
	assert.Equal(t, []certificate.Head{issued().cert.Content().Head}, r.Contained[0].Says.Heads)
	assert.Equal(t, []certificate.Head{c.Entries[1].Head}, r.Contained[1].Says.Heads)
	assert.NotContains(t, string(b), "Example Learner")

	c.LearnerName, c.Subject = "Example\u202e Learner", "did:example:learner"
	assert.Equal(t, "Example� Learner", d.verify(clr(t, c, issuer)).Says.SubjectName)
	assert.Equal(t, "did:example:learner", d.verify(clr(t, c, issuer)).Says.Subject)
}

// The record is asked whose it is, by everything that it or a badge in it says of
// the learner; a credential in it that is about somebody else is asked, too.
func TestHolderOfLearnerRecords(t *testing.T) {
	t.Parallel()
	d, issuer := newDesk(t), hospitals(t, keyFrom("issuer"))
	b := clr(t, clrOf(t, issuer), issuer)
	for _, right := range []string{string(learner), "NMC 00X0000L"} {
		d.options.Holder = right
		r := d.verify(b)
		assert.Equal(t, credential.Accepted, r.Verdict(), "%s", r.AppendText(nil))
	}
	d.options.Holder = "NMC 00X0000X"
	r := d.verify(b)
	assert.True(t, r.Holder.Has("other-person"))
	assert.Equal(t, credential.Refused, r.Verdict())

	d.options.Holder = string(learner)
	doc := parsed(t, b)
	delete(doc, "proof")
	subject := doc["credentialSubject"].(map[string]any)
	subject["identifier"] = subject["identifier"].([]any)[:1]
	b, err := credential.SignByBytes(t.Context(), issuer, doc, now)
	require.NoError(t, err)
	r = d.verify(b)
	assert.Equal(t, credential.Passed, r.Holder.Outcome)
	assert.True(t, r.Within.Has("holder:other-person"), "%v", r.Within)
	assert.True(t, r.Within.Has("other-subject"), "%v", r.Within)
}

// A statement of progress taken out of its learner record is never accepted.
func TestStatementAlone(t *testing.T) {
	t.Parallel()
	d, issuer := newDesk(t), hospitals(t, keyFrom("issuer"))
	all := parsed(t, clr(t, clrOf(t, issuer), issuer))["credentialSubject"].(map[string]any)["verifiableCredential"].([]any)
	statement := written(t, all[1].(map[string]any))
	require.Contains(t, string(statement), "Progress: Ward review")
	r := d.verify(statement)
	assert.Equal(t, credential.Passed, r.Signature.Outcome)
	assert.True(t, r.Schema.Has("unknown-shape"))
	assert.Equal(t, credential.Incomplete, r.Verdict(), "%s", r.AppendText(nil))
	r = d.verify(written(t, all[0].(map[string]any)))
	assert.Equal(t, credential.Accepted, r.Verdict(), "a badge stands alone: %s", r.AppendText(nil))
}

// What says that it is of two kinds is held to the shape of both, in whatever order.
func TestTwoKindsAtOnce(t *testing.T) {
	t.Parallel()
	d, issuer := newDesk(t), hospitals(t, keyFrom("issuer"))
	const base, record, award = "VerifiableCredential", "ClrCredential", "OpenBadgeCredential"
	verdict := func(document []byte, types ...any) *credential.Report {
		doc := parsed(t, document)
		delete(doc, "proof")
		doc["type"] = types
		b, err := credential.SignByBytes(t.Context(), issuer, doc, now)
		require.NoError(t, err)
		return d.verify(b)
	}
	for _, of := range [][]byte{badge(t, issuer), clr(t, clrOf(t, issuer), issuer)} {
		for _, types := range [][]any{{base, record, award}, {base, award, record}, {base, "AchievementCredential", record}} {
			r := verdict(of, types...)
			assert.Equal(t, credential.Failed, r.Schema.Outcome, "%v: %s", types, r.AppendText(nil))
			assert.Equal(t, credential.Refused, r.Verdict())
		}
	}
	r := verdict(badge(t, issuer), base, "AchievementCredential", award)
	assert.Equal(t, credential.Accepted, r.Verdict(), "one kind under two names: %s", r.AppendText(nil))
}

// What is wrong with a credential in a learner record is wrong with the record,
// whoever signed that.
func TestCredentialsWithinAreChecked(t *testing.T) {
	t.Parallel()
	d, issuer := newDesk(t), hospitals(t, keyFrom("issuer"))
	stranger := hospitals(t, keyFrom("stranger"))
	within := func(code string, outcome credential.Outcome, change func(*credential.CLR)) {
		t.Helper()
		c := clrOf(t, issuer)
		change(c)
		r := d.verify(clr(t, c, issuer))
		assert.Equal(t, outcome, r.Within.Outcome, "%v", r.Within)
		assert.True(t, r.Within.Has(code), "%v", r.Within)
		assert.Equal(t, credential.Passed, r.Signature.Outcome)
	}
	within("issuer:unknown-issuer", credential.NotChecked, func(c *credential.CLR) { c.Entries[0].Badge = badge(t, stranger) })
	within("signature:wrong-signature", credential.Failed, func(c *credential.CLR) {
		c.Entries[0].Badge = bytes.Replace(c.Entries[0].Badge, []byte("Example Educator"), []byte("Another Educator"), 1)
	})
	d.options.StatusLists = [][]byte{statusList(t, issuer, 4242)}
	within("status:revoked", credential.Failed, func(*credential.CLR) {})
	d.options.StatusLists = [][]byte{statusList(t, issuer)}
	d.options.At = now.AddDate(30, 0, 0)
	within("validity:expired", credential.Failed, func(c *credential.CLR) { c.Until = now.AddDate(1, 0, 0) })
}

// A learner record signed for one learner with the badge of another in it, and one
// with none, are refused.
func TestLearnerRecordOfOthers(t *testing.T) {
	t.Parallel()
	d, issuer := newDesk(t), hospitals(t, keyFrom("issuer"))
	signed := clr(t, clrOf(t, issuer), issuer)
	forged := func(code string, change func(subject map[string]any)) {
		t.Helper()
		doc := parsed(t, signed)
		delete(doc, "proof")
		change(doc["credentialSubject"].(map[string]any))
		b, err := credential.SignByBytes(t.Context(), issuer, doc, now)
		require.NoError(t, err)
		r := d.verify(b)
		assert.Equal(t, credential.Refused, r.Verdict())
		assert.True(t, r.Within.Has(code), "%v", r.Within)
	}
	forged("other-subject", func(s map[string]any) { s["identifier"] = s["identifier"].([]any)[:1] })
	forged("other-subject", func(s map[string]any) { s["id"] = "urn:example:other" })
	forged("no-credentials", func(s map[string]any) { delete(s, "verifiableCredential") })
	forged("signature:no-proof", func(s map[string]any) { delete(s["verifiableCredential"].([]any)[1].(map[string]any), "proof") })
	forged("too-many-credentials", func(s map[string]any) {
		for range credential.MaxContained {
			s["verifiableCredential"] = append(s["verifiableCredential"].([]any), s["verifiableCredential"].([]any)[1])
		}
	})
	forged("signature:malformed", func(s map[string]any) {
		c := clrOf(t, issuer)
		c.Entries, c.Now = c.Entries[:1], later
		s["verifiableCredential"] = []any{parsed(t, clr(t, c, issuer))}
	})
}

// As a JWT, as others issue them, a learner record vouches for no credential in it either.
func TestLearnerRecordAsJWT(t *testing.T) {
	t.Parallel()
	d, issuer := newDesk(t), hospitals(t, p256("issuer"))
	doc := parsed(t, clr(t, clrOf(t, hospitals(t, keyFrom("issuer"))), hospitals(t, keyFrom("issuer"))))
	delete(doc, "proof")
	did, err := credential.DIDKey(p256("issuer").Public())
	require.NoError(t, err)
	doc["issuer"].(map[string]any)["id"] = did
	signed, err := credential.SignJWT(t.Context(), issuer.Key, doc, now)
	require.NoError(t, err)
	r := d.verify(signed)
	assert.Equal(t, credential.KindJWT, r.Kind)
	assert.Equal(t, credential.Passed, r.Within.Outcome, "%s", r.AppendText(nil))
	d.options.StatusLists = [][]byte{statusList(t, hospitals(t, keyFrom("issuer")), 4242)}
	r = d.verify(signed)
	assert.True(t, r.Within.Has("status:revoked"), "%v", r.Within)
	assert.Equal(t, credential.Refused, r.Verdict())
}

// Every member of a learner record is covered by each of its signatures.
func TestChangedMembersOfLearnerRecords(t *testing.T) {
	t.Parallel()
	d, issuer := newDesk(t), hospitals(t, keyFrom("issuer"))
	c := clrOf(t, issuer)
	c.Entries, d.options.Holder = c.Entries[1:], string(learner)
	good := clr(t, c, issuer)
	for _, kept := range []string{"eddsa-rdfc-2022", "eddsa-jcs-2022"} {
		doc := parsed(t, good)
		doc["proof"] = []any{proofOf(doc, kept)}
		for path, change := range changes(doc, "another text", []any{"another text"}) {
			undo := change()
			r := d.verify(written(t, doc))
			undo()
			if path == "nothing" {
				assert.Equal(t, credential.Accepted, r.Verdict(), "%s", r.AppendText(nil))
				continue
			}
			assert.Equal(t, credential.Refused, r.Verdict(), "%s %s", kept, path)
		}
	}
}

func TestLearnerRecordsThatCannotBe(t *testing.T) {
	t.Parallel()
	issuer := hospitals(t, keyFrom("issuer"))
	for want, change := range map[string]func(c *credential.CLR){
		"does not say whose it is":       func(c *credential.CLR) { c.Learner = "" },
		"Now is missing":                 func(c *credential.CLR) { c.Now = time.Time{} },
		"Until is not after Now":         func(c *credential.CLR) { c.Until = c.Now },
		`Subject "me" is no URL`:         func(c *credential.CLR) { c.Subject = "me" },
		"of 0 enrolments: want 1 to 100": func(c *credential.CLR) { c.Entries = nil },
		"has no name":                    func(c *credential.CLR) { c.Entries[1].Name = " " },
		`Resources: "a b" is no URL`:     func(c *credential.CLR) { c.Resources[0].ID = "a b" },
		"CLR.Status: want the URL":       func(c *credential.CLR) { c.Status.Index = -1 },
		"is no credential with":          func(c *credential.CLR) { c.Entries[0].Badge = []byte("{}") },
		"this is not JSON":               func(c *credential.CLR) { c.Entries[0].Badge = []byte("{") },
	} {
		c := clrOf(t, issuer)
		change(c)
		_, err := credential.IssueCLR(t.Context(), c, issuer)
		assert.ErrorContains(t, err, want)
	}
	_, err := credential.IssueCLR(t.Context(), clrOf(t, issuer), hospitals(t, p256("issuer")))
	assert.ErrorContains(t, err, "want one for EdDSA")
}

// Only what is written here is read as the head of a record, or as a digest.
func TestHeadsAndDigestsOfOthers(t *testing.T) {
	t.Parallel()
	const narrative = "It ends with record 3 of the enrolment, sha256:3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d."
	for genre, want := range map[string]int{"record": 1, "essay": 0} {
		i, err := credential.Inspect(written(t, map[string]any{"evidence": []any{map[string]any{"genre": genre, "narrative": narrative}}}))
		require.NoError(t, err)
		assert.Len(t, i.Says.Heads, want, genre)
	}
	for sri, known := range map[string]bool{
		"sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PureWcAJ0=": true, "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PureWc": false, "sha512-AAAA": false,
	} {
		i, err := credential.Inspect(written(t, map[string]any{"relatedResource": []any{map[string]any{"id": "urn:x", "digestSRI": sri}}}))
		require.NoError(t, err)
		assert.Equal(t, known, !i.Says.Resources[0].Digest.IsZero(), sri)
	}
}
