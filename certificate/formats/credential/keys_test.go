package credential_test

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"io"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/certificate/formats/credential"
	"github.com/countersign-go/countersign/certificate/formats/internal/multikey"
	"github.com/countersign-go/countersign/certificate/formats/internal/rdf"
)

func base64Of(b []byte) string { return base64.StdEncoding.EncodeToString(b) }

// signerFunc is a Signer made by hand.
type signerFunc func(ctx context.Context, message []byte) ([]byte, error)

func (f signerFunc) Sign(ctx context.Context, message []byte) ([]byte, error) { return f(ctx, message) }

// elsewhere is a crypto.Signer of which only the interface is known, as libraries for hardware modules give.
type elsewhere struct{ crypto.Signer }

func (e elsewhere) Sign(r io.Reader, digest []byte, o crypto.SignerOpts) ([]byte, error) {
	if r == nil {
		return nil, errors.New("a signer must be given randomness")
	}
	return e.Signer.Sign(r, digest, o)
}

func TestKeysOfAllKinds(t *testing.T) {
	t.Parallel()
	i, d := issued(), newDesk(t)
	for name, private := range map[string]crypto.Signer{"Ed25519": keyFrom("issuer"), "P-256": p256("issuer"), "RSA": rsaKey()} {
		for where, signer := range map[string]crypto.Signer{"here": private, "elsewhere": elsewhere{private}} {
			issuer := hospitals(t, signer)
			issue := credential.IssueJWT
			switch name {
			case "Ed25519":
				issue = credential.Issue
			case "RSA":
				issuer.ID = "did:web:hospitals.example"
			}
			b, err := issue(t.Context(), i.cert, issuer, i.options)
			require.NoError(t, err, name, where)
			assert.Equal(t, credential.Passed, d.verify(b).Signature.Outcome, name, where)
		}
	}
}

// A signer that signs with another key, or in another form, is found before
// anything is given out.
func TestSignersAreHeldToTheirKey(t *testing.T) {
	t.Parallel()
	i := issued()
	gone := errors.New("the module is gone")
	for name, c := range map[string]struct {
		signer signerFunc
		want   string
	}{
		"another key": {func(_ context.Context, m []byte) ([]byte, error) { return ed25519.Sign(keyFrom("stranger"), m), nil }, "does not fit the public key"},
		"a digest": {func(_ context.Context, m []byte) ([]byte, error) {
			sum := sha256.Sum256(m)
			return ed25519.Sign(keyFrom("issuer"), sum[:]), nil
		}, "does not fit the public key"},
		"nothing":  {func(context.Context, []byte) ([]byte, error) { return nil, nil }, "does not fit the public key"},
		"an error": {func(context.Context, []byte) ([]byte, error) { return nil, gone }, "the module is gone"},
	} {
		k, err := credential.NewKey(keyFrom("issuer").Public(), c.signer)
		require.NoError(t, err)
		_, err = credential.Issue(t.Context(), i.cert, credential.Issuer{Name: "Example", Key: k}, i.options)
		require.ErrorContains(t, err, c.want, name)
	}
	// P-256 in both forms that modules give.
	for _, der := range []bool{true, false} {
		k, err := credential.NewKey(p256("issuer").Public(), signerFunc(func(_ context.Context, m []byte) ([]byte, error) {
			sum := sha256.Sum256(m)
			if der {
				return ecdsa.SignASN1(rand.Reader, p256("issuer"), sum[:])
			}
			r, s, err := ecdsa.Sign(rand.Reader, p256("issuer"), sum[:])
			raw := make([]byte, 64)
			r.FillBytes(raw[:32])
			s.FillBytes(raw[32:])
			return raw, err
		}))
		require.NoError(t, err)
		b, err := credential.IssueJWT(t.Context(), i.cert, credential.Issuer{Name: "Example", Key: k}, i.options)
		require.NoError(t, err)
		assert.Equal(t, credential.Passed, newDesk(t).verify(b).Signature.Outcome)
	}
}

func TestKeysThatAreRefused(t *testing.T) {
	t.Parallel()
	short, err := rsa.GenerateKey(rand.Reader, 1024)
	require.NoError(t, err)
	p384, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	require.NoError(t, err)
	for want, private := range map[string]crypto.Signer{"1024 bits": short, "only P-256": p384} {
		_, err := credential.KeyOf(private)
		require.ErrorContains(t, err, want)
	}
	_, err = credential.KeyOf(nil)
	require.ErrorContains(t, err, "no private key")
	_, err = credential.NewKey(keyFrom("issuer").Public(), nil)
	require.ErrorContains(t, err, "no signer")
	_, err = credential.NewKey("key", signerFunc(nil))
	require.ErrorContains(t, err, "no kind of public key")
	_, err = credential.NewKey(ed25519.PublicKey{1}, signerFunc(nil))
	require.ErrorContains(t, err, "32 bytes")
}

