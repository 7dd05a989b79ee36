package credential_test

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/certificate/formats/credential"
	"github.com/countersign-go/countersign/certificate/formats/internal/multikey"
	"github.com/countersign-go/countersign/certificate/formats/internal/strict"
)

// A desk is what checks: the trust list of a clerk, with the lists at hand.
type desk struct {
	t       *testing.T
	trust   *credential.Trust
	options credential.VerifyOptions
}

// newDesk trusts the keys that sign in these tests.
func newDesk(t *testing.T) *desk {
	issuer := hospitals(t, keyFrom("issuer"))
	return &desk{t, trusting(
		credential.TrustedKey{Public: keyFrom("issuer").Public(), From: now.Add(-time.Hour)},
		credential.TrustedKey{Public: p256("issuer").Public()},
		credential.TrustedKey{Issuer: "did:web:hospitals.example", Public: rsaKey().Public()},
	), credential.VerifyOptions{At: later, StatusLists: [][]byte{statusList(t, issuer, 1)}, Holder: "NMC 00X0000L"}}
}

func (d *desk) verify(data []byte) *credential.Report {
	return credential.Verify(data, d.trust, &d.options)
}

// refused holds that data is refused, for a reason of that code.
func (d *desk) refused(name string, data []byte, code string) {
	d.t.Helper()
	r := d.verify(data)
	assert.Equal(d.t, credential.Refused, r.Verdict(), "%s: %s", name, r.AppendText(nil))
	assert.NotEqual(d.t, credential.Passed, r.Signature.Outcome, name)
	assert.True(d.t, r.Signature.Has(code), "%s: %v", name, r.Signature)
}

func TestWhatIsIssuedIsAccepted(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	rsaIssuer := hospitals(t, rsaKey())
	rsaIssuer.ID = "did:web:hospitals.example"
	for name, data := range map[string][]byte{
		"embedded": badge(t, hospitals(t, keyFrom("issuer"))),
		"ES256":    token(t, hospitals(t, p256("issuer"))),
		"RS256":    token(t, rsaIssuer),
	} {
		r := d.verify(data)
		assert.Equal(t, credential.Accepted, r.Verdict(), "%s: %s", name, r.AppendText(nil))
		assert.Equal(t, "396W-X4MJ-NNYX-M971", r.Says.Serial)
		assert.Equal(t, "Example Hospitals Trust", r.Says.Organisation)
	}
	d.options.Holder = ""
	r := d.verify(statusList(t, hospitals(t, keyFrom("issuer")), 7, 9))
	assert.Equal(t, credential.Accepted, r.Verdict(), "%s", r.AppendText(nil))
	assert.Equal(t, credential.KindStatusList, r.Kind)
	assert.Equal(t, []int{7, 9}, r.Says.Set)
	assert.Equal(t, credential.MinEntries, r.Says.Entries)
}

// Bytes flipped anywhere, and files cut anywhere, are never accepted.
func TestFlippedBytes(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	good := badge(t, hospitals(t, keyFrom("issuer")))
	for i := 0; i < len(good); i += stride {
		bad := bytes.Clone(good)
		bad[i] ^= 1
		if r := d.verify(bad); r.Verdict() == credential.Accepted || r.Signature.Outcome == credential.Passed {
			t.Errorf("byte %d, %q for %q in %q: %s", i, bad[i], good[i], good[max(0, i-20):min(len(good), i+20)], r.AppendText(nil))
		}
		if r := d.verify(good[:i]); r.Signature.Outcome != credential.Failed {
			t.Errorf("cut at %d: %v", i, r.Signature)
		}
	}
}

