package credential

import (
	"crypto"
	"crypto/ed25519"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/countersign-go/countersign/certificate/formats/internal/multikey"
	"github.com/countersign-go/countersign/certificate/formats/internal/rdf"
)

// maxProofs bounds the work that a file may ask for.
const maxProofs = 16

// proofs judges the proofs of the document one by one.
func (v *verifier) proofs(r *Report, given any, issuer string) {
	list, isList := given.([]any)
	if !isList && given != nil {
		list = []any{given}
	}
	if len(list) > maxProofs {
		r.Proofs = []ProofReport{{Answer: answer(Failed, "too-many-proofs", fmt.Sprintf("%d proofs: at most %d are allowed", len(list), maxProofs))}}
		return
	}
	for _, p := range list {
		proof, ok := p.(map[string]any)
		if !ok {
			r.Proofs = append(r.Proofs, ProofReport{Answer: answer(Failed, "malformed-proof", "a proof is no object")})
			continue
		}
		r.Proofs = append(r.Proofs, v.proof(proof, issuer))
	}
}

// proof judges one proof.
func (v *verifier) proof(proof map[string]any, issuer string) ProofReport {
	p := ProofReport{Suite: textOf(proof["cryptosuite"]), Method: textOf(proof["verificationMethod"])}
	if proof["type"] != proofType || p.Suite != suiteRDFC && p.Suite != suiteJCS {
		p.Answer = v.otherSuite(textOf(proof["type"]), p.Suite)
		return p
	}
	if proof["previousProof"] != nil {
		p.Answer = answer(NotChecked, "proof-chain", "a proof that rests on another proof is not known here")
		return p
	}
	signature, err := v.form(&p, proof)
	if err != nil {
		p.Answer = answer(Failed, "malformed-proof", err.Error())
		return p
	}
	key, refused := v.keyOf(p.Method, issuer)
	if key == nil {
		p.Answer = refused
		return p
	}
	p.key = key
	p.Answer = v.judge(&p, proof, signature)
	return p
}

// others are the kinds of proof that are published and not checked here. A good
// proof beside one of these is enough; beside one that nobody knows it is not,
// because that could be anything.
var others = strings.Fields(`ecdsa-rdfc-2019 ecdsa-jcs-2019 ecdsa-sd-2023 bbs-2023 eddsa-2022 ecdsa-2019
	Ed25519Signature2018 Ed25519Signature2020 EcdsaSecp256k1Signature2019 EcdsaSecp256r1Signature2019
	JsonWebSignature2020 RsaSignature2018`)

func (v *verifier) otherSuite(kind, suite string) Answer {
	code, name := "unknown-suite", kind
	if kind == proofType {
		name = suite
	}
	if slices.Contains(others, name) {
		code = "other-suite"
	}
	return answer(NotChecked, code, fmt.Sprintf("a proof of the kind %q is not known here", clip(name)))
}

func textOf(v any) string {
	s, _ := v.(string)
	return s
}

// form holds a proof to its form, and gives its value and its date.
func (v *verifier) form(p *ProofReport, proof map[string]any) (signature []byte, err error) {
	if proof["proofPurpose"] != proofPurpose {
		return nil, errors.New("the proof is not for the purpose assertionMethod")
	}
	if p.Signed, err = optionalTime(proof, "created"); err != nil {
		return nil, err
	}
	expires, err := optionalTime(proof, "expires")
	if err != nil {
		return nil, err
	}
	if at := v.options.At; !expires.IsZero() && !at.IsZero() && !at.Before(expires) {
		return nil, fmt.Errorf("the proof was good until %s", longTime(expires))
	}
	switch _, has := proof["@context"]; {
	case p.Suite == suiteRDFC && has:
		return nil, errors.New("a proof of the kind " + suiteRDFC + " must have no @context")
	case p.Suite == suiteJCS && !reflect.DeepEqual(proof["@context"], v.doc["@context"]):
		return nil, errors.New("a proof of the kind " + suiteJCS + " must have the document's @context")
	}
	digits, ok := strings.CutPrefix(textOf(proof["proofValue"]), "z")
	if signature, err = multikey.FromBase58(digits); !ok || err != nil || len(signature) != ed25519.SignatureSize {
		return nil, errors.New("the proofValue is no Ed25519 signature in base58")
	}
	return signature, nil
}

// optionalTime is a time of a document; the zero Time if there is none.
func optionalTime(m map[string]any, name string) (time.Time, error) {
	if m[name] == nil {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.RFC3339, textOf(m[name]))
	if err != nil {
		return t, fmt.Errorf("%s is no instant with a zone", name)
	}
	return t, nil
}

// keyOf is the key that a verification method names: by the trust list, or as
// it stands in the method itself. Without one it says why.
func (v *verifier) keyOf(method, issuer string) (crypto.PublicKey, Answer) {
	if _, k := v.trust.byID(issuer, method); k != nil {
		return k.Public, Answer{}
	}
	// A did:key is the key, whosever it is: that is for the trust list to say.
	if key, is, err := multikey.FromDID(method); is {
		if err != nil {
			return nil, answer(Failed, "malformed-key", err.Error())
		}
		return key, Answer{}
	}
	controller, fragment, _ := strings.Cut(method, "#")
	if !isURL(controller) {
		return nil, answer(Failed, "malformed-proof", fmt.Sprintf("%q is no verification method: want a URL", clip(method)))
	}
	if controller != issuer {
		return nil, answer(Failed, "other-controller", notIssuers(controller, issuer))
	}
	key, err := multikey.Decode(fragment)
	switch {
	case err == nil:
		return key, Answer{}
	case strings.HasPrefix(fragment, "z6Mk") || strings.HasPrefix(fragment, "zDn"):
		return nil, answer(Failed, "malformed-key", err.Error())
	}
	return nil, answer(NotChecked, "unknown-key", fmt.Sprintf("the key %s is not known here: the trust list has none of that name", clip(method)))
}

