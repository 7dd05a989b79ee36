package strict

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/countersign-go/countersign/proficiency/canonical"
)

// Append appends v, as [Parse] gives values, in canonical form (RFC 8785). It
// also takes int. Strings must be UTF-8.
func Append(dst []byte, v any) ([]byte, error) {
	switch v := v.(type) {
	case nil:
		return append(dst, "null"...), nil
	case bool:
		return strconv.AppendBool(dst, v), nil
	case string:
		return canonical.AppendString(dst, v), nil
	case int:
		return appendNumber(dst, float64(v))
	case float64:
		return appendNumber(dst, v)
	case []any:
		return appendArray(dst, v)
	case map[string]any:
		return appendObject(dst, v)
	}
	return nil, fmt.Errorf("strict: cannot write a %T", v)
}

func appendArray(dst []byte, a []any) (_ []byte, err error) {
	dst = append(dst, '[')
	for i, e := range a {
		if i > 0 {
			dst = append(dst, ',')
		}
		if dst, err = Append(dst, e); err != nil {
			return nil, err
		}
	}
	return append(dst, ']'), nil
}

func appendObject(dst []byte, m map[string]any) (_ []byte, err error) {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.SortFunc(names, byCodeUnits)
	dst = append(dst, '{')
	for i, name := range names {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(canonical.AppendString(dst, name), ':')
		if dst, err = Append(dst, m[name]); err != nil {
			return nil, err
		}
	}
	return append(dst, '}'), nil
}

// byCodeUnits is the order of members (RFC 8785 §3.2.3), which is that of
// bytes where no character needs a surrogate pair.
func byCodeUnits(a, b string) int {
	if isASCII(a) && isASCII(b) {
		return strings.Compare(a, b)
	}
	return slices.Compare(utf16.Encode([]rune(a)), utf16.Encode([]rune(b)))
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > '~' })
}

// appendNumber writes a number as ECMAScript does (RFC 8785 §3.2.2.3): the
// fewest digits that give it back, without an exponent from 1e-6 to 1e21.
func appendNumber(dst []byte, f float64) ([]byte, error) {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return nil, fmt.Errorf("strict: %v is no number of JSON", f)
	}
	if f == 0 {
		return append(dst, '0'), nil // also for -0
	}
	if abs := math.Abs(f); abs >= 1e-6 && abs < 1e21 {
		return strconv.AppendFloat(dst, f, 'f', -1, 64), nil
	}
	text := strconv.FormatFloat(f, 'e', -1, 64)
	mantissa, exponent, _ := strings.Cut(text, "e")
	return append(append(append(dst, mantissa...), 'e'), exponent[:1]+strings.TrimLeft(exponent[1:], "0")...), nil
}
