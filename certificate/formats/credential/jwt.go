package credential

import (
	"context"
	"crypto"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/countersign-go/countersign/certificate/formats/internal/multikey"
	"github.com/countersign-go/countersign/certificate/formats/internal/strict"
)

// jwtOf signs a document as a VC-JWT: its members, and the claims that receivers
// of JWTs read (Open Badges 3.0 §8.2). The key goes with it in the header.
func (k *Key) jwtOf(ctx context.Context, doc map[string]any, at time.Time) ([]byte, error) {
	jwk, err := jwkOf(k.public)
	if err != nil {
		return nil, fmt.Errorf("credential: %w", err)
	}
	read := readClaims(doc)
	doc["iss"], doc["jti"], doc["sub"] = read.claims.Issuer, read.claims.ID, read.claims.Subject
	doc["iat"], doc["nbf"] = float64(at.Unix()), float64(read.claims.ValidFrom.Unix())
	if until := read.claims.ValidUntil; !until.IsZero() {
		doc["exp"] = float64(until.Unix())
	}
	header, errHeader := strict.Append(nil, map[string]any{"alg": string(k.algorithm), "typ": "JWT", "jwk": jwk})
	payload, errPayload := strict.Append(nil, doc)
	if err := errors.Join(errHeader, errPayload); err != nil {
		return nil, fmt.Errorf("credential: %w", err)
	}
	token := append(base64url.AppendEncode(nil, header), '.')
	token = base64url.AppendEncode(token, payload)
	signature, err := k.sign(ctx, token)
	if err != nil {
		return nil, err
	}
	return base64url.AppendEncode(append(token, '.'), signature), nil
}

// judgeJWT checks the signature of a JWT, and that its claims are those of the credential.
func (v *verifier) judgeJWT(file *opened, issuer string) ProofReport {
	p := ProofReport{Suite: textOf(file.header["alg"])}
	if problem := checkHeader(file.header); problem != "" {
		p.Answer = answer(Failed, "malformed-header", problem)
		return p
	}
	key, refused := v.keyOfHeader(&p, file.header, issuer)
	if key == nil {
		p.Answer = refused
		return p
	}
	p.key = key
	p.Answer = v.judgeSigned(&p, file)
	return p
}

func (v *verifier) judgeSigned(p *ProofReport, file *opened) Answer {
	algorithm, err := algorithmOf(p.key)
	if err != nil || string(algorithm) != p.Suite {
		return answer(Failed, "wrong-algorithm", fmt.Sprintf("the algorithm %q is not the one of the key, %s", clip(p.Suite), algorithm))
	}
	signature, err := base64url.DecodeString(string(file.signature))
	if err != nil || !verifies(p.key, file.signed, signature) {
		return answer(Failed, "wrong-signature", fmt.Sprintf("the signature (%s) does not fit: the file was changed, or another key signed it", p.Suite))
	}
	if v.doc["vc"] != nil {
		return answer(NotChecked, "old-data-model", "the JWT holds a credential of data model 1.1, in its claim vc, which is not known here")
	}
	if p.Signed, err = v.checkClaims(); err != nil {
		return answer(Failed, "claims-differ", err.Error())
	}
	return answer(Passed, "signed", fmt.Sprintf("signed with %s (%s)%s", name(p.key), p.Suite, on(p.Signed)))
}

// checkHeader refuses what asks for more than is done here (RFC 7515 §4.1), and
// every algorithm but those known: "none", and those with a secret, are no signatures.
func checkHeader(header map[string]any) string {
	switch Algorithm(textOf(header["alg"])) {
	case EdDSA, ES256, RS256:
	default:
		return fmt.Sprintf("the algorithm %q is refused: want %s, %s or %s", clip(textOf(header["alg"])), ES256, RS256, EdDSA)
	}
	for _, name := range []string{"crit", "b64", "zip", "enc"} {
		if header[name] != nil {
			return fmt.Sprintf("%q in the header asks for what is not known here", name)
		}
	}
	switch header["typ"] {
	case nil, "JWT", "vc+jwt", "vc+ld+jwt":
		return ""
	}
	return fmt.Sprintf("the type %q in the header is not known here", clip(textOf(header["typ"])))
}

// keyOfHeader is the key that the header names or holds. A did:key in the
// issuer's place is the key, whatever the header says.
func (v *verifier) keyOfHeader(p *ProofReport, header map[string]any, issuer string) (crypto.PublicKey, Answer) {
	p.Method = textOf(header["kid"])
	var named crypto.PublicKey
	if jwk := object(header["jwk"]); jwk != nil {
		var err error
		if named, err = keyOfJWK(jwk); err != nil {
			return nil, answer(Failed, "malformed-key", err.Error())
		}
		if p.Method == "" {
			p.Method = name(named)
		}
	}
	if key, is, err := multikey.FromDID(issuer); is {
		if err != nil {
			return nil, answer(Failed, "malformed-key", err.Error())
		}
		if named != nil && !equal(named, key) {
			return nil, answer(Failed, "other-controller", "the key in the header is not the one that the issuer is")
		}
		return key, Answer{}
	}
	if named != nil {
		return named, Answer{}
	}
	if p.Method == "" {
		return nil, answer(NotChecked, "unknown-key", "the JWT does not say which key signed it")
	}
	return v.keyOf(p.Method, issuer)
}

// checkClaims holds the claims of the JWT to what the credential in it says, and
// gives the date of the signature.
func (v *verifier) checkClaims() (signed time.Time, err error) {
	c := readClaims(v.doc).claims
	for name, want := range map[string]string{"iss": c.Issuer, "sub": c.Subject, "jti": c.ID} {
		if got, has := v.doc[name]; has && got != want {
			return signed, fmt.Errorf("the claim %s of the JWT is not what the credential says", name)
		}
	}
	for name, want := range map[string]time.Time{"nbf": c.ValidFrom, "exp": c.ValidUntil} {
		if got, has := v.doc[name]; has && got != float64(want.Unix()) {
			return signed, fmt.Errorf("the claim %s of the JWT is not what the credential says", name)
		}
	}
	for _, name := range []string{"iat", "nbf"} {
		if n, has := v.doc[name].(float64); has {
			if math.Abs(n) > 1<<40 {
				return signed, fmt.Errorf("the claim %s of the JWT is no date", name)
			}
			return time.Unix(int64(n), 0), nil
		}
	}
	return c.ValidFrom, nil
}
