package canonical

import "unicode/utf8"

// MaxInt is the greatest absolute value of a number in canonical form: up to
// 2⁵³−1 every JSON reader keeps an integer exact (RFC 8785 §3.2.2.3, RFC 7493
// §2.2).
const MaxInt = 1<<53 - 1

const hexDigits = "0123456789abcdef"

// plain says of each byte whether a string holds it as it is, with nothing to check.
var plain = func() (t [256]bool) {
	for c := byte(' '); c < utf8.RuneSelf; c++ {
		t[c] = c != '"' && c != '\\'
	}
	return t
}()

// AppendString appends s in quotes, escaped as RFC 8785 §3.2.2.2 says: only
// quotation marks, backslashes and U+0000–001F are. It allocates nothing
// unless dst must grow.
//
// Bytes that are not UTF-8 become U+FFFD, so that the result always is valid;
// whoever must tell such strings apart refuses them first, as [Append] does.
func AppendString(dst []byte, s string) []byte {
	dst = append(dst, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if plain[c] {
			i++
			continue
		}
		size := 1
		if c >= utf8.RuneSelf {
			var r rune
			if r, size = utf8.DecodeRuneInString(s[i:]); r != utf8.RuneError || size > 1 {
				i += size
				continue
			}
		}
		dst = appendEscape(append(dst, s[start:i]...), c)
		i += size
		start = i
	}
	return append(append(dst, s[start:]...), '"')
}

// appendEscape appends what stands for a byte that cannot stand for itself.
func appendEscape(dst []byte, c byte) []byte {
	switch c {
	case '"', '\\':
		return append(dst, '\\', c)
	case '\b':
		return append(dst, `\b`...)
	case '\t':
		return append(dst, `\t`...)
	case '\n':
		return append(dst, `\n`...)
	case '\f':
		return append(dst, `\f`...)
	case '\r':
		return append(dst, `\r`...)
	}
	if c >= utf8.RuneSelf {
		return utf8.AppendRune(dst, utf8.RuneError)
	}
	return append(dst, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&0xf])
}

// compareUTF16 orders valid UTF-8 strings by their UTF-16 code units, the
// order of members in RFC 8785 §3.2.3. It differs from the order of bytes only
// where a surrogate pair (first byte F0 or above) meets a character from
// U+E000 to U+FFFF (first byte EE or EF): the pair comes first.
func compareUTF16[T string | []byte](a, b T) int {
	n := min(len(a), len(b))
	for i := range n {
		x, y := a[i], b[i]
		if x == y {
			continue
		}
		if x >= 0xEE && y >= 0xEE && (x >= 0xF0) != (y >= 0xF0) {
			return int(y) - int(x)
		}
		return int(x) - int(y)
	}
	return len(a) - len(b)
}
