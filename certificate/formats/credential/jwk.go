package credential

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"math/big"

	"github.com/countersign-go/countersign/certificate/formats/internal/strict"
)

var base64url = base64.RawURLEncoding.Strict()

// jwkOf is the public key as a JSON Web Key (RFC 7517), with what is needed and
// nothing else.
func jwkOf(public crypto.PublicKey) (map[string]any, error) {
	switch key := public.(type) {
	case ed25519.PublicKey:
		return map[string]any{"kty": "OKP", "crv": "Ed25519", "x": base64url.EncodeToString(key)}, nil
	case *ecdsa.PublicKey:
		point, err := key.Bytes()
		if err != nil {
			return nil, err
		}
		return map[string]any{
			"kty": "EC", "crv": "P-256", "x": base64url.EncodeToString(point[1:33]), "y": base64url.EncodeToString(point[33:]),
		}, nil
	case *rsa.PublicKey:
		return map[string]any{
			"kty": "RSA", "n": base64url.EncodeToString(key.N.Bytes()), "e": base64url.EncodeToString(big.NewInt(int64(key.E)).Bytes()),
		}, nil
	}
	return nil, fmt.Errorf("a %T has no JWK here", public)
}

// keyOfJWK reads the public key of a JWK. A key that says more of itself, such
// as its use, may; one that is private is refused.
func keyOfJWK(jwk map[string]any) (crypto.PublicKey, error) {
	if jwk["d"] != nil || jwk["k"] != nil {
		return nil, errors.New("the JWK holds a secret: it must not be given away")
	}
	switch {
	case jwk["kty"] == "OKP" && jwk["crv"] == "Ed25519":
		x, err := bytesOf(jwk, "x", ed25519.PublicKeySize)
		return ed25519.PublicKey(x), err
	case jwk["kty"] == "EC" && jwk["crv"] == "P-256":
		x, errX := bytesOf(jwk, "x", scalarSize)
		y, errY := bytesOf(jwk, "y", scalarSize)
		if err := errors.Join(errX, errY); err != nil {
			return nil, err
		}
		key, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), append(append([]byte{4}, x...), y...))
		if err != nil {
			return nil, errors.New("the JWK is no point of P-256")
		}
		return key, nil
	case jwk["kty"] == "RSA":
		return rsaOf(jwk)
	}
	return nil, errors.New("the JWK is of an unknown kind: want OKP with Ed25519, EC with P-256, or RSA")
}

func rsaOf(jwk map[string]any) (crypto.PublicKey, error) {
	n, errN := bytesOf(jwk, "n", 0)
	e, errE := bytesOf(jwk, "e", 0)
	if err := errors.Join(errN, errE); err != nil {
		return nil, err
	}
	exponent := new(big.Int).SetBytes(e)
	if exponent.BitLen() > 31 || exponent.Bit(0) == 0 || exponent.Cmp(big.NewInt(3)) < 0 {
		return nil, errors.New("the exponent of the RSA key is not odd and of 3 to 2^31-1")
	}
	key := &rsa.PublicKey{N: new(big.Int).SetBytes(n), E: int(exponent.Int64())}
	_, err := algorithmOf(key)
	if err != nil {
		return nil, err
	}
	return key, nil
}

// bytesOf is a member in base64url, of size bytes unless that is 0.
func bytesOf(jwk map[string]any, name string, size int) ([]byte, error) {
	text, _ := jwk[name].(string)
	b, err := base64url.DecodeString(text)
	if err != nil || len(b) == 0 || len(b) > maxRSA/8 || size > 0 && len(b) != size {
		return nil, fmt.Errorf("%q of the JWK is no base64url of the right length", name)
	}
	return b, nil
}

// thumbprint names a key of any kind (RFC 7638).
func thumbprint(public crypto.PublicKey) string {
	jwk, err := jwkOf(public)
	if err != nil {
		return ""
	}
	text, err := strict.Append(nil, jwk)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(text)
	return base64url.EncodeToString(sum[:])
}

// equal reports whether two public keys are the same.
func equal(a, b crypto.PublicKey) bool {
	key, ok := a.(interface{ Equal(crypto.PublicKey) bool })
	return ok && key.Equal(b)
}
