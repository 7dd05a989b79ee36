package credential

import (
	"context"
	"crypto/sha256"
	"fmt"
	"maps"
	"time"

	"github.com/countersign-go/countersign/certificate/formats/internal/multikey"
	"github.com/countersign-go/countersign/certificate/formats/internal/rdf"
	"github.com/countersign-go/countersign/certificate/formats/internal/strict"
)

// The cryptosuites (W3C Data Integrity EdDSA Cryptosuites 1.0). The first signs
// what the document says, whatever its layout, and is the one that all verifiers
// know; the second signs every byte of its canonical form.
const (
	suiteRDFC = "eddsa-rdfc-2022"
	suiteJCS  = "eddsa-jcs-2022"
)

const (
	proofType    = "DataIntegrityProof"
	proofPurpose = "assertionMethod"
)

// prove gives a proof of doc, which must have none itself.
func (k *Key) prove(ctx context.Context, doc map[string]any, suite, method string, created time.Time) (map[string]any, error) {
	proof := map[string]any{
		"type": proofType, "cryptosuite": suite, "created": instant(created), "verificationMethod": method, "proofPurpose": proofPurpose,
	}
	if suite == suiteJCS {
		proof["@context"] = doc["@context"]
	}
	message, err := signedBytes(suite, doc, proof, contextsOf(nil))
	if err != nil {
		return nil, fmt.Errorf("credential: %w", err)
	}
	signature, err := k.sign(ctx, message)
	if err != nil {
		return nil, err
	}
	proof["proofValue"] = "z" + multikey.Base58(signature)
	return proof, nil
}

// signedBytes is what a suite signs: the hash of the proof without its value,
// and the hash of the document without its proofs (§3.2.4, §3.3.4).
func signedBytes(suite string, doc, proof map[string]any, contexts rdf.Contexts) ([]byte, error) {
	ofDoc, err := hashOf(suite, doc, contexts)
	if err != nil {
		return nil, err
	}
	ofProof, err := proofHash(suite, doc, proof, contexts)
	if err != nil {
		return nil, fmt.Errorf("the proof: %w", err)
	}
	return append(ofProof, ofDoc...), nil
}

func proofHash(suite string, doc, proof map[string]any, contexts rdf.Contexts) ([]byte, error) {
	if suite == suiteRDFC {
		proof = maps.Clone(proof)
		proof["@context"] = doc["@context"]
	}
	return hashOf(suite, proof, contexts)
}

// hashOf is the hash of a part in the suite's canonical form.
func hashOf(suite string, part map[string]any, contexts rdf.Contexts) ([]byte, error) {
	form := jcsForm
	if suite == suiteRDFC {
		form = rdfForm
	}
	b, err := form(part, contexts)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(b)
	return sum[:], nil
}

func jcsForm(doc map[string]any, _ rdf.Contexts) ([]byte, error) { return strict.Append(nil, doc) }

func rdfForm(doc map[string]any, contexts rdf.Contexts) ([]byte, error) {
	expanded, err := rdf.Expand(doc, contexts)
	if err != nil {
		return nil, err
	}
	if err := sameMembers(doc, expanded); err != nil {
		return nil, err
	}
	lines, err := expanded.Canonical()
	return []byte(lines), err
}

// decisive are the members of a credential that checks rest on, and what they
// are in the statements that are signed.
var decisive = map[string]string{
	"issuer":            "https://www.w3.org/2018/credentials#issuer",
	"validFrom":         "https://www.w3.org/2018/credentials#validFrom",
	"validUntil":        "https://www.w3.org/2018/credentials#validUntil",
	"credentialStatus":  "https://www.w3.org/2018/credentials#credentialStatus",
	"credentialSubject": "https://www.w3.org/2018/credentials#credentialSubject",
}

// sameMembers holds the document to saying under their own names what it says in
// its statements: a context with a second name for one of them could hide it.
func sameMembers(doc map[string]any, expanded *rdf.Document) error {
	for name, property := range decisive {
		if (doc[name] != nil) != expanded.Has(property) {
			return &rdf.Uncovered{Where: name, Reason: "the document's contexts give this member another meaning"}
		}
	}
	return nil
}