func pemOf(t testing.TB, private any) []byte {
	t.Helper()
	b, err := x509.MarshalPKCS8PrivateKey(private)
	require.NoError(t, err)
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: b})
}

func TestReadKey(t *testing.T) {
	t.Parallel()
	for want, private := range map[credential.Algorithm]any{credential.EdDSA: keyFrom("issuer"), credential.ES256: p256("issuer"), credential.RS256: rsaKey()} {
		k, err := credential.ReadKey(pemOf(t, private))
		require.NoError(t, err)
		assert.Equal(t, want, k.Algorithm())
	}
	text := string(pemOf(t, keyFrom("issuer")))
	for want, wrong := range map[string]string{
		"no key in PEM":      "z6Mk",
		`a block "PUBLIC`:    string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY"})),
		"cannot be read":     string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: []byte("secret")})),
		"PKCS #8, not encry": string(pem.EncodeToMemory(&pem.Block{Type: "ENCRYPTED PRIVATE KEY", Bytes: []byte("secret")})),
	} {
		_, err := credential.ReadKey([]byte(wrong))
		require.ErrorContains(t, err, want)
		assert.NotContains(t, err.Error(), "secret")
	}
	_, err := credential.ReadKey([]byte(text[:len(text)/2]))
	require.Error(t, err)
}

// A key is replaced: what the old one signed while it was in use stays good, with
// lists by the new one; what it signs afterwards is refused, and all of it once
// it is withdrawn.
func TestRotation(t *testing.T) {
	t.Parallel()
	old, young := keyFrom("old"), keyFrom("young")
	changed := now.Add(time.Hour)
	trust := trusting(
		credential.TrustedKey{Public: old.Public(), From: now.Add(-time.Hour), Until: changed},
		credential.TrustedKey{Public: young.Public(), From: changed.Add(-time.Minute)},
	)
	i := issued()
	issue := func(private crypto.Signer, at time.Time) []byte {
		o := i.options
		o.Now = at
		b, err := credential.Issue(t.Context(), i.cert, hospitals(t, private), o)
		require.NoError(t, err)
		return b
	}
	list := func(private crypto.Signer, at time.Time) []byte {
		l, err := credential.NewStatusList(listURL, 0)
		require.NoError(t, err)
		b, err := l.Issue(t.Context(), hospitals(t, private), credential.StatusOptions{Now: at})
		require.NoError(t, err)
		return b
	}
	find := func(b []byte, o credential.VerifyOptions) (verdict credential.Verdict, issuer, status string) {
		o.At = later
		r := credential.Verify(b, trust, &o)
		return r.Verdict(), r.Issuer.Reasons[0].Code, r.Status.Reasons[0].Code
	}
	lists := credential.VerifyOptions{StatusLists: [][]byte{list(young, changed)}}
	check := func(wantVerdict credential.Verdict, wantIssuer, wantStatus string, b []byte, o credential.VerifyOptions, why string) {
		t.Helper()
		verdict, issuer, status := find(b, o)
		assert.Equal(t, []any{wantVerdict, wantIssuer, wantStatus}, []any{verdict, issuer, status}, why)
	}
	check(credential.Accepted, "trusted", "not-revoked", issue(old, now), lists, "signed before, with a list by the new key")
	check(credential.Accepted, "trusted", "not-revoked", issue(young, changed), lists, "signed by the new key")
	check(credential.Refused, "key-too-late", "list-of-others", issue(old, changed), lists, "signed by the old key afterwards")
	check(credential.Refused, "key-too-early", "not-revoked", issue(young, now), lists, "signed by the new key before")
	check(credential.Refused, "signed-in-future", "not-revoked", issue(young, later.Add(time.Hour)), lists, "dated in the future")
	lists.StatusLists = [][]byte{list(old, changed)}
	check(credential.Incomplete, "trusted", "list-of-others", issue(young, changed), lists, "the list is by the old key, afterwards")
	check(credential.Incomplete, "trusted", "list-of-others", issue(old, now), lists, "so is that of a credential of that key, from before")
	lists.StatusLists = [][]byte{list(keyFrom("stranger"), changed)}
	check(credential.Incomplete, "trusted", "list-of-others", issue(old, now), lists, "the list is by a stranger")

	lists.StatusLists = [][]byte{list(young, changed)}
	trust.Organisations[0].Keys[0].Withdrawn = true
	check(credential.Refused, "key-withdrawn", "list-of-others", issue(old, now), lists, "the old key was lost")
	check(credential.Accepted, "trusted", "not-revoked", issue(young, changed), lists, "which does not touch the new one")
}

