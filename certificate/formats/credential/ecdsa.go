package credential

import (
	"crypto/ecdsa"
	"crypto/sha256"
	"encoding/asn1"
	"math/big"
)

// scalarSize is the length of a number in a P-256 signature, in bytes.
const scalarSize = 32

type ecdsaSignature struct{ R, S *big.Int }

// rawECDSA gives a signature of P-256 as two numbers of 32 bytes (RFC 7518
// §3.4), whether it is that already or ASN.1 DER; what is neither stays as it is.
func rawECDSA(signature []byte) []byte {
	if len(signature) == 2*scalarSize {
		return signature
	}
	var s ecdsaSignature
	rest, err := asn1.Unmarshal(signature, &s)
	if err != nil || len(rest) > 0 || s.R.Sign() < 0 || s.S.Sign() < 0 || s.R.BitLen() > 8*scalarSize || s.S.BitLen() > 8*scalarSize {
		return signature
	}
	raw := make([]byte, 2*scalarSize)
	s.R.FillBytes(raw[:scalarSize])
	s.S.FillBytes(raw[scalarSize:])
	return raw
}

func verifyECDSA(key *ecdsa.PublicKey, message, raw []byte) bool {
	if len(raw) != 2*scalarSize {
		return false
	}
	sum := sha256.Sum256(message)
	return ecdsa.Verify(key, sum[:], new(big.Int).SetBytes(raw[:scalarSize]), new(big.Int).SetBytes(raw[scalarSize:]))
}
