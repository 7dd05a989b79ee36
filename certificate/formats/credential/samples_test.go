package credential_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/certificate/formats/credential"
	"github.com/countersign-go/countersign/certificate/formats/internal/strict"
)

// samples are the official ones of Open Badges 3.0: what each is found to be,
// question by question, with the first reason. A question that is left out is
// not checked. Those with "err" in their names are wrong in one way each; where
// a type is wrong, the contexts do not know what stands beside it either.
var samples = map[string]map[string]string{
	"simple.json":                                        {"signature": "signed", "validity": "in-date", "schema": "shape"},
	"simple.1ob":                                         {"signature": "signed", "validity": "in-date", "schema": "shape"},
	"simple-context-alias.json":                          {"signature": "signed", "validity": "in-date", "schema": "shape"},
	"simple-context-version.json":                        {"signature": "signed", "validity": "in-date", "schema": "shape"},
	"simple-did-key-method.json":                         {"signature": "signed", "validity": "in-date", "schema": "shape"},
	"simple-did-web-method.json":                         {"signature": "signed", "validity": "in-date", "schema": "shape"},
	"simple-multiple-proofs.json":                        {}, // one is of a kind that nobody knows
	"complete.json":                                      {"signature": "signed", "validity": "in-date", "schema": "shape"},
	"endorsement-valid.json":                             {"signature": "signed", "validity": "in-date", "schema": "shape"},
	"simple-json.png":                                    {"signature": "signed", "validity": "in-date", "schema": "shape"},
	"simple-json.svg":                                    {"signature": "signed", "validity": "in-date", "schema": "shape"},
	"simple-jwt.png":                                     {"signature": "signed", "validity": "in-date", "schema": "shape"},
	"simple-jwt.svg":                                     {"signature": "signed", "validity": "in-date", "schema": "shape"},
	"bit-string-list/testlist":                           {"signature": "signed", "validity": "in-date", "schema": "shape", "status": "is-a-list"},
	"simple-noproof.json":                                {"signature": "no-proof!"},
	"simple-err-context.json":                            {"signature": "other-controller!", "schema": "shape!"},
	"simple-err-expired.json":                            {"signature": "signed", "validity": "expired!", "schema": "shape"},
	"simple-err-issued.json":                             {"signature": "signed", "validity": "not-yet-valid!", "schema": "shape!"},
	"simple-err-issuer.json":                             {"signature": "other-controller!", "schema": "shape!"},
	"simple-err-proof-method.json":                       {"signature": "malformed-key!"},
	"simple-err-proof-value.json":                        {"signature": "wrong-signature!"},
	"simple-err-type.json":                               {"signature": "unsigned-member!"},
	"simple-err-evidence-type.json":                      {"signature": "unsigned-member!", "schema": "shape!"},
	"simple-err-issuer-type.json":                        {"signature": "unsigned-member!", "schema": "shape!"},
	"simple.jwt":                                         {},
	"simple_v1.json":                                     {},
	"complete_v1.json":                                   {},
	"simple-eddsa-2022.json":                             {},
	"simple-jwt_v1.png":                                  {},
	"simple-jwt_v1.svg":                                  {},
	"sd/derivedcredential.json":                          {},
	"credential-status-revoked.json":                     {},
	"velocity.jwt":                                       {"signature": "other-controller!"},
	"endorsement-err-schema-status-refresh.json":         {},
	"simple-err-proof-method-no-scheme.json":             {"signature": "malformed-proof!"},
	"simple-err-proof-method-unknown-scheme.json":        {"signature": "other-controller!"},
	"simple-err-proof-method-unknown-did-method.json":    {"signature": "other-controller!"},
	"simple-err-issuer-otheridentifier-type.json":        {"signature": "unsigned-member!", "schema": "shape!"},
	"simple-err-issuer-parentorg-type.json":              {"signature": "unsigned-member!", "schema": "shape!"},
	"simple-err-credential-subject-type.json":            {"signature": "unsigned-member!", "schema": "shape!"},
	"simple-err-credential-subject-identifier-type.json": {"signature": "unsigned-member!", "schema": "shape!"},
	"simple-err-credential-subject-profile-type.json":    {"signature": "unsigned-member!", "schema": "shape!"},
	"simple-err-credential-subject-result-type.json":     {"signature": "unsigned-member!", "schema": "shape!"},
	"simple-err-credential-subject-achievement-result-description-type.json": {"signature": "unsigned-member!", "schema": "shape!"},
	"bit-string-list/credential-status-revoked.json":                         {"signature": "signed", "validity": "in-date", "schema": "shape"},
	"bit-string-list/credential-status-revoked-blank-nodes.json":             {"signature": "signed", "validity": "in-date", "schema": "shape"},
}

