package embedded

// The values of PDF (§7.3) as Go has them: nil, bool, float64, []byte for
// strings, and these.
type (
	name  string
	array []any
	dict  map[name]any
	// A ref names an object.
	ref struct{ number, generation int }
	// A keyword is what is none of the other, such as endobj.
	keyword string
)

// A stream is a dictionary with data, as it stands in the file.
type stream struct {
	dict dict
	raw  []byte
}

func whole(v any) (int, bool) {
	f, ok := v.(float64)
	if !ok || f != float64(int32(f)) {
		return 0, false
	}
	return int(f), true
}
