package credential

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"

	"github.com/countersign-go/countersign/certificate/formats/internal/multikey"
)

// A Signer signs with one private key, wherever that is kept: in a file, in a
// hardware security module, in the key management of a cloud.
//
// Sign must give the signature of the whole message, which it hashes itself as
// the kind of its key asks: for Ed25519 the 64 bytes of RFC 8032 (not "ph");
// for P-256 ECDSA with SHA-256 (FIPS 186-5), as the two numbers of 32 bytes
// each or as ASN.1 DER; for RSA PKCS #1 v1.5 with SHA-256 (RFC 8017 §8.2). It
// must honour ctx, must not keep message, and must be safe for concurrent use
// if credentials are issued concurrently.
type Signer interface {
	Sign(ctx context.Context, message []byte) ([]byte, error)
}

// An Algorithm is what a kind of key signs with.
type Algorithm string

// The algorithms: EdDSA with Ed25519 signs credentials with embedded proofs,
// the other two VC-JWTs (RFC 7518 §3.1).
const (
	EdDSA Algorithm = "EdDSA"
	ES256 Algorithm = "ES256"
	RS256 Algorithm = "RS256"
)

// minRSA and maxRSA bound the modulus of RSA keys, in bits. Shorter ones are
// too weak, longer ones cost whoever checks too much.
const minRSA, maxRSA = 2048, 8192

// A Key is a public key, and what signs with the private key to it. The private
// key itself is nowhere in what this package writes. A Key is immutable and safe for concurrent
// use, if its Signer is.
type Key struct {
	public    crypto.PublicKey
	algorithm Algorithm
	signer    Signer
	checked   bool // whether the signer is known to be the public key's
}

// NewKey is a key of which somebody else has the private part. Every signature
// is checked by the public key, an ed25519.PublicKey, a P-256 *ecdsa.PublicKey
// or an *rsa.PublicKey of 2048 to 8192 bits, before it is given out.
func NewKey(public crypto.PublicKey, signer Signer) (*Key, error) {
	algorithm, err := algorithmOf(public)
	if err != nil {
		return nil, fmt.Errorf("credential: %w", err)
	}
	if signer == nil {
		return nil, errors.New("credential: the key has no signer")
	}
	return &Key{public: public, algorithm: algorithm, signer: signer}, nil
}

// KeyOf is the key of a crypto.Signer: an ed25519.PrivateKey, an
// *ecdsa.PrivateKey, an *rsa.PrivateKey, or what a library for hardware modules
// or key management gives.
func KeyOf(private crypto.Signer) (*Key, error) {
	if private == nil {
		return nil, errors.New("credential: there is no private key")
	}
	k, err := NewKey(private.Public(), hashing{private})
	if err != nil {
		return nil, err
	}
	_, isEd25519 := private.(ed25519.PrivateKey)
	_, isECDSA := private.(*ecdsa.PrivateKey)
	_, isRSA := private.(*rsa.PrivateKey)
	k.checked = isEd25519 || isECDSA || isRSA
	return k, nil
}

// ReadKey reads a private key as "openssl genpkey" writes it: PKCS #8 in PEM,
// not encrypted.
func ReadKey(text []byte) (*Key, error) {
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, errors.New("credential: no key in PEM: want a block that begins with -----BEGIN PRIVATE KEY-----")
	}
	if block.Type != "PRIVATE KEY" {
		return nil, fmt.Errorf("credential: the file holds a block %q: want PRIVATE KEY (PKCS #8, not encrypted)", block.Type)
	}
	private, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, errors.New("credential: the private key cannot be read") // what is wrong could quote it
	}
	signer, ok := private.(crypto.Signer)
	if !ok {
		return nil, fmt.Errorf("credential: a %T does not sign", private)
	}
	return KeyOf(signer)
}

// Public is the public key.
func (k *Key) Public() crypto.PublicKey { return k.public }

// Algorithm is what the key signs with.
func (k *Key) Algorithm() Algorithm { return k.algorithm }

// String names the public key, whatever the verb.
func (k *Key) String() string {
	if k == nil {
		return "no key"
	}
	name, err := multikey.Encode(k.public)
	if err != nil {
		name = thumbprint(k.public)
	}
	return string(k.algorithm) + " key " + name
}

// GoString is String, so that no way of printing shows what signs.
func (k *Key) GoString() string { return k.String() }

// Format writes String, whatever the verb.
func (k *Key) Format(s fmt.State, _ rune) { _, _ = fmt.Fprint(s, k.String()) }

func algorithmOf(public crypto.PublicKey) (Algorithm, error) {
	switch key := public.(type) {
	case ed25519.PublicKey:
		if len(key) == ed25519.PublicKeySize {
			return EdDSA, nil
		}
		return "", errors.New("an Ed25519 key has 32 bytes")
	case *ecdsa.PublicKey:
		if key.Curve == elliptic.P256() {
			return ES256, nil
		}
		return "", errors.New("of elliptic curves only P-256 is known")
	case *rsa.PublicKey:
		if bits := key.N.BitLen(); bits < minRSA || bits > maxRSA {
			return "", fmt.Errorf("an RSA key of %d bits: want %d to %d", bits, minRSA, maxRSA)
		}
		return RS256, nil
	}
	return "", fmt.Errorf("a %T is no kind of public key that is known", public)
}

// sign gives a signature in the form of JWS (RFC 7518 §3), and holds a foreign
// signer to the public key.
func (k *Key) sign(ctx context.Context, message []byte) ([]byte, error) {
	signature, err := k.signer.Sign(ctx, message)
	if err != nil {
		return nil, fmt.Errorf("credential: the signer gave no signature: %w", err)
	}
	if k.algorithm == ES256 {
		signature = rawECDSA(signature)
	}
	if !k.checked && !verifies(k.public, message, signature) {
		return nil, errors.New("credential: the signer's signature does not fit the public key: it signs with another key, or in another form")
	}
	return signature, nil
}

// verifies reports whether a signature, in the form of JWS, is the key's.
func verifies(public crypto.PublicKey, message, signature []byte) bool {
	switch key := public.(type) {
	case ed25519.PublicKey:
		return len(signature) == ed25519.SignatureSize && ed25519.Verify(key, message, signature)
	case *ecdsa.PublicKey:
		return verifyECDSA(key, message, signature)
	case *rsa.PublicKey:
		sum := sha256.Sum256(message)
		return rsa.VerifyPKCS1v15(key, crypto.SHA256, sum[:], signature) == nil
	}
	return false
}

// hashing is a crypto.Signer that hashes by itself.
type hashing struct{ private crypto.Signer }

// Sign implements Signer. With a key in memory the same message has the same
// signature: ECDSA draws nothing (RFC 6979).
func (h hashing) Sign(ctx context.Context, message []byte) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if _, is := h.private.Public().(ed25519.PublicKey); is {
		return h.private.Sign(rand.Reader, message, crypto.Hash(0))
	}
	sum := sha256.Sum256(message)
	if key, is := h.private.(*ecdsa.PrivateKey); is {
		return key.Sign(nil, sum[:], crypto.SHA256)
	}
	return h.private.Sign(rand.Reader, sum[:], crypto.SHA256)
}
