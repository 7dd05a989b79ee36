// Package multikey writes and reads public keys as Multikey and did:key do:
// base58btc over a code of the kind of key and its bytes (W3C Controlled
// Identifiers 1.0 §2.2.2, the did:key method).
package multikey

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"errors"
	"fmt"
	"math/big"
	"strings"
)

// The codes in front of a key's bytes, as variable-length integers.
var (
	ed25519Code = []byte{0xed, 0x01}
	p256Code    = []byte{0x80, 0x24}
)

// Encode gives the multikey of an Ed25519 or a P-256 key. Others have none here.
func Encode(public crypto.PublicKey) (string, error) {
	switch key := public.(type) {
	case ed25519.PublicKey:
		return "z" + Base58(append(bytes.Clone(ed25519Code), key...)), nil
	case *ecdsa.PublicKey:
		if key.Curve != elliptic.P256() {
			return "", errors.New("of elliptic curves only P-256 is known")
		}
		point, err := key.Bytes()
		if err != nil {
			return "", err
		}
		return "z" + Base58(append(bytes.Clone(p256Code), compressed(point)...)), nil
	case *rsa.PublicKey:
		return "", errors.New("an RSA key has no multikey: use it with a did:web issuer, by its JWK")
	}
	return "", fmt.Errorf("a %T is no kind of public key that is known", public)
}

// maxEncoded is above the length of every multikey that Decode knows.
const maxEncoded = 64

// Decode reads what Encode gives.
func Decode(encoded string) (crypto.PublicKey, error) {
	digits, isBase58 := strings.CutPrefix(encoded, "z")
	if !isBase58 || len(encoded) > maxEncoded {
		return nil, errors.New("no multikey of a known kind: want z and base58, at most 64 characters")
	}
	b, err := FromBase58(digits)
	if err != nil {
		return nil, err
	}
	if key, is := bytes.CutPrefix(b, ed25519Code); is && len(key) == ed25519.PublicKeySize {
		return ed25519.PublicKey(key), nil
	}
	if point, is := bytes.CutPrefix(b, p256Code); is {
		x, y := elliptic.UnmarshalCompressed(elliptic.P256(), point)
		if x == nil {
			return nil, errors.New("the multikey is no point of P-256")
		}
		return ecdsa.ParseUncompressedPublicKey(elliptic.P256(), uncompressed(x, y))
	}
	return nil, errors.New("the multikey is of an unknown kind: want Ed25519 or P-256")
}

// compressed is the short form of an uncompressed point (SEC 1 §2.3.3).
func compressed(point []byte) []byte {
	size := (len(point) - 1) / 2
	return append([]byte{2 + point[len(point)-1]&1}, point[1:1+size]...)
}

func uncompressed(x, y *big.Int) []byte {
	point := make([]byte, 65)
	point[0] = 4
	x.FillBytes(point[1:33])
	y.FillBytes(point[33:])
	return point
}

// didKey is the method that every did:key begins with.
const didKey = "did:key:"

// DID gives the did:key of a key, and its verification method.
func DID(public crypto.PublicKey) (did, method string, err error) {
	key, err := Encode(public)
	if err != nil {
		return "", "", err
	}
	return didKey + key, didKey + key + "#" + key, nil
}

// FromDID gives the key that a did:key is, with or without its fragment, which
// must be the same key. is is false for every other URL.
func FromDID(url string) (key crypto.PublicKey, is bool, err error) {
	encoded, is := strings.CutPrefix(url, didKey)
	if !is {
		return nil, false, nil
	}
	encoded, fragment, has := strings.Cut(encoded, "#")
	if has && fragment != encoded {
		return nil, true, errors.New("the fragment of a did:key must be the key itself")
	}
	key, err = Decode(encoded)
	return key, true, err
}
