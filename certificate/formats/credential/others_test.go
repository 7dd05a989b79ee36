package credential_test

import (
	"bytes"
	"context"
	"crypto"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/certificate/formats/credential"
	"github.com/countersign-go/countersign/certificate/formats/internal/rdf"
	"github.com/countersign-go/countersign/certificate/formats/internal/strict"
)

const listURL = "https://hospitals.example/status/1"

// hospitals is an issuer by an Ed25519 key.
func hospitals(t tester, private crypto.Signer) credential.Issuer {
	return credential.Issuer{Name: "Example Hospitals Trust", URL: "https://hospitals.example/", Key: key(t, private)}
}

func badge(t tester, issuer credential.Issuer) []byte {
	t.Helper()
	i := issued()
	b, err := credential.Issue(context.Background(), i.cert, issuer, i.options)
	require.NoError(t, err)
	return b
}

func token(t tester, issuer credential.Issuer) []byte {
	t.Helper()
	i := issued()
	b, err := credential.IssueJWT(context.Background(), i.cert, issuer, i.options)
	require.NoError(t, err)
	return b
}

// statusList is one with these places set.
func statusList(t tester, issuer credential.Issuer, set ...int) []byte {
	t.Helper()
	l, err := credential.NewStatusList(listURL, 0)
	require.NoError(t, err)
	for _, i := range set {
		require.NoError(t, l.Set(i, true))
	}
	b, err := l.Issue(context.Background(), issuer, credential.StatusOptions{Now: now})
	require.NoError(t, err)
	return b
}

// What Digital Bazaar's verifier finds.
type bazaarFinding struct {
	Verified bool
	Proofs   []string
	Status   []bool
	Error    string
}

func (o *others) bazaar(t *testing.T, doc, list []byte) (f bazaarFinding) {
	t.Helper()
	q := question{Op: "bazaar", Now: later, Document: doc}
	if list != nil {
		q.Documents = map[string]json.RawMessage{listURL: list}
	}
	require.Empty(t, o.ask(t, q, &f))
	return f
}

func TestBazaarAccepts(t *testing.T) {
	t.Parallel()
	o := askOthers(t)
	issuer := hospitals(t, keyFrom("issuer"))
	b := badge(t, issuer)
	both := []string{"eddsa-jcs-2022 true", "eddsa-rdfc-2022 true"}
	assert.Equal(t, bazaarFinding{Verified: true, Proofs: both, Status: []bool{false}}, o.bazaar(t, b, statusList(t, issuer, 4241, 4243)))
	f := o.bazaar(t, b, statusList(t, issuer, 4242))
	assert.Equal(t, []bool{true}, f.Status, "it sees what was revoked")
	assert.Equal(t, bazaarFinding{Verified: true, Proofs: both}, o.bazaar(t, statusList(t, issuer, 1), nil), "the list itself")

	changed := bytes.Replace(b, []byte("Skills on the ward"), []byte("Skills in the ward"), 1)
	f = o.bazaar(t, changed, statusList(t, issuer))
	assert.False(t, f.Verified)
	assert.Equal(t, []string{"eddsa-jcs-2022 false", "eddsa-rdfc-2022 false"}, f.Proofs, "it can fail")
}

func TestCoreOfTheConsortiumAccepts(t *testing.T) {
	t.Parallel()
	o := askOthers(t)
	issuer := hospitals(t, keyFrom("issuer"))
	var f struct {
		Log    map[string]any
		Errors []string
	}
	q := question{Op: "core", Now: later, Document: badge(t, issuer), Documents: map[string]json.RawMessage{listURL: statusList(t, issuer)}}
	require.Empty(t, o.ask(t, q, &f))
	assert.Empty(t, f.Errors)
	want := map[string]any{"valid_signature": true, "revocation_status": true, "expiration": true, "registered_issuer": false}
	assert.Equal(t, want, f.Log, "it knows no registry of issuers")

	q.Documents[listURL] = statusList(t, issuer, 4242)
	require.Empty(t, o.ask(t, q, &f))
	assert.Equal(t, false, f.Log["revocation_status"])
	q.Document = bytes.Replace(q.Document, []byte("Example Assessor"), []byte("Exemple Assessor"), 1)
	require.Empty(t, o.ask(t, q, &f))
	assert.Equal(t, []string{"The signature is not valid."}, f.Errors)
}

