package workflow

import "strings"

// serialAlphabet is Crockford's base32: no I, L, O or U, so that a serial
// survives handwriting and the telephone.
const serialAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

const serialSymbols = 15 // 75 unguessable bits, and one check symbol

// newSerial makes a certificate's serial of unguessable bytes:
// XXXX-XXXX-XXXX-XXXX, the last symbol a check by the hybrid system of
// ISO/IEC 7064 (modulus 32): it finds every single wrong symbol and nearly
// every exchange of neighbours.
func newSerial(random [32]byte) string {
	var s [serialSymbols + 1]byte
	for i := range serialSymbols {
		s[i] = serialAlphabet[random[i]&31]
	}
	s[serialSymbols] = serialAlphabet[serialCheck(string(s[:serialSymbols]))]
	t := string(s[:])
	return t[:4] + "-" + t[4:8] + "-" + t[8:12] + "-" + t[12:]
}

// serialCheck is the check symbol's value for body, whose symbols are all of the alphabet.
func serialCheck(body string) int {
	const m = len(serialAlphabet)
	p := m
	for _, c := range []byte(body) {
		sum := (p + strings.IndexByte(serialAlphabet, c)) % m
		if sum == 0 {
			sum = m
		}
		p = sum * 2 % (m + 1)
	}
	return (m + 1 - p) % m
}

// ParseSerial brings a serial as people type it into its one form: it takes
// lower case, spaces for hyphens, O for 0, and I and L for 1. ok is false if
// the length, a symbol or the check symbol is wrong.
func ParseSerial(typed string) (serial string, ok bool) {
	const most = 64 // far more than anybody types
	if len(typed) > most {
		return "", false
	}
	var b []byte
	for _, c := range []byte(typed) {
		if c >= 'a' && c <= 'z' {
			c -= 'a' - 'A'
		}
		switch c {
		case '-', ' ':
			continue
		case 'O':
			c = '0'
		case 'I', 'L':
			c = '1'
		}
		if strings.IndexByte(serialAlphabet, c) < 0 {
			return "", false
		}
		b = append(b, c)
	}
	if len(b) != serialSymbols+1 || serialAlphabet[serialCheck(string(b[:serialSymbols]))] != b[serialSymbols] {
		return "", false
	}
	t := string(b)
	return t[:4] + "-" + t[4:8] + "-" + t[8:12] + "-" + t[12:], true
}