// Every member changed, or left out, fails each of the proofs by itself.
func TestChangedMembers(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	good := badge(t, hospitals(t, keyFrom("issuer")))
	for _, kept := range []string{"eddsa-rdfc-2022", "eddsa-jcs-2022"} {
		doc := parsed(t, good)
		doc["proof"] = []any{proofOf(doc, kept)}
		for path, change := range changes(doc, "another text", []any{"another text"}) {
			undo := change()
			r := d.verify(written(t, doc))
			undo()
			want := credential.Refused
			if path == "nothing" {
				want = credential.Accepted
			}
			if r.Verdict() != want {
				t.Errorf("%s %s: %s", kept, path, r.AppendText(nil))
			}
		}
	}
}

func parsed(t *testing.T, text []byte) map[string]any {
	t.Helper()
	doc, err := strict.ParseObject(text, 1<<20)
	require.NoError(t, err)
	return doc
}

func written(t *testing.T, doc map[string]any) []byte {
	t.Helper()
	text, err := strict.Append(nil, doc)
	require.NoError(t, err)
	return text
}

func proofOf(doc map[string]any, suite string) map[string]any {
	for _, p := range doc["proof"].([]any) {
		if proof := p.(map[string]any); proof["cryptosuite"] == suite {
			return proof
		}
	}
	return nil
}