func TestJoseAccepts(t *testing.T) {
	t.Parallel()
	o := askOthers(t)
	rsaIssuer := hospitals(t, rsaKey())
	rsaIssuer.ID = "did:web:hospitals.example"
	for name, issuer := range map[string]credential.Issuer{"ES256": hospitals(t, p256("issuer")), "RS256": rsaIssuer} {
		signed := token(t, issuer)
		var f struct{ Payload map[string]any }
		require.Empty(t, o.ask(t, question{Op: "jose", Now: later, Token: string(signed)}, &f), name)
		assert.Equal(t, f.Payload["issuer"].(map[string]any)["id"], f.Payload["iss"])
		assert.Equal(t, f.Payload["id"], f.Payload["jti"])
		changed := bytes.Clone(signed)
		changed[len(changed)/2] ^= 1
		assert.NotEmpty(t, o.ask(t, question{Op: "jose", Now: later, Token: string(changed)}, &f), name)
	}
}

// The contexts built in are parts of the published ones: what is issued has the
// same statements by both, all of them.
func TestContextsSayWhatThePublishedOnesSay(t *testing.T) {
	t.Parallel()
	o := askOthers(t)
	issuer := hospitals(t, keyFrom("issuer"))
	issuer.Email = "badges@hospitals.example"
	named := issued()
	named.options.Subject = credential.Subject{ID: "did:example:learner", Identity: "learner@hospitals.example", IdentityType: "emailAddress", Named: true}
	full, err := credential.Issue(context.Background(), named.cert, issuer, named.options)
	require.NoError(t, err)
	for _, b := range [][]byte{badge(t, issuer), full, statusList(t, issuer, 7)} {
		doc, err := strict.ParseObject(b, 1<<20)
		require.NoError(t, err)
		proof := doc["proof"].([]any)[0].(map[string]any)
		delete(doc, "proof")
		delete(proof, "proofValue")
		proof["@context"] = doc["@context"]
		proof["expires"] = "2027-01-01T00:00:00Z"
		for _, part := range []map[string]any{doc, proof} {
			text, err := strict.Append(nil, part)
			require.NoError(t, err)
			var want string
			require.Empty(t, o.ask(t, question{Op: "canonize", Document: text}, &want))
			expanded, err := rdf.Expand(part, credential.BuiltInContexts)
			require.NoError(t, err)
			got, err := expanded.Canonical()
			require.NoError(t, err)
			assert.Equal(t, want, got)
		}
	}
}

// Every term of the contexts built in is one of the published ones, with the same meaning.
func TestContextsArePartsOfThePublishedOnes(t *testing.T) {
	t.Parallel()
	o := askOthers(t)
	for _, url := range []string{credential.ContextV2, credential.ContextBadges} {
		var published map[string]any
		require.Empty(t, o.ask(t, question{Op: "context", URL: url}, &published))
		ours, err := credential.BuiltInContexts(url)
		require.NoError(t, err)
		assertPart(t, url, ours, published)
	}
}

func assertPart(t *testing.T, path string, part, whole any) {
	t.Helper()
	p, isObject := part.(map[string]any)
	if !isObject {
		assert.Equal(t, whole, part, path)
		return
	}
	w, _ := whole.(map[string]any)
	for name, v := range p {
		assertPart(t, path+" "+name, v, w[name])
	}
}

