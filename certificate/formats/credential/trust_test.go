package credential_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/certificate/formats/credential"
)

// fullTrust has everything that a list can have.
func fullTrust() *credential.Trust {
	return &credential.Trust{Organisations: []credential.Organisation{
		{Name: "Example \"Hospitals\" Trust: ünïcode", Keys: []credential.TrustedKey{
			{Public: keyFrom("issuer").Public(), From: now, Until: later},
			{Issuer: "did:web:hospitals.example", ID: "did:web:hospitals.example#rsa", Public: rsaKey().Public()},
		}},
		{Name: "Example University", Keys: []credential.TrustedKey{{Public: p256("issuer").Public(), Withdrawn: true}}},
	}}
}

func TestTrustComesBack(t *testing.T) {
	t.Parallel()
	for _, trust := range []*credential.Trust{fullTrust(), {}} {
		text, err := trust.AppendTrust(nil)
		require.NoError(t, err)
		back, findings := credential.ParseTrust("trust.yaml", text)
		require.Empty(t, findings, "%s", text)
		assert.Empty(t, cmp.Diff(trust, back))
		back, findings, err = credential.LoadTrust(fstest.MapFS{"trust.yaml": {Data: text}}, "trust.yaml")
		require.NoError(t, err)
		require.Empty(t, findings)
		assert.Empty(t, cmp.Diff(trust, back))
	}
	_, _, err := credential.LoadTrust(fstest.MapFS{}, "trust.yaml")
	require.ErrorContains(t, err, "cannot read the file")
}

func TestParseTrust(t *testing.T) {
	t.Parallel()
	trust, findings := credential.ParseTrust("trust.yaml", []byte(`
format: countersign-trust/v1
organisations:
  - name: Example Hospitals Trust
    keys:
      - key: did:key:z6MkrxqAcuPrKsezAyQT2Yp2bLhidKfos1ezAcv9vD4tP8GT
        from: 2026-01-01T00:00:00+01:00
`))
	require.Empty(t, findings)
	want := credential.TrustedKey{Public: keyFrom("issuer").Public(), From: time.Date(2025, 12, 31, 23, 0, 0, 0, time.UTC)}
	got := trust.Organisations[0].Keys[0]
	assert.True(t, got.From.Equal(want.From))
	assert.Equal(t, want.Public, got.Public)
}

// Everything that is wrong is found at once, with its place.
func TestParseTrustFinds(t *testing.T) {
	t.Parallel()
	const good = "z6MkrxqAcuPrKsezAyQT2Yp2bLhidKfos1ezAcv9vD4tP8GT"
	trust, findings := credential.ParseTrust("trust.yaml", []byte(`format: countersign-trust/v2
organisations:
  - name: " "
    keys:
      - {key: z6Mk, form: 2026-01-01}
      - {key: `+good+`, from: 2026-01-01, until: tomorrow}
      - {key: `+good+`, from: 2027-01-01T00:00:00Z, until: 2026-01-01T00:00:00Z, issuer: the hospital, withdrawn: perhaps}
      - {key: `+good+`}
      - {}
  - keys: []
`))
	assert.Nil(t, trust)
	var got []string
	for _, f := range findings {
		got = append(got, f.String())
	}
	all := strings.Join(got, "\n")
	for _, want := range []string{
		`trust.yaml:1:9: the format must be countersign-trust/v1, not "countersign-trust/v2" [format]`,
		`trust.yaml:3:11: the name is empty`,
		`trust.yaml:5:15: "z6Mk" is no key: `,
		`trust.yaml:5:21: unknown key "form": did you mean "from"?`,
		`trust.yaml:6:71: "2026-01-01" is no instant: write it with its zone, such as 2026-01-31T00:00:00Z [invalid-time]`,
		`"tomorrow" is no instant`,
		`until must be after from`,
		`"the hospital" is no URL`,
		`[invalid-issuer]`,
		`trust.yaml:8:15: the key is listed twice for the same issuer [duplicate-key]`,
		`trust.yaml:9:9: `,
		`trust.yaml:10:5: `,
	} {
		assert.Contains(t, all, want)
	}
	many := []byte("format: countersign-trust/v1\norganisations:\n")
	for i := range 10_001 {
		many = fmt.Appendf(many, "  - {name: x, keys: [{key: %s, issuer: 'urn:x:%d'}]}\n", good, i)
	}
	_, findings = credential.ParseTrust("trust.yaml", many)
	assert.Contains(t, fmt.Sprint(findings), "at most 10000 organisations")
}

func TestReadPublicKey(t *testing.T) {
	t.Parallel()
	text, err := fullTrust().AppendTrust(nil)
	require.NoError(t, err)
	block := string(text[strings.Index(string(text), "-----BEGIN"):])
	block = strings.ReplaceAll(block[:strings.Index(block, "-----END")+len("-----END PUBLIC KEY-----")], "\n          ", "\n")
	key, err := credential.ReadPublicKey(block)
	require.NoError(t, err)
	assert.Equal(t, rsaKey().Public(), key)
	for _, wrong := range []string{"", "zebra", "did:key:zebra", "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----", string(pemOf(t, keyFrom("issuer")))} {
		_, err := credential.ReadPublicKey(wrong)
		require.Error(t, err, wrong)
	}
}

func TestDIDs(t *testing.T) {
	t.Parallel()
	did, err := credential.DIDKey(keyFrom("issuer").Public())
	require.NoError(t, err)
	assert.Equal(t, "did:key:z6MkrxqAcuPrKsezAyQT2Yp2bLhidKfos1ezAcv9vD4tP8GT", did)
	_, err = credential.DIDKey(rsaKey().Public())
	require.Error(t, err)
	for id, want := range map[string]string{
		"did:web:hospitals.example":                   "https://hospitals.example/.well-known/did.json",
		"did:web:hospitals.example:badges:ward-7":     "https://hospitals.example/badges/ward-7/did.json",
		"did:web:localhost%3A8443":                    "https://localhost:8443/.well-known/did.json",
		"did:web:Hospitals.example":                   "",
		"did:web:":                                    "",
		"did:web:hospitals.example/x":                 "",
		"did:web:hospitals.example:../..":             "",
		"did:key:z6Mk":                                "",
		"did:web:hospitals.example#key":               "",
		"did:web:" + strings.Repeat("a.", 2000) + "b": "",
	} {
		got, err := credential.DIDWebURL(id)
		assert.Equal(t, want, got, id)
		assert.Equal(t, want == "", err != nil, id)
	}
	_, err = credential.DIDDocument("did:web:hospitals.example")
	require.ErrorContains(t, err, "needs a key")
	_, err = credential.DIDDocument("hospitals.example", keyFrom("issuer").Public())
	require.ErrorContains(t, err, "is no did:web")
	_, err = credential.DIDDocument("did:web:hospitals.example", "key")
	require.ErrorContains(t, err, "no kind of public key")
	b, err := credential.DIDDocument("did:web:hospitals.example", rsaKey().Public())
	require.NoError(t, err)
	assert.Contains(t, string(b), `"publicKeyJwk":{"e":"AQAB"`)
}