// What an attacker may do with the file of somebody's credential.
func TestForgeries(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	good := badge(t, hospitals(t, keyFrom("issuer")))
	other := issued()
	other.options.Status.Index = 1
	revoked, err := credential.Issue(t.Context(), other.cert, hospitals(t, keyFrom("issuer")), other.options)
	require.NoError(t, err)
	stranger := badge(t, hospitals(t, keyFrom("stranger")))
	for name, f := range map[string]struct {
		code  string
		forge func(doc map[string]any)
	}{
		"no proof":               {"no-proof", func(doc map[string]any) { delete(doc, "proof") }},
		"an empty list of them":  {"no-proof", func(doc map[string]any) { doc["proof"] = []any{} }},
		"a proof that is a text": {"malformed-proof", func(doc map[string]any) { doc["proof"] = "z123" }},
		"another's proofs":       {"wrong-signature", func(doc map[string]any) { doc["proof"] = parsed(t, revoked)["proof"] }},
		"a stranger's proofs":    {"wrong-signature", func(doc map[string]any) { doc["proof"] = parsed(t, stranger)["proof"] }},
		"one good, one bad proof": {"wrong-signature", func(doc map[string]any) {
			doc["proof"] = append(doc["proof"].([]any), parsed(t, revoked)["proof"].([]any)...)
		}},
		"values swapped between proofs": {"wrong-signature", func(doc map[string]any) {
			p := doc["proof"].([]any)
			a, b := p[0].(map[string]any), p[1].(map[string]any)
			a["proofValue"], b["proofValue"] = b["proofValue"], a["proofValue"]
		}},
		"suites swapped": {"malformed-proof", func(doc map[string]any) {
			for _, p := range doc["proof"].([]any) {
				p.(map[string]any)["cryptosuite"] = "eddsa-rdfc-2022"
			}
		}},
		"no signature":          {"malformed-proof", each(func(p map[string]any) { delete(p, "proofValue") })},
		"a short signature":     {"malformed-proof", each(func(p map[string]any) { p["proofValue"] = "z123" })},
		"no letter of its base": {"malformed-proof", each(func(p map[string]any) { p["proofValue"] = p["proofValue"].(string)[1:] })},
		"a signature of zeros":  {"wrong-signature", each(func(p map[string]any) { p["proofValue"] = "z" + multikey.Base58(make([]byte, 64)) })},
		"another purpose":       {"malformed-proof", each(func(p map[string]any) { p["proofPurpose"] = "authentication" })},
		"backdated":             {"wrong-signature", each(func(p map[string]any) { p["created"] = "2026-11-20T09:59:59Z" })},
		"undated":               {"wrong-signature", each(func(p map[string]any) { delete(p, "created") })},
		"no date":               {"malformed-proof", each(func(p map[string]any) { p["created"] = "yesterday" })},
		"more in the proof":     {"unsigned-member", each(func(p map[string]any) { p["note"] = "x" })},
		"an expired proof":      {"malformed-proof", each(func(p map[string]any) { p["expires"] = "2026-11-20T11:00:00Z" })},
		"a key of another":      {"wrong-signature", each(func(p map[string]any) { p["verificationMethod"] = methodOf(t, keyFrom("stranger").Public()) })},
		"a key of P-256":        {"wrong-key", each(func(p map[string]any) { p["verificationMethod"] = methodOf(t, p256("issuer").Public()) })},
		"a method elsewhere":    {"other-controller", each(func(p map[string]any) { p["verificationMethod"] = "https://elsewhere.example/#key" })},
		"seventeen proofs":      {"too-many-proofs", func(doc map[string]any) { doc["proof"] = slices.Repeat(doc["proof"].([]any), 9) }},

		"an injected member":         {"unsigned-member", func(doc map[string]any) { doc["honours"] = "with distinction" }},
		"an injected member, deep":   {"unsigned-member", func(doc map[string]any) { achievementIn(doc)["distinction"] = true }},
		"an injected known member":   {"wrong-signature", func(doc map[string]any) { achievementIn(doc)["url"] = "https://elsewhere.example" }},
		"null injected":              {"unsigned-member", func(doc map[string]any) { doc["description"] = nil }},
		"an empty list injected":     {"unsigned-member", func(doc map[string]any) { doc["description"] = []any{} }},
		"an IRI for a member":        {"unsigned-member", rename("validUntil", "https://www.w3.org/2018/credentials#validUntil")},
		"an IRI for the status":      {"unsigned-member", rename("credentialStatus", "https://www.w3.org/2018/credentials#credentialStatus")},
		"a keyword":                  {"unsigned-member", rename("id", "@id")},
		"the status stripped":        {"wrong-signature", func(doc map[string]any) { delete(doc, "credentialStatus") }},
		"the end stripped":           {"wrong-signature", func(doc map[string]any) { delete(doc, "validUntil") }},
		"the end moved elsewhere":    {"unsigned-member", moveToSameID("validUntil")},
		"the status moved elsewhere": {"unsigned-member", moveToSameID("credentialStatus")},
		"a context that defines away": {"unsigned-member", func(doc map[string]any) {
			doc["@context"] = append(doc["@context"].([]any), map[string]any{"honours": nil})
		}},
		"statements in an id": {"unsigned-member", func(doc map[string]any) {
			doc["id"] = doc["id"].(string) + "> <https://www.w3.org/2018/credentials#validUntil> \"2099"
		}},
	} {
		doc := parsed(t, good)
		f.forge(doc)
		d.refused(name, written(t, doc), f.code)
		if rdfc := proofs(doc); len(rdfc) > 0 && strings.Contains("unsigned-member wrong-signature", f.code) && !strings.Contains(name, "proof") {
			doc["proof"] = rdfc[:1]
			d.refused(name+", with the first proof alone", written(t, doc), f.code)
		}
	}
}

