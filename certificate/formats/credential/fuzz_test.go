package credential_test

import (
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/certificate/formats/credential"
)

// Whatever the file, there is a report whose answers have reasons, in text that
// cannot steer a terminal; and nothing but what was issued is accepted.
func FuzzVerify(f *testing.F) {
	issuer := hospitals(f, keyFrom("issuer"))
	small := issued()
	small.options = credential.Options{Now: now}
	b, err := credential.Issue(f.Context(), small.cert, issuer, small.options)
	require.NoError(f, err)
	j, err := credential.IssueJWT(f.Context(), small.cert, hospitals(f, p256("issuer")), small.options)
	require.NoError(f, err)
	f.Add(b)
	f.Add(j)
	f.Add(statusList(f, issuer, 3))
	f.Add([]byte(`{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiableCredential"],"proof":{"type":"DataIntegrityProof","cryptosuite":"eddsa-jcs-2022"}}`))
	trust := trusting(credential.TrustedKey{Public: keyFrom("issuer").Public()}, credential.TrustedKey{Public: p256("issuer").Public()})
	list := [][]byte{statusList(f, issuer)}
	known := map[string]bool{string(b): true, string(j): true}
	f.Fuzz(func(t *testing.T, data []byte) {
		r := credential.Verify(data, trust, &credential.VerifyOptions{At: later, StatusLists: list, Holder: "x"})
		for _, a := range r.Answers() {
			assert.NotEmpty(t, a.Reasons, a.Name)
			for _, reason := range a.Reasons {
				assert.NotEmpty(t, reason.Code)
				assert.NotEmpty(t, reason.Message)
			}
		}
		for _, c := range string(r.AppendText(nil)) {
			if c != '\n' && c != '\u200c' && c != '\u200d' && !unicode.IsPrint(c) {
				t.Errorf("it prints %q", c)
			}
		}
		if r.Signature.Outcome == credential.Passed && r.Issuer.Outcome == credential.Passed && !known[string(data)] {
			// Another layout of the same statements is still what was signed.
			assert.Contains(t, []string{"Example Hospitals Trust"}, r.Says.Organisation)
			assert.Contains(t, []string{"", "396W-X4MJ-NNYX-M971"}, r.Says.Serial)
		}
	})
}

func FuzzUnbake(f *testing.F) {
	for _, picture := range [][]byte{aPNG(f), []byte(anSVG)} {
		for _, c := range []string{`{"a":"]]>"}`, "aa.bb.cc"} {
			baked, err := credential.Bake(picture, []byte(c))
			require.NoError(f, err)
			f.Add(baked)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		inner, err := credential.Unbake(data)
		if err == nil {
			assert.LessOrEqual(t, len(inner), len(data))
		}
		baked, err := credential.Bake(data, []byte(`{"baked":true}`))
		if err != nil {
			return
		}
		inner, err = credential.Unbake(baked)
		require.NoError(t, err)
		assert.JSONEq(t, `{"baked":true}`, string(inner))
	})
}

func FuzzParseTrust(f *testing.F) {
	text, err := fullTrust().AppendTrust(nil)
	require.NoError(f, err)
	f.Add(text)
	f.Add([]byte("format: countersign-trust/v1\norganisations: [{name: x, keys: [{key: z6Mk, from: 2026-01-01}]}]"))
	f.Fuzz(func(t *testing.T, src []byte) {
		trust, findings := credential.ParseTrust("trust.yaml", src)
		assert.Equal(t, findings.HasErrors(), trust == nil)
		if trust == nil {
			return
		}
		text, err := trust.AppendTrust(nil)
		require.NoError(t, err)
		back, findings := credential.ParseTrust("trust.yaml", text)
		require.Empty(t, findings, "%s", text)
		assert.Len(t, back.Organisations, len(trust.Organisations))
	})
}

func FuzzReadStatusList(f *testing.F) {
	f.Add(statusList(f, hospitals(f, keyFrom("issuer")), 1, 2))
	f.Fuzz(func(t *testing.T, data []byte) {
		l, err := credential.ReadStatusList(data)
		if err == nil {
			assert.GreaterOrEqual(t, l.Entries(), credential.MinEntries)
		}
	})
}

func FuzzReadKey(f *testing.F) {
	f.Add(pemOf(f, keyFrom("issuer")))
	f.Add(pemOf(f, p256("issuer")))
	f.Fuzz(func(t *testing.T, text []byte) {
		if k, err := credential.ReadKey(text); err == nil {
			assert.NotEmpty(t, k.Algorithm())
		}
		if public, err := credential.ReadPublicKey(string(text)); err == nil {
			assert.NotNil(t, public)
		}
	})
}
