package multikey

import (
	"errors"
	"fmt"
	"strings"
)

// alphabet is that of Bitcoin (base58btc in Multibase).
const alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

// maxBase58 bounds what FromBase58 reads: the work grows with the square.
const maxBase58 = 256

// Base58 writes b in base58btc: as one number, with a 1 for each leading zero byte.
func Base58(b []byte) string {
	zeros := 0
	for zeros < len(b) && b[zeros] == 0 {
		zeros++
	}
	var digits []byte // least first
	for _, c := range b {
		carry := int(c)
		for i := range digits {
			carry += int(digits[i]) << 8
			digits[i], carry = byte(carry%58), carry/58
		}
		for ; carry > 0; carry /= 58 {
			digits = append(digits, byte(carry%58))
		}
	}
	out := []byte(strings.Repeat("1", zeros))
	for i := range digits {
		out = append(out, alphabet[digits[len(digits)-1-i]])
	}
	return string(out)
}

// FromBase58 reads what Base58 gives, of at most 256 characters.
func FromBase58(s string) ([]byte, error) {
	if len(s) > maxBase58 {
		return nil, errors.New("too long for base58")
	}
	var reversed []byte // the number, least byte first
	zeros := 0
	for i := range len(s) {
		carry := strings.IndexByte(alphabet, s[i])
		if carry < 0 {
			return nil, fmt.Errorf("%q is no character of base58", s[i])
		}
		if carry == 0 && zeros == i {
			zeros++
			continue
		}
		for j := range reversed {
			carry += int(reversed[j]) * 58
			reversed[j], carry = byte(carry), carry>>8
		}
		for ; carry > 0; carry >>= 8 {
			reversed = append(reversed, byte(carry))
		}
	}
	out := make([]byte, zeros, zeros+len(reversed))
	for i := range reversed {
		out = append(out, reversed[len(reversed)-1-i])
	}
	return out, nil
}