// What is well signed, and yet not as the standard, the trust list or the dates want it.
func TestWellSignedAndRefused(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	good := badge(t, hospitals(t, keyFrom("issuer")))

	doc := parsed(t, good)
	doc["proof"] = []any{proofOf(doc, "eddsa-jcs-2022")}
	provenAnew(t, keyFrom("issuer"), doc, credential.BuiltInContexts, func(p map[string]any) { delete(p, "@context") })
	d.refused("a proof of bytes that is of no context", written(t, doc), "malformed-proof")

	doc = parsed(t, good)
	provenAnew(t, keyFrom("issuer"), doc, credential.BuiltInContexts, func(p map[string]any) { delete(p, "created") })
	r := d.verify(written(t, doc))
	assert.Equal(t, credential.Passed, r.Signature.Outcome, "%v", r.Signature)
	assert.True(t, r.Issuer.Has("undated"), "when it was signed is not said, and the key was not always in use: %v", r.Issuer)
	assert.Equal(t, credential.Incomplete, r.Verdict())

	doc = parsed(t, good)
	provenAnew(t, keyFrom("stranger"), doc, credential.BuiltInContexts, func(p map[string]any) { p["verificationMethod"] = methodOf(t, keyFrom("stranger").Public()) })
	r = d.verify(written(t, doc))
	assert.Equal(t, credential.Refused, r.Verdict())
	assert.True(t, r.Issuer.Has("other-controller"), "a stranger's key, in the name of the issuer: %v", r.Issuer)

	r = d.verify(resigned(t, func(doc map[string]any) { doc["validUntil"] = "tomorrow" }))
	assert.True(t, r.Validity.Has("malformed-time"), "%v", r.Validity)
	assert.Equal(t, credential.Refused, r.Verdict())
}

// A context that the host has, and that gives the end another name, hides it from
// whoever reads the document, while what is signed stays the same.
func TestHiddenByAContext(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.options.Contexts = fstest.MapFS{"elsewhere.example/names": {Data: []byte(
		`{"@context": {"end": {"@id": "https://www.w3.org/2018/credentials#validUntil", "@type": "http://www.w3.org/2001/XMLSchema#dateTime"}}}`)}}
	contexts := credential.ContextsOf(d.options.Contexts)
	doc := parsed(t, badge(t, hospitals(t, keyFrom("issuer"))))
	doc["@context"] = append(doc["@context"].([]any), "https://elsewhere.example/names")
	doc["proof"] = []any{proofOf(doc, "eddsa-rdfc-2022")}
	provenAnew(t, keyFrom("issuer"), doc, contexts, func(map[string]any) {})
	assert.Equal(t, credential.Accepted, d.verify(written(t, doc)).Verdict(), "the context by itself does no harm")
	rename("validUntil", "end")(doc)
	d.refused("the end by another name", written(t, doc), "unsigned-member")
}

// The last instant of a credential is the one before its end.
func TestLastInstant(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	good := badge(t, hospitals(t, keyFrom("issuer")))
	end := d.verify(good).Says.ValidUntil
	d.options.At = end.Add(-time.Nanosecond)
	assert.Equal(t, credential.Passed, d.verify(good).Validity.Outcome)
	d.options.At = end
	assert.True(t, d.verify(good).Validity.Has("expired"))
}

func proofs(doc map[string]any) []any {
	list, _ := doc["proof"].([]any)
	return list
}

func each(change func(proof map[string]any)) func(doc map[string]any) {
	return func(doc map[string]any) {
		for _, p := range doc["proof"].([]any) {
			change(p.(map[string]any))
		}
	}
}

func rename(from, to string) func(doc map[string]any) {
	return func(doc map[string]any) {
		doc[to] = doc[from]
		delete(doc, from)
	}
}

// moveToSameID says of the credential what is moved in another place, which
// changes no statement.
func moveToSameID(name string) func(doc map[string]any) {
	return func(doc map[string]any) {
		status := doc["credentialStatus"].(map[string]any)
		doc["evidence"] = append(doc["evidence"].([]any), map[string]any{"id": doc["id"], "type": doc["type"], name: doc[name]})
		if name != "credentialStatus" {
			doc["credentialStatus"] = status
		}
		delete(doc, name)
	}
}

func achievementIn(doc map[string]any) map[string]any {
	return doc["credentialSubject"].(map[string]any)["achievement"].(map[string]any)
}

func methodOf(t *testing.T, public crypto.PublicKey) string {
	t.Helper()
	_, method, err := multikey.DID(public)
	require.NoError(t, err)
	return method
}

