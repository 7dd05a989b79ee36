package credential_test

import (
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/certificate/formats/credential"
	"github.com/countersign-go/countersign/certificate/formats/internal/multikey"
	"github.com/countersign-go/countersign/certificate/formats/internal/strict"
)

// The official vectors use contexts of examples, which say what these say of the terms in them.
var exampleContexts = fstest.MapFS{
	"www.w3.org/ns/credentials/examples/v2": {Data: []byte(`{"@context": {"@vocab": "https://www.w3.org/ns/credentials/examples#"}}`)},
}

// secret is a private key of the vectors: of Ed25519, as a multikey.
func secret(t *testing.T, multikeyText string) ed25519.PrivateKey {
	t.Helper()
	b, err := multikey.FromBase58(strings.TrimPrefix(multikeyText, "z"))
	require.NoError(t, err)
	require.Equal(t, []byte{0x80, 0x26}, b[:2])
	return ed25519.NewKeyFromSeed(b[2:])
}

type keyPair struct{ PublicKeyMultibase, PrivateKeyMultibase string }

// resign signs each proof of a document anew with the keys of the vectors, by
// public key, and gives what was signed.
func resign(t *testing.T, doc map[string]any, keys map[string]ed25519.PrivateKey) (messages [][]byte) {
	t.Helper()
	proofs, isSet := doc["proof"].([]any)
	if !isSet {
		proofs = []any{doc["proof"]}
	}
	delete(doc, "proof")
	for _, p := range proofs {
		proof := p.(map[string]any)
		want := proof["proofValue"]
		delete(proof, "proofValue")
		message, err := credential.SignedBytes(proof["cryptosuite"].(string), doc, proof, credential.ContextsOf(exampleContexts))
		require.NoError(t, err)
		_, name, _ := strings.Cut(proof["verificationMethod"].(string), "#")
		assert.Equal(t, want, "z"+multikey.Base58(ed25519.Sign(keys[name], message)))
		messages = append(messages, message)
	}
	return messages
}

func TestOfficialVectors(t *testing.T) {
	t.Parallel()
	const folder = "w3c-vc-di-eddsa/"
	var pair keyPair
	require.NoError(t, json.Unmarshal(official(t, folder+"keyPair.json"), &pair))
	keys := map[string]ed25519.PrivateKey{pair.PublicKeyMultibase: secret(t, pair.PrivateKeyMultibase)}
	var pairs map[string]keyPair
	require.NoError(t, json.Unmarshal(official(t, folder+"proof-set-chain/multiKeyPairs.json"), &pairs))
	for _, pair := range pairs {
		keys[pair.PublicKeyMultibase] = secret(t, pair.PrivateKeyMultibase)
	}
	for _, v := range []struct{ signed, hash string }{
		{"eddsa-rdfc-2022/signedDataInt.json", "eddsa-rdfc-2022/combinedHashDataInt.txt"},
		{"eddsa-jcs-2022/signedJCS.json", "eddsa-jcs-2022/combinedHashJCS.txt"},
		{"proof-set-chain/signedProofSet1.json", ""},
		{"proof-set-chain/signedProofSet2.json", ""},
	} {
		text := official(t, folder+v.signed)
		doc, err := strict.ParseObject(text, 1<<20)
		require.NoError(t, err)
		messages := resign(t, doc, keys)
		if v.hash != "" {
			assert.Equal(t, strings.TrimSpace(string(official(t, folder+v.hash))), hex.EncodeToString(messages[0]), v.signed)
		}
		r := credential.Verify(text, nil, &credential.VerifyOptions{At: sampled, Contexts: exampleContexts})
		assert.Equal(t, credential.Passed, r.Signature.Outcome, "%s: %v", v.signed, r.Signature)
	}
}

// A proof that rests on others is not taken for checked.
func TestOfficialProofChain(t *testing.T) {
	t.Parallel()
	r := credential.Verify(official(t, "w3c-vc-di-eddsa/proof-set-chain/signedProofChain2.json"), nil,
		&credential.VerifyOptions{At: sampled, Contexts: exampleContexts})
	require.Len(t, r.Proofs, 4)
	for i, want := range []string{"signed", "signed", "proof-chain", "proof-chain"} {
		assert.True(t, r.Proofs[i].Answer.Has(want), "%d: %v", i, r.Proofs[i].Answer)
	}
}