// Who makes up a did:web, or a list in its name, with a key of their own, gets nowhere.
func TestKeysThatTheListDoesNotHave(t *testing.T) {
	t.Parallel()
	const web = "did:web:hospitals.example"
	mine := credential.Issuer{ID: web, Name: "Example Hospitals Trust", Key: key(t, keyFrom("issuer"))}
	forged := credential.Issuer{ID: web, Name: "Example Hospitals Trust", Key: key(t, keyFrom("stranger"))}
	trust := trusting(credential.TrustedKey{Issuer: web, Public: keyFrom("issuer").Public()})
	options := credential.VerifyOptions{At: later, StatusLists: [][]byte{statusList(t, forged)}}

	r := credential.Verify(badge(t, forged), trust, &options)
	assert.Equal(t, credential.Incomplete, r.Verdict())
	assert.True(t, r.Issuer.Has("unknown-key"), "it may be new: unknown, not wrong")
	r = credential.Verify(badge(t, mine), trust, &options)
	assert.True(t, r.Status.Has("list-of-others"), "%v", r.Status)
	options.StatusLists = append(options.StatusLists, statusList(t, mine, 4242))
	assert.True(t, credential.Verify(badge(t, mine), trust, &options).Status.Has("revoked"))

	options.StatusLists = [][]byte{statusList(t, mine)}
	assert.Equal(t, credential.Accepted, credential.Verify(badge(t, mine), trust, &options).Verdict())
	r = credential.Verify(badge(t, mine), nil, &options)
	assert.True(t, r.Issuer.Has("no-trust-list"))
	assert.True(t, r.Status.Has("list-of-others"), "without a list of keys nobody says that a did:web has this one")
	r = credential.Verify(badge(t, mine), &credential.Trust{}, &options)
	assert.True(t, r.Issuer.Has("unknown-issuer"))

	// A did:key in the name of another.
	trust = trusting(credential.TrustedKey{Public: keyFrom("issuer").Public()})
	doc := parsed(t, badge(t, hospitals(t, keyFrom("stranger"))))
	r = credential.Verify(written(t, doc), trust, &options)
	assert.True(t, r.Issuer.Has("unknown-issuer"))
}

// Keys may stand in the list under a name that does not hold them.
func TestKeyByItsName(t *testing.T) {
	t.Parallel()
	mine := credential.Issuer{ID: "did:web:hospitals.example", Name: "Example", Key: key(t, keyFrom("issuer"))}
	b := badge(t, mine)
	const name = "https://hospitals.example/keys#1"
	doc := parsed(t, b)
	provenAnew(t, keyFrom("issuer"), doc, credential.BuiltInContexts, func(proof map[string]any) { proof["verificationMethod"] = name })
	trust := trusting(credential.TrustedKey{Issuer: mine.ID, ID: name, Public: keyFrom("issuer").Public()})
	r := credential.Verify(written(t, doc), trust, &credential.VerifyOptions{At: later})
	assert.Equal(t, credential.Passed, r.Signature.Outcome, "%v", r.Signature)
	assert.Equal(t, credential.Passed, r.Issuer.Outcome, "%v", r.Issuer)
	r = credential.Verify(written(t, doc), nil, &credential.VerifyOptions{At: later})
	assert.True(t, r.Signature.Has("other-controller"), "%v", r.Signature)
}

// provenAnew gives each of a document's proofs another form, and signs it in that form.
func provenAnew(t *testing.T, private ed25519.PrivateKey, doc map[string]any, contexts rdf.Contexts, change func(proof map[string]any)) {
	t.Helper()
	set := proofs(doc)
	delete(doc, "proof")
	for _, p := range set {
		proof := p.(map[string]any)
		delete(proof, "proofValue")
		change(proof)
		message, err := credential.SignedBytes(proof["cryptosuite"].(string), doc, proof, contexts)
		require.NoError(t, err)
		proof["proofValue"] = "z" + multikey.Base58(ed25519.Sign(private, message))
	}
	doc["proof"] = set
}
