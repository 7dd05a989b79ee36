package canonical

import (
	"fmt"
	"slices"
	"strconv"
	"unicode/utf8"
)

// MaxDepth is how deep arrays and objects may be nested in all.
const MaxDepth = 64

// AppendInt appends n in decimal. Keep it within ±[MaxInt]: beyond, other
// programs may read another number, and [Transform] refuses the text.
func AppendInt(dst []byte, n int64) []byte { return strconv.AppendInt(dst, n, 10) }

// AppendBool appends true or false.
func AppendBool(dst []byte, b bool) []byte { return strconv.AppendBool(dst, b) }

// Append appends v in canonical form. It knows map[string]any, []any, string,
// bool, int, int64 and uint64, and refuses all else: a fraction has no place
// in a record, and what is absent is left out rather than nil. It refuses
// strings that are not UTF-8, integers beyond [MaxInt] and nesting beyond
// [MaxDepth]. On error the result is nil.
func Append(dst []byte, v any) ([]byte, error) { return appendValue(dst, v, 0) }

func appendValue(dst []byte, v any, depth int) ([]byte, error) {
	switch v := v.(type) {
	case string:
		if !utf8.ValidString(v) {
			return nil, fmt.Errorf("canonical: the string %q is not UTF-8", v)
		}
		return AppendString(dst, v), nil
	case bool:
		return AppendBool(dst, v), nil
	case int:
		return appendChecked(dst, int64(v))
	case int64:
		return appendChecked(dst, v)
	case uint64:
		if v > MaxInt {
			return nil, rangeError(v)
		}
		return AppendInt(dst, int64(v)), nil
	case []any:
		return appendArray(dst, v, depth+1)
	case map[string]any:
		return appendObject(dst, v, depth+1)
	}
	return nil, fmt.Errorf("canonical: cannot write a %T: want map[string]any, []any, string, bool or an integer", v)
}

func appendChecked(dst []byte, n int64) ([]byte, error) {
	if n > MaxInt || n < -MaxInt {
		return nil, rangeError(n)
	}
	return AppendInt(dst, n), nil
}

func rangeError(n any) error {
	return fmt.Errorf("canonical: the number %d is beyond ±%d, where not every program keeps it exact", n, int64(MaxInt))
}

func appendArray(dst []byte, a []any, depth int) (_ []byte, err error) {
	if depth > MaxDepth {
		return nil, errDepth
	}
	dst = append(dst, '[')
	for i, e := range a {
		if i > 0 {
			dst = append(dst, ',')
		}
		if dst, err = appendValue(dst, e, depth); err != nil {
			return nil, err
		}
	}
	return append(dst, ']'), nil
}

func appendObject(dst []byte, m map[string]any, depth int) (_ []byte, err error) {
	if depth > MaxDepth {
		return nil, errDepth
	}
	keys := make([]string, 0, len(m))
	for k := range m {
		if !utf8.ValidString(k) {
			return nil, fmt.Errorf("canonical: the member name %q is not UTF-8", k)
		}
		keys = append(keys, k)
	}
	slices.SortFunc(keys, compareUTF16[string])
	dst = append(dst, '{')
	for i, k := range keys {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(AppendString(dst, k), ':')
		if dst, err = appendValue(dst, m[k], depth); err != nil {
			return nil, err
		}
	}
	return append(dst, '}'), nil
}

var errDepth = fmt.Errorf("canonical: nested deeper than %d", MaxDepth)