// sampled is when the samples are looked at.
var sampled = time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)

func TestOfficialSamples(t *testing.T) {
	t.Parallel()
	contexts := askOthers(t).contexts(t)
	trust := trusting(credential.TrustedKey{Issuer: "https://example.com/issuers/876543", Public: publicKey(t, "z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi")})
	for name, want := range samples {
		r := credential.Verify(official(t, "1edtech-samples/"+name), trust, &credential.VerifyOptions{
			At: sampled, Contexts: contexts,
		})
		got := map[string]string{}
		for _, a := range r.Answers() {
			if a.Name != "issuer" && a.Outcome != credential.NotChecked {
				got[a.Name] = a.Reasons[0].Code + map[credential.Outcome]string{credential.Failed: "!"}[a.Outcome]
			}
		}
		assert.Equal(t, want, got, name)
		assert.NotEqual(t, credential.Accepted, r.Verdict(), "%s: nobody says that it was not taken back", name)
		if strings.Contains(name, "-err-") && !strings.HasPrefix(name, "endorsement") {
			assert.Equal(t, credential.Refused, r.Verdict(), name)
		}
	}
	root := os.Getenv("COUNTERSIGN_TESTDATA") + "/credentials/1edtech-samples"
	files, err := filepath.Glob(root + "/*")
	require.NoError(t, err)
	more, err := filepath.Glob(root + "/*/*")
	require.NoError(t, err)
	assert.Len(t, samples, len(files)+len(more)-2, "every sample is looked at; two are folders")
}

func publicKey(t *testing.T, text string) any {
	t.Helper()
	key, err := credential.ReadPublicKey(text)
	require.NoError(t, err)
	return key
}

// contexts are the published ones, as a host hands them in.
func (o *others) contexts(t *testing.T) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	for _, url := range []string{
		"https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
		"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json", "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
	} {
		context, err := o.published(t)(url)
		require.NoError(t, err)
		text, err := strict.Append(nil, context)
		require.NoError(t, err)
		files[strings.TrimPrefix(url, "https://")] = &fstest.MapFile{Data: text}
	}
	return files
}

// The verdicts on shape are those of the official schema, on the samples and on
// what is issued, and on both with one member after another changed.
func TestShapeAgreesWithTheOfficialSchema(t *testing.T) {
	t.Parallel()
	o := askOthers(t)
	schema := official(t, "ob_v3p0_achievementcredential_schema.json")
	for _, text := range [][]byte{
		official(t, "1edtech-samples/complete.json"), official(t, "1edtech-samples/simple.json"), badge(t, hospitals(t, keyFrom("issuer"))),
	} {
		doc, err := strict.ParseObject(text, 1<<20)
		require.NoError(t, err)
		var paths []string
		var list []json.RawMessage
		var answers []credential.Answer
		for path, change := range changes(doc, ofEveryKind...) {
			undo := change()
			changed, err := strict.Append(nil, doc)
			require.NoError(t, err)
			paths, list, answers = append(paths, path), append(list, changed), append(answers, credential.ShapeOf(doc, false))
			undo()
		}
		var wrong [][]string
		require.Empty(t, o.ask(t, question{Op: "schema", Schema: schema, List: list}, &wrong))
		for i, got := range answers {
			if got.Outcome != credential.NotChecked {
				assert.Equal(t, len(wrong[i]) == 0, got.Outcome == credential.Passed, "%s: %v, the schema: %v", paths[i], got, wrong[i])
			}
		}
		assert.Greater(t, len(list), 100)
	}
}