// What readers of JSON take differently is refused before anything else.
func TestHostileJSON(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	good := badge(t, hospitals(t, keyFrom("issuer")))
	for name, text := range map[string][]byte{
		"a member twice":       bytes.Replace(good, []byte(`"licenseNumber":`), []byte(`"licenseNumber":"0000","licenseNumber":`), 1),
		"a proof twice":        bytes.Replace(good, []byte(`"proof":`), []byte(`"proof":[],"proof":`), 1),
		"a name by escapes":    bytes.Replace(good, []byte(`"proof":`), []byte(`"\u0070roof":[],"proof":`), 1),
		"deep lists":           []byte(`{"a":` + strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000) + "}"),
		"deep objects":         []byte(strings.Repeat(`{"a":`, 100_000)),
		"a control character":  bytes.Replace(good, []byte("Example Assessor"), []byte(`Example\u0000Assessor`), 1),
		"not UTF-8":            bytes.Replace(good, []byte("Example Assessor"), []byte("Example\xffAssessor"), 1),
		"half a character":     bytes.Replace(good, []byte("Example Assessor"), []byte(`Example\ud800Assessor`), 1),
		"something behind":     append(bytes.Clone(good), "{}"...),
		"too long":             append(bytes.Clone(good), bytes.Repeat([]byte(" x"), credential.MaxCredential/2)...),
		"no object":            []byte(`["` + strings.Repeat("x", 10) + `"]`),
		"nothing":              {},
		"a picture of nothing": []byte("\x89PNG\r\n\x1a\n"),
	} {
		d.refused(name, text, "malformed")
	}
	assert.Equal(t, credential.Accepted, d.verify(append(bytes.Clone(good), "\r\n \t"...)).Verdict(), "space around it is nobody's")
}

// parts of a JWT, and one made of others.
func parts(t *testing.T, jwt []byte) (header, payload map[string]any, signature string) {
	t.Helper()
	p := strings.Split(string(jwt), ".")
	for i, into := range []*map[string]any{&header, &payload} {
		b, err := base64.RawURLEncoding.DecodeString(p[i])
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(b, into))
	}
	return header, payload, p[2]
}

func encoded(t *testing.T, header, payload map[string]any) string {
	t.Helper()
	return base64.RawURLEncoding.EncodeToString(written(t, header)) + "." + base64.RawURLEncoding.EncodeToString(written(t, payload))
}

func jwkOf(t *testing.T, issuer credential.Issuer) map[string]any {
	t.Helper()
	header, _, _ := parts(t, token(t, issuer))
	return header["jwk"].(map[string]any)
}

