package credential_test

import (
	"bytes"
	"encoding/json"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/certificate/formats/credential"
	"github.com/countersign-go/countersign/certificate/formats/internal/rdf"
	"github.com/countersign-go/countersign/certificate/formats/internal/strict"
)

// clrContext is the part of the context of CLR 2.0 that is built in, for others, who
// have none: what its terms mean is held by [TestTermsOfLearnerRecords].
func clrContext(t *testing.T) json.RawMessage {
	t.Helper()
	ours, err := credential.BuiltInContexts(credential.ContextCLR)
	require.NoError(t, err)
	text, err := strict.Append(nil, ours)
	require.NoError(t, err)
	return text
}

// Verifiers by others accept a learner record, and see what was changed in it.
func TestOthersAcceptLearnerRecords(t *testing.T) {
	t.Parallel()
	o := askOthers(t)
	issuer := hospitals(t, keyFrom("issuer"))
	b := clr(t, clrOf(t, issuer), issuer)
	q := question{Op: "bazaar", Now: later, Document: b, Documents: map[string]json.RawMessage{
		listURL: statusList(t, issuer, 1), credential.ContextCLR: clrContext(t),
	}}
	var f bazaarFinding
	require.Empty(t, o.ask(t, q, &f))
	both := []string{"eddsa-jcs-2022 true", "eddsa-rdfc-2022 true"}
	assert.Equal(t, bazaarFinding{Verified: true, Proofs: both, Status: []bool{false}}, f)

	var core struct {
		Log    map[string]any
		Errors []string
	}
	q.Op = "core"
	require.Empty(t, o.ask(t, q, &core))
	assert.Empty(t, core.Errors)
	assert.Equal(t, true, core.Log["valid_signature"], "%v", core.Log)

	// The badge and the statement in it stand by themselves.
	for _, inner := range parsed(t, b)["credentialSubject"].(map[string]any)["verifiableCredential"].([]any) {
		q.Op, q.Document = "bazaar", written(t, inner.(map[string]any))
		require.Empty(t, o.ask(t, q, &f))
		assert.True(t, f.Verified, f.Error)
	}

	for _, change := range []string{"Example Educator", "2 of 5", "records/1.json", "sha256-"} {
		q.Document = bytes.Replace(b, []byte(change), []byte("changed:"+change), 1)
		require.Empty(t, o.ask(t, q, &f))
		assert.False(t, f.Verified, "%s", change)
		assert.Equal(t, []string{"eddsa-jcs-2022 false", "eddsa-rdfc-2022 false"}, f.Proofs, "%s", change)
	}
}

// The statements of a learner record are the same by others' code.
func TestCanonicalFormOfLearnerRecords(t *testing.T) {
	t.Parallel()
	o := askOthers(t)
	issuer := hospitals(t, keyFrom("issuer"))
	doc := parsed(t, clr(t, clrOf(t, issuer), issuer))
	delete(doc, "proof")
	var want string
	q := question{Op: "canonize", Document: written(t, doc), Documents: map[string]json.RawMessage{credential.ContextCLR: clrContext(t)}}
	require.Empty(t, o.ask(t, q, &want))
	expanded, err := rdf.Expand(doc, credential.BuiltInContexts)
	require.NoError(t, err)
	got, err := expanded.Canonical()
	require.NoError(t, err)
	assert.Equal(t, want, got)
}

// What is signed of a learner record, apart from what it shares with badges, is said
// in the words of the vocabulary of CLR 2.0, as its context 2.0.1 maps them. No
// package to be had carries that context, so that these stand here as they are.
func TestTermsOfLearnerRecords(t *testing.T) {
	t.Parallel()
	issuer := hospitals(t, keyFrom("issuer"))
	doc := parsed(t, clr(t, clrOf(t, issuer), issuer))
	delete(doc, "proof")
	expanded, err := rdf.Expand(doc, credential.BuiltInContexts)
	require.NoError(t, err)
	statements, err := expanded.Canonical()
	require.NoError(t, err)
	said := map[string]bool{}
	for _, iri := range regexp.MustCompile(`<https://purl\.imsglobal\.org/spec/vc/clr/[^>]*>`).FindAllString(statements, -1) {
		said[iri] = true
	}
	const vocabulary = "<https://purl.imsglobal.org/spec/vc/clr/vocab.html#"
	assert.Equal(t, map[string]bool{
		vocabulary + "ClrCredential>": true, vocabulary + "ClrSubject>": true,
		vocabulary + "verifiableCredential>": true, vocabulary + "identifier-1>": true,
	}, said)
}

// The parts that a learner record shares with badges, and the badges in it, have
// the shape of the official schema of badges.
func TestPartsOfLearnerRecordsHaveTheOfficialShape(t *testing.T) {
	t.Parallel()
	o := askOthers(t)
	var schema map[string]any
	require.NoError(t, json.Unmarshal(official(t, "ob_v3p0_achievementcredential_schema.json"), &schema))
	doc := parsed(t, clr(t, clrOf(t, hospitals(t, keyFrom("issuer"))), hospitals(t, keyFrom("issuer"))))
	subject := doc["credentialSubject"].(map[string]any)
	parts := map[string][]any{
		"": subject["verifiableCredential"].([]any)[:1], "Profile": {doc["issuer"]}, "Evidence": doc["evidence"].([]any),
		"IdentityObject": subject["identifier"].([]any), "CredentialStatus": {doc["credentialStatus"]}, "Proof": doc["proof"].([]any),
	}
	for class, list := range parts {
		of := schema
		if class != "" {
			require.Contains(t, schema["$defs"], class)
			of = map[string]any{"$schema": schema["$schema"], "$defs": schema["$defs"], "$ref": "#/$defs/" + class}
		}
		text, err := json.Marshal(of)
		require.NoError(t, err)
		q := question{Op: "schema", Schema: text}
		for _, part := range list {
			q.List = append(q.List, written(t, part.(map[string]any)))
		}
		var wrong [][]string
		require.Empty(t, o.ask(t, q, &wrong))
		for _, faults := range wrong {
			assert.Empty(t, faults, class)
		}
	}
}