// The official samples mean the same here as there, also the large one.
func TestCanonicalFormOfOfficialSamples(t *testing.T) {
	t.Parallel()
	o := askOthers(t)
	for _, name := range []string{"simple", "complete", "endorsement-valid", "simple-did-key-method", "simple-err-proof-value"} {
		doc, err := strict.ParseObject(official(t, "1edtech-samples/"+name+".json"), 1<<20)
		require.NoError(t, err)
		delete(doc, "proof")
		text, err := strict.Append(nil, doc)
		require.NoError(t, err)
		var want string
		require.Empty(t, o.ask(t, question{Op: "canonize", Document: text}, &want), name)
		expanded, err := rdf.Expand(doc, o.published(t))
		require.NoError(t, err, name)
		got, err := expanded.Canonical()
		require.NoError(t, err)
		assert.Equal(t, want, got, name)
	}
}

// published gives the contexts as their owners publish them.
func (o *others) published(t *testing.T) rdf.Contexts {
	return func(url string) (any, error) {
		var text json.RawMessage
		if wrong := o.ask(t, question{Op: "context", URL: url}, &text); wrong != "" {
			return nil, fmt.Errorf("%s", wrong)
		}
		return strict.Parse(text, 1<<20)
	}
}

// Graphs at random, with many nodes alike and with characters that must be
// escaped, have the same canonical form by others' code.
func TestCanonicalFormOfGraphsAtRandom(t *testing.T) {
	t.Parallel()
	o := askOthers(t)
	r := rand.New(rand.NewPCG(7, 11))
	tangled := 0
	for range 150 {
		quads := randomQuads(r)
		var text strings.Builder
		for _, q := range quads {
			text.WriteString(q.String())
		}
		var want string
		if wrong := o.ask(t, question{Op: "quads", Quads: text.String()}, &want); wrong != "" {
			tangled++ // they have a bound, too
			continue
		}
		got, err := rdf.Canonicalize(quads)
		require.NoError(t, err)
		assert.Equal(t, want, got, text.String())
	}
	assert.Less(t, tangled, 50)
}

func randomQuads(r *rand.Rand) []rdf.Quad {
	node := func() rdf.Term {
		if n := r.IntN(8); n < 6 {
			return rdf.Term{Kind: rdf.Blank, Value: fmt.Sprint("x", n)}
		}
		return rdf.Term{Kind: rdf.IRI, Value: fmt.Sprint("urn:n", r.IntN(2))}
	}
	var quads []rdf.Quad
	for range 2 + r.IntN(14) {
		q := rdf.Quad{Subject: node(), Predicate: rdf.Term{Kind: rdf.IRI, Value: fmt.Sprint("urn:p", r.IntN(2))}, Object: node()}
		if r.IntN(4) == 0 {
			q.Object = rdf.Term{Kind: rdf.Literal, Value: []string{"a", "b\"\\\n\r\t", "\u0001\u0008\u000c\u007f\u0080", "é\u2028"}[r.IntN(4)]}
			if r.IntN(3) == 0 {
				q.Object.Language = "en"
			}
		}
		if r.IntN(5) == 0 {
			q.Graph = node()
		}
		quads = append(quads, q)
	}
	return quads
}

// Numbers are written as JavaScript writes them, which is what RFC 8785 asks for.
func TestNumbersAreThoseOfJavaScript(t *testing.T) {
	t.Parallel()
	o := askOthers(t)
	r := rand.New(rand.NewPCG(3, 5))
	var given, want, got []string
	for len(given) < 2000 {
		f := math.Float64frombits(r.Uint64())
		if len(given)%2 == 0 {
			f = math.Round(r.NormFloat64()*1e6) / math.Pow10(r.IntN(12))
		}
		text, err := strict.Append(nil, f)
		if err == nil {
			given, got = append(given, fmt.Sprintf("%.17g", f)), append(got, string(text))
		}
	}
	require.Empty(t, o.ask(t, question{Op: "numbers", Numbers: given}, &want))
	assert.Equal(t, want, got)
}