func TestForgedJWTs(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	good := token(t, hospitals(t, p256("issuer")))
	header, payload, signature := parts(t, good)
	with := func(name string, value any) map[string]any {
		h := maps.Clone(header)
		if h[name] = value; value == nil {
			delete(h, name)
		}
		return h
	}
	claims := maps.Clone(payload)
	claims["name"] = "Surgeon"
	point, err := p256("issuer").PublicKey.Bytes()
	require.NoError(t, err)
	spki, err := x509.MarshalPKIXPublicKey(p256("issuer").Public())
	require.NoError(t, err)
	secret := maps.Clone(header["jwk"].(map[string]any))
	secret["d"] = "AAAA"

	for name, f := range map[string]struct{ token, code string }{
		"changed claims":              {encoded(t, header, claims) + "." + signature, "wrong-signature"},
		"no signature":                {encoded(t, header, claims) + ".", "wrong-signature"},
		"alg none":                    {encoded(t, with("alg", "none"), claims) + ".", "malformed-header"},
		"alg None":                    {encoded(t, with("alg", "None"), claims) + ".", "malformed-header"},
		"no alg":                      {encoded(t, with("alg", nil), claims) + "." + signature, "malformed-header"},
		"HS256 by the public point":   {byHMAC(encoded(t, with("alg", "HS256"), claims), point), "malformed-header"},
		"HS256 by the public key":     {byHMAC(encoded(t, with("alg", "HS256"), claims), spki), "malformed-header"},
		"HS256 under another name":    {byHMAC(encoded(t, with("alg", "ES256"), claims), spki), "wrong-signature"},
		"RS256 for a key of P-256":    {encoded(t, with("alg", "RS256"), payload) + "." + signature, "wrong-algorithm"},
		"EdDSA for a key of P-256":    {encoded(t, with("alg", "EdDSA"), payload) + "." + signature, "wrong-algorithm"},
		"a key of one's own":          {by(t, p256("stranger"), encoded(t, with("jwk", jwkOf(t, hospitals(t, p256("stranger")))), claims)), "other-controller"},
		"a key of one's own, unnamed": {by(t, p256("stranger"), encoded(t, with("jwk", nil), claims)), "wrong-signature"},
		"a private key":               {encoded(t, with("jwk", secret), payload) + "." + signature, "malformed-key"},
		"a critical header":           {encoded(t, with("crit", []any{"exp"}), payload) + "." + signature, "malformed-header"},
		"an unencoded payload":        {encoded(t, with("b64", false), payload) + "." + signature, "malformed-header"},
		"of another type":             {encoded(t, with("typ", "at+jwt"), payload) + "." + signature, "malformed-header"},
		"a padded signature":          {string(good) + "=", "wrong-signature"},
		"a DER signature":             {der(t, encoded(t, header, payload)), "wrong-signature"},
		"a signature of zeros":        {encoded(t, header, payload) + "." + strings.Repeat("A", 86), "wrong-signature"},
		"no base64":                   {"a.b!.c", "malformed"},
		"a member twice":              {base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"ES256","alg":"none"}`)) + "." + strings.SplitN(string(good), ".", 2)[1], "malformed"},
	} {
		d.refused(name, []byte(f.token), f.code)
	}
	// A key of one's own, under the name of one that is trusted.
	web := webIssuer(t)
	const kid = "did:web:hospitals.example#key-1"
	d.trust.Organisations[0].Keys = append(d.trust.Organisations[0].Keys, credential.TrustedKey{Issuer: web.ID, ID: kid, Public: rsaKey().Public()})
	_, webClaims, _ := parts(t, token(t, web))
	r := d.verify([]byte(by(t, p256("stranger"), encoded(t, map[string]any{
		"alg": "ES256", "kid": kid, "jwk": jwkOf(t, hospitals(t, p256("stranger"))),
	}, webClaims))))
	assert.Equal(t, credential.Incomplete, r.Verdict(), "%s", r.AppendText(nil))
	assert.True(t, r.Issuer.Has("unknown-key"), "%v", r.Issuer)
	for name, value := range map[string]any{"iss": "did:web:elsewhere.example", "sub": "urn:x", "jti": "urn:x", "nbf": 5.0, "exp": 9e9} {
		claims := maps.Clone(payload)
		claims[name] = value
		d.refused(name, []byte(by(t, p256("issuer"), encoded(t, header, claims))), "claims-differ")
	}
}

func byHMAC(signed string, key []byte) string {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(signed))
	return signed + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// by signs with a key, as the library does.
func by(t *testing.T, private *ecdsa.PrivateKey, signed string) string {
	t.Helper()
	sum := sha256.Sum256([]byte(signed))
	r, s, err := ecdsa.Sign(rand.Reader, private, sum[:])
	require.NoError(t, err)
	raw := make([]byte, 64)
	r.FillBytes(raw[:32])
	s.FillBytes(raw[32:])
	return signed + "." + base64.RawURLEncoding.EncodeToString(raw)
}

func der(t *testing.T, signed string) string {
	t.Helper()
	sum := sha256.Sum256([]byte(signed))
	b, err := p256("issuer").Sign(nil, sum[:], crypto.SHA256)
	require.NoError(t, err)
	return signed + "." + base64.RawURLEncoding.EncodeToString(b)
}