func notIssuers(controller, issuer string) string {
	return fmt.Sprintf("the key is one of %s, and the issuer is %s", clip(controller), clip(issuer))
}

// judge checks the signature itself.
func (v *verifier) judge(p *ProofReport, proof map[string]any, signature []byte) Answer {
	if _, isEd25519 := p.key.(ed25519.PublicKey); !isEd25519 {
		return answer(Failed, "wrong-key", fmt.Sprintf("a proof of the kind %s needs an Ed25519 key", p.Suite))
	}
	config := maps.Clone(proof)
	delete(config, "proofValue")
	ofDoc, err := v.docHash(p.Suite)
	if err != nil {
		return unsigned(err)
	}
	ofProof, err := proofHash(p.Suite, v.doc, config, v.contexts)
	if err != nil {
		return unsigned(fmt.Errorf("the proof: %w", err))
	}
	message := append(ofProof, ofDoc...)
	if !verifies(p.key, message, signature) {
		return answer(Failed, "wrong-signature", fmt.Sprintf("the signature (%s) does not fit: the file was changed, or another key signed it", p.Suite))
	}
	return answer(Passed, "signed", fmt.Sprintf("signed with %s (%s)%s", name(p.key), p.Suite, on(p.Signed)))
}

// docHash is the hash of the document by a suite, taken once: it is what costs.
func (v *verifier) docHash(suite string) ([]byte, error) {
	if v.hashes == nil {
		v.hashes = map[string]docHash{}
	}
	if _, taken := v.hashes[suite]; !taken {
		hash, err := hashOf(suite, v.doc, v.contexts)
		v.hashes[suite] = docHash{hash, err}
	}
	return v.hashes[suite].hash, v.hashes[suite].err
}

type docHash struct {
	hash []byte
	err  error
}

// unsigned says why it cannot be told what was signed.
func unsigned(err error) Answer {
	var missing *rdf.ContextError
	var uncovered *rdf.Uncovered
	switch {
	case errors.As(err, &missing):
		return answer(NotChecked, "unknown-context", missing.Error()+": give the published one")
	case errors.As(err, &uncovered):
		return answer(Failed, "unsigned-member", uncovered.Error()+"; no signature covers it")
	case errors.Is(err, rdf.ErrTooTangled):
		return answer(Failed, "too-tangled", err.Error())
	}
	return answer(Failed, "malformed", err.Error())
}

func on(signed time.Time) string {
	if signed.IsZero() {
		return ", without a date"
	}
	return " on " + longTime(signed)
}

// name is what people call a key.
func name(public crypto.PublicKey) string {
	key, err := multikey.Encode(public)
	if err != nil {
		return "key " + thumbprint(public)
	}
	return "key " + key
}

func clip(s string) string {
	const most = 120
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}

// believed is whether the trust list says that the key of a good proof was the
// issuer's when it signed.
func (v *verifier) believed(p *ProofReport, issuer string) (Answer, *Organisation) {
	// By the key that did sign, and not by the name that the file gives it.
	organisation, k := v.trust.byKey(issuer, p.key)
	switch {
	case k == nil && strings.HasPrefix(p.Method, "did:key:") && !strings.HasPrefix(p.Method+"#", issuer+"#"):
		controller, _, _ := strings.Cut(p.Method, "#")
		return answer(Failed, "other-controller", notIssuers(controller, issuer)), nil
	case k == nil && v.trust.knows(issuer) != nil:
		return answer(NotChecked, "unknown-key", fmt.Sprintf("%s is in the trust list, but not with this %s: is the list of today?", clip(issuer), name(p.key))), nil
	case k == nil:
		return answer(NotChecked, "unknown-issuer", fmt.Sprintf("%s is not in the trust list", clip(issuer))), nil
	case k.Withdrawn:
		return answer(Failed, "key-withdrawn", organisation.Name+" has withdrawn the key: nothing it signed is to be believed"), nil
	case p.Signed.IsZero() && (!k.From.IsZero() || !k.Until.IsZero()):
		return answer(NotChecked, "undated", "the signature has no date, and the key was not always in use"), nil
	case !k.From.IsZero() && p.Signed.Before(k.From):
		return answer(Failed, "key-too-early", "the key was in use only from "+longTime(k.From)), nil
	case !k.Until.IsZero() && !p.Signed.Before(k.Until):
		return answer(Failed, "key-too-late", "the key was in use only until "+longTime(k.Until)), nil
	case !v.options.At.IsZero() && p.Signed.After(v.options.At.Add(skew)):
		return answer(Failed, "signed-in-future", "the signature is dated later than the check"), nil
	}
	return answer(Passed, "trusted", "the key is one of "+organisation.Name), organisation
}
